"""Events as lines of canonical files, as an import reads them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC
from operator import attrgetter
from pathlib import Path
from typing import IO, Any

from deskwise.app.source_port import Refused, Translated
from deskwise.events.event_row import EventRow, ExtraValue
from deskwise.events.vocabulary import COLUMN_NAMES, UNTRANSLATED

TEXTS = (
    "event_id", "kind", "ticket", "actor", "role", "team", "agent", "customer", "organisation", "status",
    "channel", "type", "category", "priority", "product", "scale",
)  # fmt: skip
# Those that need a thought of their own, in the order in which `_cells` gives them.
OTHERS = ("revision", "seq", "at", "value", "extra", "text")
COLUMNS = (*TEXTS, *OTHERS)
assert {*COLUMNS, "source"} == set(COLUMN_NAMES)
HEAD = ",".join(COLUMNS) + "\n"
# What rows are written to that a mapping reads, unlike canonical files.
ROWS = ".rows.csv"
_texts = attrgetter(*TEXTS)
# JSON that is plain ASCII, whatever is in it.
_json = json.JSONEncoder(separators=(",", ":"), default=str).encode


class EventFiles:
    """Writes events into canonical files: CSV, which is read fastest, and JSON lines for what is awkward.

    A line that holds anything but printable characters would need a reader's goodwill as CSV; in JSON it is
    escaped. `new_file` names a file of an ending.
    """

    def __init__(self, new_file: Callable[[str], Path], *, keep_text: bool) -> None:
        self._new_file = new_file
        self._keep_text = keep_text
        self._files: dict[str, tuple[Path, IO[str]]] = {}

    def add(self, translated: Translated) -> None:
        """Write a record's events, and a line for each part of it that could not be translated."""
        if translated.row is not None:
            self._add_row(translated.row)
        for place, event in enumerate(translated.events):
            texts = _texts(event)
            others = self._others(event, place)
            line = _csv_line(texts, others)
            if line.isprintable():
                self._file(".csv").write(line + "\n")
            else:
                row = dict(zip(COLUMNS, (*texts, *others), strict=True))
                self._file(".jsonl").write(_json({name: _plain(value) for name, value in row.items()}) + "\n")
        for refused in translated.refused:
            self._file(".jsonl").write(_json(_refused(refused)) + "\n")

    def _add_row(self, row: Mapping[str, str | None]) -> None:
        """Write a row that a mapping will read; all have the same columns."""
        if ROWS not in self._files:
            self._file(ROWS).write(_row_line(list(row)))
        self._file(ROWS).write(_row_line([_plain(cell) for cell in row.values()]))

    def close(self) -> tuple[Path, ...]:
        """End the files; returns those there are, in an order that is always the same."""
        found = []
        for ending in sorted(self._files):
            path, file = self._files[ending]
            file.close()
            found.append(path)
        self._files.clear()
        return tuple(found)

    def _file(self, ending: str) -> IO[str]:
        known = self._files.get(ending)
        if known is None:
            path = self._new_file(ending)
            known = self._files[ending] = (path, path.open("w", encoding="utf-8", newline="\n"))
            if ending == ".csv":
                known[1].write(HEAD)
        return known[1]

    def _others(self, event: EventRow, place: int) -> tuple[str | None, ...]:
        return (
            str(event.revision),
            str(place if event.seq is None else event.seq),
            event.at.astimezone(UTC).isoformat(),
            None if event.value is None else format(event.value, "f"),
            _extra(event.extra) if event.extra else None,
            event.text if self._keep_text else None,
        )


def _csv_line(texts: tuple[str | None, ...], others: tuple[str | None, ...]) -> str:
    """A line of CSV without its end: texts in quotes, null as nothing."""
    return ",".join(
        ["" if cell is None else '"' + cell.replace('"', '""') + '"' for cell in (*texts, *others)]
    )


def _row_line(cells: list[str | None]) -> str:
    return ",".join("" if cell is None else '"' + cell.replace('"', '""') + '"' for cell in cells) + "\n"


def _extra(fields: Mapping[str, ExtraValue]) -> str:
    """Further fields as JSON."""
    text = _json(dict(fields))
    if "\\u" not in text:
        return text
    return _json({_plain(name): _plain(one) if isinstance(one, str) else one for name, one in fields.items()})


def _plain(value: str | None) -> str | None:
    """A text that any reader of JSON takes: half a character, or the character nothing, is none."""
    if value is None:
        return None
    whole = value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return whole.replace("\x00", "\N{REPLACEMENT CHARACTER}")


def _refused(refused: Refused) -> dict[str, Any]:
    # With an id of its own, though it claims none: a file in which some rows have none is read twice.
    return {
        "event_id": UNTRANSLATED,
        "at": None,
        "kind": UNTRANSLATED,
        "ticket": refused.ticket,
        "status": refused.reason,
    }
