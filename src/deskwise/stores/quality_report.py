"""The quality report of an import: every check run on what it named, kept in the lake and read again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from deskwise.app.lake import DoubtfulRow, Finding, QualityReport
from deskwise.events.quality_checks import CHECK_BY_CODE, QUALITY_CHECKS, SEVERITIES
from deskwise.kernel.errors import UsageError, WorkspaceError
from deskwise.kernel.language import say
from deskwise.stores.judged_rows import MOST_EXAMPLES, Found, JudgedRows, Place
from deskwise.stores.quality_of_columns import columns
from deskwise.stores.quality_of_facts import (
    equal_durations,
    long_durations,
    missing_openings,
    nobodys_acts,
    resolutions_before_reply,
    unjudged_recontacts,
)
from deskwise.stores.quality_of_instants import missing_days, times_of_day
from deskwise.stores.quality_of_refusals import (
    early_replies,
    negative_durations,
    refused_rows,
    rows_in_cells,
)
from deskwise.stores.rejects_table import StagedFile, lines_of_rows
from deskwise.stores.sql_text import value

if TYPE_CHECKING:
    import duckdb

# The lines of a CSV file are counted from its beginning, for so many rows; later ones are told by their row.
MOST_COUNTED_ROWS = 100_000
# The most serious first, then as the checks are listed.
ORDER = ", ".join(
    [
        f"list_position({list(SEVERITIES)!r}, severity)",
        f"list_position({list(CHECK_BY_CODE)!r}, code)",
        "count desc, subject",
    ]
)


def run_checks(judged: JudgedRows, files: Sequence[StagedFile]) -> dict[str, list[Found]]:
    """What each check found; those that need facts are left out where nobody folded."""
    all_at_midnight, many_at_midnight = times_of_day(judged)
    said = columns(judged)
    found = {
        "reply_before_opening": early_replies(judged),
        "resolution_before_reply": resolutions_before_reply(judged),
        "refused_rows": refused_rows(judged),
        "swallowed_rows": rows_in_cells(judged, files),
        "negative_duration": negative_durations(judged),
        "all_at_midnight": all_at_midnight,
        "many_at_midnight": many_at_midnight,
        "one_instant": said.one_instant,
        "one_customer": said.one_customer,
        "one_value": said.one_value,
        "no_customer": said.no_customer,
        "missing_day": missing_days(judged),
    }
    if judged.has_facts:
        found |= {
            "longer_than_a_year": long_durations(judged),
            "equal_durations": equal_durations(judged),
            "no_opening": missing_openings(judged),
            "unjudged_recontacts": unjudged_recontacts(judged),
            "nobody": nobodys_acts(judged),
        }
    return found


def keep_report(judged: JudgedRows, files: Sequence[StagedFile]) -> None:
    """Run the checks and write down what they found, a check that found nothing with a count of 0."""
    found = run_checks(judged, files)
    named = _Naming(judged, files)
    named.look_up([place for each in found.values() for one in each for place in one.examples])
    rows: list[tuple[Any, ...]] = []
    for check in QUALITY_CHECKS:
        if check.code not in found:
            continue
        for one in found[check.code] or [Found(0, 0, None)]:
            severity = check.severity(one.count, one.total) if one.count else None
            examples = [named.told(place) for place in one.examples[:MOST_EXAMPLES]]
            rows.append((check.code, one.subject, severity, one.count, one.total, one.counted, examples))
    for row in rows:
        told = ", ".join(value(one) for one in (judged.import_id, *row))
        judged.connection.execute(f"insert into quality values ({told})")


class _Naming:
    """Finds the rows and lines of examples, all of them at once."""

    def __init__(self, judged: JudgedRows, files: Sequence[StagedFile]) -> None:
        self._judged = judged
        self._staged = files
        self._rows: dict[Place, tuple[int, int, int]] = {}
        self._lines: dict[tuple[int, int, int], int] = {}
        names = judged.rows("select import_id, files from imports")
        self._files: dict[int, list[str]] = {int(number): list(told) for number, told in names}

    def look_up(self, places: list[Place]) -> None:
        """Learn where these are."""
        for place in places:
            if place.import_id is not None and place.file is not None and place.row is not None:
                self._rows[place] = (place.import_id, place.file, place.row)
        unknown = [place for place in places if place.row is None and place.ticket is not None]
        if unknown:
            self._look_up_rows(unknown)
        self._look_up_lines()

    def _look_up_rows(self, places: list[Place]) -> None:
        """The row at the instant of what is shown, else the ticket's first; of this import if it can be."""
        mine = self._judged.import_id
        found = self._judged.connection.execute(
            f"""select w.number, unnest(min_by(struct_pack(import_id, file, row),
                row(epoch_us(j."at") is distinct from w.happened_at,
                    import_id <> {mine}, import_id, file, row)))
            from judged j
            join (select unnest({value(list(range(len(places))))}) as number,
                         unnest({value([place.source for place in places])}) as of_source,
                         unnest({value([place.ticket for place in places])}) as of_ticket,
                         unnest({value([place.at for place in places])})::bigint as happened_at) w
                on j.source = w.of_source and j.ticket = w.of_ticket group by w.number"""
        ).fetchall()
        for number, import_id, file, row in found:
            self._rows[places[int(number)]] = (int(import_id), int(file), int(row))

    def _look_up_lines(self) -> None:
        for number, file in enumerate(self._staged):
            here = {
                row
                for import_id, of, row in self._rows.values()
                if (import_id, of) == (self._judged.import_id, number)
            }
            counted = file.format.lines is not None or file.format.format == "jsonl"
            here = {row for row in here if counted or row <= MOST_COUNTED_ROWS}
            try:
                lines = lines_of_rows(file, here)
            except OSError:  # the file was read to its end and may be gone by now: its rows have numbers
                lines = {}
            self._lines |= {(self._judged.import_id, number, row): line for row, line in lines.items()}

    def told(self, place: Place) -> dict[str, Any]:
        """An example as it is kept."""
        found = self._rows.get(place)
        names = [] if found is None else self._files.get(found[0], [])
        file = place.file_name
        if found is not None and found[1] < len(names):
            file = names[found[1]]
        return {
            "file": file,
            "line": place.line if found is None else self._lines.get(found),
            "row": place.row if found is None else found[2],
            "source": place.source,
            "ticket": place.ticket,
            "detail": place.detail,
        }


