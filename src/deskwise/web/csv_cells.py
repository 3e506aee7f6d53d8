"""Tables as CSV that a spreadsheet opens without running anything of them."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Iterable, Iterator, Sequence

from starlette.responses import StreamingResponse

# What a spreadsheet takes for the beginning of a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
Cell = str | int | float | bool | None


def safe(cell: Cell) -> Cell:
    """A cell as it is, or a text with a quote before it where it could be taken for a formula.

    >>> safe("=1+1"), safe("a-b"), safe(-2.5), safe(None)
    ("'=1+1", 'a-b', -2.5, None)
    """
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def csv_lines(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """The lines of a table, the head first."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    for row in itertools.chain((head,), rows):
        writer.writerow([safe(cell) for cell in row])
        yield written.getvalue()
        written.seek(0)
        written.truncate()


def csv_answer(name: str, head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> StreamingResponse:
    """A table as a file to keep, called by a name of ours."""
    return StreamingResponse(
        csv_lines(head, rows),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )
