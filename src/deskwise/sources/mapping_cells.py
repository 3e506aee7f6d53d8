"""What fills a column of the log: the cells of a mapping file, checked against the vocabulary."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from deskwise.events.translation import Cell, Unnamed
from deskwise.events.vocabulary import COLUMN_NAMES, KIND_NAMES, ROLE_NAMES, STATUS_NAMES
from deskwise.kernel.errors import MappingError
from deskwise.kernel.language import say

if TYPE_CHECKING:
    from pydantic import ValidationError

    from deskwise.sources.mapping_model import ColumnCell, MappingModel

CONSTANT_VALUES = {"kind": KIND_NAMES, "role": ROLE_NAMES, "status": STATUS_NAMES}
# A record's place in the file decides the order of its events, and the translation their instants.
NOT_BY_EVENT = ("at", "seq", "event_id", "revision")
# What a value map says of values it does not name; anything else is the value they become.
UNNAMED: dict[str, Unnamed] = {"reject": "reject", "skip": "skip", "keep": "keep"}


def shared_cells(model: MappingModel) -> tuple[tuple[str, Cell], ...]:
    """What fills the columns of every event."""
    for table, names in (("columns", model.columns), ("set", model.set)):
        for column in names:
            if column not in COLUMN_NAMES or column == "extra":
                raise MappingError(
                    say(
                        "%(table)s.%(column)s: no column of the log is called so", table=table, column=column
                    ),
                    do=say("use one of %(names)s; further fields go under [extra]", names=told(COLUMN_NAMES)),
                )
    both = sorted(set(model.columns) & set(model.set))
    if both:
        raise MappingError(
            say("%(both)s is filled by columns and by set", both=both[0]), do=say("leave out one of the two")
        )
    if "at" in model.set or "seq" in (*model.set, *model.columns):
        raise MappingError(
            say("an instant cannot be set, and seq is made from the rows' order"),
            do=say('name a column: at = "time:timestamp"'),
        )
    for column, value in model.set.items():
        check_constant(f"set.{column}", column, value)
    return (
        *((column, _shared_cell(column, said)) for column, said in model.columns.items()),
        *((column, Cell(constant=value or None)) for column, value in model.set.items()),
    )


def _shared_cell(column: str, said: str | list[str] | ColumnCell) -> Cell:
    if column == "at" and not isinstance(said, str):
        raise MappingError(
            say("columns.at: is no single column"), do=say('name one column: at = "time:timestamp"')
        )
    if isinstance(said, str):
        return Cell(column=said)
    if isinstance(said, list):
        return Cell(column=said[0], further=tuple(said[1:]))
    return _cell_of(f"columns.{column}", column, said)


def event_cells(
    where: str, said: Mapping[str, Any], extra: Mapping[str, Any]
) -> tuple[tuple[str, Cell], ...]:
    """What fills the columns of one event, and its further fields."""
    found = []
    for column, value in said.items():
        if column not in COLUMN_NAMES or column in NOT_BY_EVENT:
            raise MappingError(
                say(
                    "%(where)s.%(column)s: no column that an event can fill is called so",
                    where=where,
                    column=column,
                ),
                do=say(
                    "use one of %(names)s",
                    names=told(name for name in COLUMN_NAMES if name not in NOT_BY_EVENT),
                ),
            )
        found.append((column, _cell(f"{where}.{column}", column, value)))
    found += [
        (f"extra.{field}", _cell(f"{where}.extra.{field}", f"extra.{field}", value))
        for field, value in extra.items()
    ]
    return tuple(found)


def _cell(where: str, column: str, value: Any) -> Cell:
    from pydantic import ValidationError

    from deskwise.sources.mapping_model import ColumnCell  # noqa: PLC0415 slow

    if isinstance(value, str):
        check_constant(where, column, value)
        return Cell(constant=value or None)
    if isinstance(value, ColumnCell):
        return _cell_of(where, column, value)
    if not isinstance(value, dict) or "column" not in value:
        raise MappingError(
            say("%(where)s: is neither a text nor a column", where=where),
            do=say('write "a text" or { column = "a column of the file" }'),
        )
    try:
        return _cell_of(where, column, ColumnCell.model_validate(value))
    except ValidationError as error:
        raise MappingError(
            f"{where}: {_fault(error)}",
            do=say('write { column = "Status", values = { "Open" = "open" }, other = "reject" }'),
        ) from error


def _fault(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    key = ".".join(str(part) for part in first["loc"])
    message = str(first["msg"]).removeprefix("Value error, ")
    return f"{key}: {message}" if key else message


def _cell_of(where: str, column: str, said: ColumnCell) -> Cell:
    columns = [said.column] if isinstance(said.column, str) else said.column
    if said.values is None:
        return Cell(column=columns[0], further=tuple(columns[1:]))
    for named, value in said.values.items():
        check_constant(f'{where}.values."{named}"', column, value)
    other = said.other or "reject"
    unnamed = UNNAMED.get(other, "constant")
    if unnamed == "constant":
        check_constant(f"{where}.other", column, other)
    return Cell(
        column=columns[0],
        further=tuple(columns[1:]),
        values=tuple((named, value or None) for named, value in said.values.items()),
        unnamed=unnamed,
        unnamed_value=other if unnamed == "constant" else None,
    )


def check_constant(where: str, column: str, value: str) -> None:
    """Raise `MappingError` if the column knows its values, and this is none of them."""
    known = CONSTANT_VALUES.get(column)
    if known is not None and value and value not in known:
        raise MappingError(
            say("%(where)s: %(value)s is none of the book's", where=where, value=repr(value)),
            do=say("use one of %(names)s", names=told(known)),
        )


def told(names: Iterable[str]) -> str:
    """Names as a message lists them.

    >>> told(["open", "solved"])
    'open, solved'
    """
    return ", ".join(names)
