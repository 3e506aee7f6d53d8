"""A mapping's meaning: what a mapping file says becomes a translation, checked against the vocabulary."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from deskwise.events.translation import Cell, Emission, Translation
from deskwise.events.vocabulary import (
    COLUMN_NAMES,
    KIND_NAMES,
    KINDS_NEEDING_A_TICKET,
    KINDS_WITH_A_VALUE,
    ORDER_IN_A_RECORD,
    ROLE_NAMES,
    STATUS_NAMES,
    scales_of,
)
from deskwise.kernel.errors import MappingError

if TYPE_CHECKING:
    from deskwise.sources.mapping_model import EventModel, MappingModel

CONSTANT_VALUES = {"kind": KIND_NAMES, "role": ROLE_NAMES, "status": STATUS_NAMES}
# A record's place in the file decides the order of its events, and the translation their instants.
NOT_BY_EVENT = ("at", "seq", "event_id", "revision")


def translation_of(model: MappingModel, name: str) -> Translation:
    """The translation a mapping file means; raises `MappingError` where it contradicts the vocabulary."""
    shared = _shared_cells(model)
    emissions = _emissions(model)
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
    )


def _shared_cells(model: MappingModel) -> tuple[tuple[str, Cell], ...]:
    for table, names in (("columns", model.columns), ("set", model.set)):
        for column in names:
            if column not in COLUMN_NAMES or column == "extra":
                raise MappingError(
                    f"{table}.{column}: no column of the log is called so",
                    do=f"use one of {_told(COLUMN_NAMES)}; further fields go under [extra]",
                )
    both = sorted(set(model.columns) & set(model.set))
    if both:
        raise MappingError(f"{both[0]} is filled by columns and by set", do="leave out one of the two")
    if "at" in model.set or "seq" in (*model.set, *model.columns):
        raise MappingError(
            "an instant cannot be set, and seq is made from the rows' order",
            do='name a column: at = "time:timestamp"',
        )
    for column, value in model.set.items():
        _check_constant(f"set.{column}", column, value)
    return (
        *((column, Cell(column=source)) for column, source in model.columns.items()),
        *((column, Cell(constant=value or None)) for column, value in model.set.items()),
    )


def _emissions(model: MappingModel) -> tuple[Emission, ...]:
    found: list[Emission] = []
    if model.opened is not None:
        cells = _cells("opened", model.opened.cells, model.opened.extra)
        found.append(Emission("opened", first_row=True, cells=cells))
    for activity, said in model.activities.items():
        where = f'activities."{activity}"'
        events = said if isinstance(said, list) else [said]
        kinds = [event if isinstance(event, str) else event.kind for event in events]
        twice = sorted({kind for kind in kinds if kinds.count(kind) > 1})
        if twice:
            raise MappingError(
                f"{where}: becomes two events of the kind {twice[0]}", do="name each kind once"
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
    _check_constant(f"{where}.kind", "kind", kind)
    cells = () if isinstance(event, str) else _cells(where, event.cells, event.extra)
    return Emission(kind, activities=(activity,), cells=cells)


def _cells(where: str, said: Mapping[str, Any], extra: Mapping[str, Any]) -> tuple[tuple[str, Cell], ...]:
    found = []
    for column, value in said.items():
        if column not in COLUMN_NAMES or column in NOT_BY_EVENT:
            raise MappingError(
                f"{where}.{column}: no column that an event can fill is called so",
                do=f"use one of {_told(name for name in COLUMN_NAMES if name not in NOT_BY_EVENT)}",
            )
        found.append((column, _cell(f"{where}.{column}", column, value)))
    found += [
        (f"extra.{field}", _cell(f"{where}.extra.{field}", field, value)) for field, value in extra.items()
    ]
    return tuple(found)


def _cell(where: str, column: str, value: Any) -> Cell:
    if isinstance(value, str):
        _check_constant(where, column, value)
        return Cell(constant=value or None)
    named = value.get("column") if isinstance(value, dict) else getattr(value, "column", None)
    if not isinstance(named, str) or (isinstance(value, dict) and set(value) != {"column"}):
        raise MappingError(
            f"{where}: is neither a text nor a column",
            do='write "a text" or { column = "a column of the file" }',
        )
    return Cell(column=named)


def _check_constant(where: str, column: str, value: str) -> None:
    known = CONSTANT_VALUES.get(column)
    if known is not None and value and value not in known:
        raise MappingError(f"{where}: {value!r} is none of the book's", do=f"use one of {_told(known)}")


def _check_zone(zone: str | None) -> None:
    if zone is None:
        return
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise MappingError(
            f"timezone: no time zone is called {zone!r}", do='use an IANA name: timezone = "Europe/Rome"'
        ) from error


def _check_complete(model: MappingModel, shared: dict[str, Cell], emissions: tuple[Emission, ...]) -> None:
    if "at" not in shared:
        raise MappingError("columns.at: nothing says when things happened", do='add at = "time:timestamp"')
    if not model.activities and "kind" not in shared:
        raise MappingError(
            "nothing says what happened", do='name activity = "Activity" and [activities], or columns.kind'
        )
    needs_ticket = [one for one in emissions if one.kind in KINDS_NEEDING_A_TICKET or one.first_row]
    if "ticket" not in shared and any("ticket" not in dict(one.cells) for one in needs_ticket):
        raise MappingError(
            "columns.ticket: nothing says which ticket it was", do='add ticket = "case:concept:name"'
        )
    for one in emissions:
        cells = shared | dict(one.cells)
        where = "set.kind" if one.activities is None else f'activities."{one.activities[0]}"'
        if one.kind == "status" and "status" not in cells:
            raise MappingError(f"{where}: a status without a status", do='add status = "solved"')
        if one.kind in KINDS_WITH_A_VALUE and "value" not in cells:
            raise MappingError(f"{where}: {one.kind} needs a value", do='add value = { column = "Score" }')
        scale = cells.get("scale")
        if one.kind == "rated" and (scale is None or scale.column is None):
            names = [known.name for known in scales_of("rated")]
            if scale is None or scale.constant not in names:
                raise MappingError(
                    f"{where}: a rating needs a known scale", do=f'add scale = "1-5", or {_told(names)}'
                )


def _told(names: Iterable[str]) -> str:
    return ", ".join(names)