def read_report(connection: duckdb.DuckDBPyConnection, import_id: int | None) -> QualityReport:
    """The report of an import, of the last one that was judged if none is named; most serious findings first.

    A ruling made here is an import of one row, of which there is nothing to judge.
    """
    row = connection.execute("select max(import_id) from imports").fetchone()
    last = 0 if row is None or row[0] is None else int(row[0])
    if not last:
        raise WorkspaceError(
            say("nothing was imported into this workspace yet"),
            do=say("import a log first: deskwise import FILE"),
        )
    # A lake of an older layout is brought to this one by its next import; until then nothing was judged.
    there = connection.execute("select 1 from duckdb_tables() where table_name = 'quality'").fetchone()
    judged = None if there is None else connection.execute("select max(import_id) from quality").fetchone()
    wanted = import_id
    if wanted is None:
        wanted = last if judged is None or judged[0] is None else int(judged[0])
    if not 1 <= wanted <= last:
        raise UsageError(
            say("there is no import %(wanted)s", wanted=wanted),
            do=say("name one from 1 to %(last)s", last=last),
        )
    found: list[tuple[Any, ...]] = []
    if there is not None:
        found = connection.execute(
            f"""select code, subject, severity, count, total, counted, examples from quality
            where import_id = {wanted:d} order by {ORDER}"""
        ).fetchall()
    if not found:
        raise WorkspaceError(
            say(
                "import %(wanted)s is a ruling, or was made by a version that did not judge its data",
                wanted=wanted,
            ),
            do=say("import the same files again: nothing is counted twice, and the data is judged"),
        )
    return QualityReport(wanted, tuple(_finding(row) for row in found if row[3] > 0))


def _finding(row: tuple[Any, ...]) -> Finding:
    code, subject, severity, count, total, counted, examples = row
    return Finding(
        code, subject, severity, count, total, counted, tuple(DoubtfulRow(**each) for each in examples)
    )
