"""A mapping's meaning: what a mapping file says becomes a translation, checked against the vocabulary."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from deskwise.events.translation import Cell, Emission, Translation
from deskwise.events.vocabulary import (
    KINDS_NEEDING_A_TICKET,
    KINDS_WITH_A_VALUE,
    ORDER_IN_A_RECORD,
    scales_of,
)
from deskwise.kernel.errors import MappingError
from deskwise.kernel.language import say
from deskwise.sources.mapping_cells import check_constant, event_cells, shared_cells, told
from deskwise.sources.row_events import event_name, row_emissions

if TYPE_CHECKING:
    from deskwise.sources.mapping_model import EventModel, MappingModel


def translation_of(model: MappingModel, name: str) -> Translation:
    """The translation a mapping file means; raises `MappingError` where it contradicts the vocabulary."""
    shared = shared_cells(model)
    emissions = _emissions(model) if model.shape == "log" else row_emissions(model)
    _check_zone(model.timezone)
    _check_complete(model, dict(shared), emissions)
    return Translation(
        name=name,
        cells=shared,
        emissions=emissions,
        activity_column=model.activity,
        extra=tuple(model.extra.items()),
        date_format=model.date_format,
        timezone=model.timezone,
        delimiter=model.delimiter,
        silent_activities=tuple(activity for activity, events in model.activities.items() if events == []),
        shape=model.shape,
        decimal_comma=model.decimal_comma,
        encoding=model.encoding,
        missing=tuple(model.missing),
    )


def _emissions(model: MappingModel) -> tuple[Emission, ...]:
    found: list[Emission] = []
    if model.opened is not None:
        cells = event_cells("opened", model.opened.cells, model.opened.extra)
        found.append(Emission("opened", first_row=True, cells=cells))
    for activity, said in model.activities.items():
        where = f'activities."{activity}"'
        events = said if isinstance(said, list) else [said]
        kinds = [event if isinstance(event, str) else event.kind for event in events]
        twice = sorted({kind for kind in kinds if kinds.count(kind) > 1})
        if twice:
            raise MappingError(
                say("%(where)s: becomes two events of the kind %(twice)s", where=where, twice=twice[0]),
                do=say("name each kind once"),
            )
        found += [_emission(where, activity, event) for event in events]
    if model.activity is not None:
        found.append(Emission("note" if model.other == "note" else None))
    elif not model.activities:
        found.append(Emission(model.set.get("kind")))
    return tuple(
        sorted(
            found,
            key=lambda one: len(ORDER_IN_A_RECORD) if one.kind is None else ORDER_IN_A_RECORD.index(one.kind),
        )
    )


def _emission(where: str, activity: str, event: EventModel | str) -> Emission:
    kind = event if isinstance(event, str) else event.kind
    check_constant(f"{where}.kind", "kind", kind)
    cells = () if isinstance(event, str) else event_cells(where, event.cells, event.extra)
    return Emission(kind, activities=(activity,), cells=cells)


def _check_zone(zone: str | None) -> None:
    if zone is None:
        return
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise MappingError(
            say("timezone: no time zone is called %(zone)s", zone=repr(zone)),
            do=say('use an IANA name: timezone = "Europe/Rome"'),
        ) from error


def _check_complete(model: MappingModel, shared: dict[str, Cell], emissions: tuple[Emission, ...]) -> None:
    if model.shape == "log":
        _check_log(model, shared)
    needs_ticket = [one for one in emissions if one.kind in KINDS_NEEDING_A_TICKET or one.first_row]
    if "ticket" not in shared and any("ticket" not in dict(one.cells) for one in needs_ticket):
        raise MappingError(
            say("columns.ticket: nothing says which ticket it was"),
            do=say('add ticket = "case:concept:name"'),
        )
    for number, one in enumerate(emissions, start=1):
        _check_event(_where(model, number, one), one, shared | dict(one.cells))


def _check_log(model: MappingModel, shared: dict[str, Cell]) -> None:
    if "at" not in shared:
        raise MappingError(
            say("columns.at: nothing says when things happened"), do=say('add at = "time:timestamp"')
        )
    if not model.activities and "kind" not in shared:
        raise MappingError(
            say("nothing says what happened"),
            do=say('name activity = "Activity" and [activities], or columns.kind'),
        )


def _where(model: MappingModel, number: int, one: Emission) -> str:
    if model.shape != "log":
        return event_name(number, one.kind)
    return "set.kind" if one.activities is None else f'activities."{one.activities[0]}"'


def _check_event(where: str, one: Emission, cells: dict[str, Cell]) -> None:
    if one.kind == "status" and "status" not in cells:
        raise MappingError(
            say("%(where)s: a status without a status", where=where), do=say('add status = "solved"')
        )
    if one.kind in KINDS_WITH_A_VALUE and "value" not in cells:
        raise MappingError(
            say("%(where)s: %(kind)s needs a value", where=where, kind=one.kind),
            do=say('add value = { column = "Score" }'),
        )
    scale = cells.get("scale")
    if one.kind == "rated" and (scale is None or scale.column is None):
        names = [known.name for known in scales_of("rated")]
        if scale is None or scale.constant not in names:
            raise MappingError(
                say("%(where)s: a rating needs a known scale", where=where),
                do=say('add scale = "1-5", or %(names)s', names=told(names)),
            )
