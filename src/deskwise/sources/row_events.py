"""What each row of a snapshot, or of a list of calls, becomes: several events with instants of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskwise.events.translation import Condition, Emission, Moment
from deskwise.events.vocabulary import KINDS_NEEDING_A_TICKET, KINDS_WITHOUT_A_TICKET
from deskwise.kernel.errors import MappingError
from deskwise.kernel.language import say
from deskwise.sources.mapping_cells import check_constant, event_cells, told

if TYPE_CHECKING:
    from deskwise.sources.mapping_model import AtModel, ConditionModel, MappingModel, RowEventModel

MOST_EVENTS = 99
# What a snapshot's events are known by is made from the ticket, so that a later export meets the earlier one.
NOT_SHARED = {
    "snapshot": ("at", "kind", "event_id", "revision"),
    "calls": ("at", "kind"),
}


def row_emissions(model: MappingModel) -> tuple[Emission, ...]:
    """The events of each row, in their order; raises `MappingError` for one that cannot be."""
    for column in NOT_SHARED[model.shape]:
        for table, names in (("columns", model.columns), ("set", model.set)):
            if column in names:
                raise MappingError(
                    say(
                        '%(table)s.%(column)s: is not for shape "%(shape)s"',
                        table=table,
                        column=column,
                        shape=model.shape,
                    ),
                    do=say("each of [[events]] names its own kind and at")
                    if column in ("at", "kind")
                    else say("leave it out: a ticket's events are known by their kind and number"),
                )
    if len(model.events) > MOST_EVENTS:
        raise MappingError(say("events: are more than %(most)s", most=MOST_EVENTS), do=say("leave out some"))
    found = tuple(_emission(number, event) for number, event in enumerate(model.events, start=1))
    _check_order(model, found)
    return found


def event_name(number: int, kind: str | None) -> str:
    """How messages name one of the events.

    >>> event_name(2, "status")
    'events.2 (status)'
    """
    return f"events.{number} ({kind})"


def _emission(number: int, event: RowEventModel) -> Emission:
    where = event_name(number, event.kind)
    check_constant(f"{where}.kind", "kind", event.kind)
    conditions = event.when if isinstance(event.when, list) else [event.when]
    return Emission(
        event.kind,
        cells=event_cells(where, event.cells, event.extra),
        at=_moment(event.at),
        when=tuple(_condition(one) for one in conditions),
    )


def _moment(said: str | AtModel) -> Moment:
    if isinstance(said, str):
        return Moment(said)
    column = said.column if said.column is not None else said.date
    assert column is not None
    plus = [said.plus] if isinstance(said.plus, str) else said.plus or []
    return Moment(
        column,
        time=said.time,
        plus=tuple(plus),
        unit=said.unit or "seconds",
        date_format=said.date_format,
        end_of_day=said.end_of_day,
        otherwise=None if said.else_ is None else _moment(said.else_),
    )


def _condition(said: ConditionModel) -> Condition:
    return Condition(said.column, filled=said.filled, among=tuple(said.in_ or ()))


def _check_order(model: MappingModel, found: tuple[Emission, ...]) -> None:
    needing = [one.kind for one in found if one.kind in KINDS_NEEDING_A_TICKET]
    if "opened" in needing[1:]:
        place = [one.kind for one in found].index("opened", 1) + 1
        twice, called = needing.count("opened") > 1, event_name(place, "opened")
        raise MappingError(
            say("%(event)s: a ticket opens once", event=called)
            if twice
            else say("%(event)s: comes after events of the ticket it opens", event=called),
            do=say("leave out the second") if twice else say("put it before them"),
        )
    if model.shape != "snapshot":
        return
    for number, one in enumerate(found, start=1):
        if one.kind in KINDS_WITHOUT_A_TICKET:
            raise MappingError(
                say(
                    "%(event)s: has no ticket, and a snapshot tells of tickets",
                    event=event_name(number, one.kind),
                ),
                do=say(
                    "leave it out (as %(names)s), or import a log of such events",
                    names=told(KINDS_WITHOUT_A_TICKET),
                ),
            )
    if not needing:
        raise MappingError(
            say("events: none is of a kind that needs a ticket"),
            do=say('add kind = "opened", at = "Created at"'),
        )
