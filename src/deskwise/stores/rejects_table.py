"""The rows that do not stand: the first two passes write theirs down, the third's are read off the log."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from deskwise.app.lake import Reject, RejectCount
from deskwise.kernel.errors import InputError
from deskwise.kernel.language import number, say
from deskwise.stores.csv_lines import RowPlace, lines_at, places_of_rows, places_on_lines
from deskwise.stores.file_formats import FileFormat
from deskwise.stores.open_quotes import open_quotes
from deskwise.stores.swallowed_rows import NONE_SWALLOWED, SwallowedRows

if TYPE_CHECKING:
    import duckdb

MOST_MALFORMED = 1_000_000
# So many quotes left open are told of one by one.
MOST_NOTES = 3
# A code word is told; anything longer might be somebody's text.
TELLABLE = "^[A-Za-z0-9_.: /-]{1,40}$"
MOST_READ = 2**62
# The rows refused by the first two passes, and those of the log that their ticket refuses.
NOT_STANDING = """
    select import_id, file, line, row, source, ticket, event_id, reason, detail from rejects
    union all
    select l.import_id, i.files[l.file + 1], p.line, l.row, l.source, l.ticket,
        case when l.event_id like '#%' then null else l.event_id end, l.refusal, null
    from log l join imports i on i.import_id = l.import_id
    left join lines p on p.import_id = l.import_id and p.file = l.file and p.row = l.row
    where l.refusal is not null
"""
OPEN_QUOTE = "a quote is left open or misplaced"
MALFORMED_DETAILS = {
    "MISSING COLUMNS": "too few cells",
    "TOO MANY COLUMNS": "too many cells",
    "UNQUOTED VALUE": OPEN_QUOTE,
    "INVALID ENCODING": "not UTF-8",
    "LINE SIZE OVER MAXIMUM": "the line is too long",
}


@dataclass(frozen=True)
class MalformedRow:
    """A line that is no row of its file; `note` says what else went wrong with it."""

    place: RowPlace
    detail: str
    note: str | None = None


@dataclass(frozen=True)
class StagedFile:
    """A file whose rows are staged: how many, from how many records, and what is no row or was swallowed."""

    format: FileFormat
    rows: int
    records: int
    malformed: tuple[MalformedRow, ...]
    source: str
    ids_made: bool = False
    swallowed: SwallowedRows = NONE_SWALLOWED

    @property
    def notes(self) -> tuple[str, ...]:
        """What is to be said of the file after it was read."""
        found = [one.note for one in self.malformed if one.note is not None]
        further = len(found) - MOST_NOTES
        more = [f"{self.format.told}: {further:,} more quotes are left open"] if further > 0 else []
        return (*found[:MOST_NOTES], *more)

    def with_malformed(self, malformed: tuple[MalformedRow, ...], source: str) -> StagedFile:
        """The same, with the lines that are no rows."""
        return replace(self, malformed=malformed, source=source)

    def without_ids(self) -> StagedFile:
        """The same, as a file that gives no ids."""
        return replace(self, ids_made=True)


def note_malformed(connection: duckdb.DuckDBPyConnection, found: FileFormat) -> tuple[MalformedRow, ...]:
    """What the reading of a CSV file left out; fills `csv_shifts` with how far that moved the other rows.

    A row that swallowed others by a quote left open comes with their lines, for each of them is missing.
    """
    errors = connection.execute(
        "select line_byte_position, min(error_type::varchar) from csv_errors group by all order by all"
    ).fetchall()
    if not errors:
        return ()
    if len(errors) > MOST_MALFORMED:
        raise _too_many(found)
    lines = lines_at(found, {int(position) for position, _ in errors})
    last = max(lines.values(), default=1)
    details: dict[int, str] = {}
    for position, kind in errors:
        details.setdefault(lines.get(int(position), last), MALFORMED_DETAILS.get(str(kind), "cannot be read"))
    found_on = places_on_lines(found, set(details))
    connection.execute("create or replace temp table csv_shifts (after bigint, moved bigint)")
    # The rows kept before the nth malformed row are its number less n; all after them move on by n.
    shifts = {found_on[line].row - number: number for number, line in enumerate(sorted(details), start=1)}
    connection.execute(
        "insert into csv_shifts select unnest(?), unnest(?)", [list(shifts), list(shifts.values())]
    )
    quoted = [found_on[line] for line, detail in details.items() if detail == OPEN_QUOTE]
    quotes = open_quotes(found, quoted)
    malformed: list[MalformedRow] = []
    for line in sorted(details):
        place = found_on[line]
        quote = quotes.get(place.row)
        note = None if quote is None else f"{found.told}: {quote.says}"
        malformed.append(MalformedRow(place, details[line], note))
        if quote is not None:
            inside = f"behind a quote that opens on line {quote.line}"
            malformed += [MalformedRow(RowPlace(place.row, one), inside) for one in quote.swallowed]
        if len(malformed) > MOST_MALFORMED:
            raise _too_many(found)
    return tuple(malformed)


def _too_many(found: FileFormat) -> InputError:
    return InputError(
        say(
            "more than %(most)s rows of %(file)s cannot be read as rows",
            most=number(MOST_MALFORMED),
            file=found.told,
        ),
        do=say("check what parts its cells and what quotes them, and export it again"),
    )


def write_rejects(
    connection: duckdb.DuckDBPyConnection, staged: str, import_id: int, files: list[StagedFile]
) -> dict[str, int]:
    """Write down what the first two passes refused; returns how many by reason."""
    run = connection.execute
    some = run("select count(*) from fates where fate in ('rejected', 'conflict')").fetchone()
    if (some is None or some[0] == 0) and not any(file.malformed for file in files):
        return {}
    run(
        f"""create or replace temp table refused as
        select s.file, s.row, s.source, s.ticket, s.event_id,
            case when f.fate = 'conflict' then 'conflict' else s.refusal end as reason,
            case s.refusal when 'unknown_kind' then s.kind when 'unknown_role' then s.role
                when 'unknown_status' then s.status when 'unknown_scale' then s.scale
                when 'unmapped_value' then s.status when 'untranslated' then s.status end as word
        from {staged} s join fates f on f.id = s.rowid where f.fate in ('rejected', 'conflict')"""
    )
    for file_number, file in enumerate(files):
        _note_lines(connection, import_id, file_number, file, "refused")
        run(
            """insert into rejects
            select ?, ?, l.line, r.row, r.source, r.ticket,
                case when r.event_id like '#%' then null else r.event_id end,
                r.reason, case when regexp_full_match(r.word, ?) then r.word end
            from refused r left join lines l on l.import_id = ? and l.file = r.file and l.row = r.row
            where r.file = ? order by r.row""",
            [import_id, file.format.told, TELLABLE, import_id, file_number],
        )
        if file.malformed:
            run(
                """insert into rejects
                select ?, ?, unnest(?), unnest(?), null, null, null, 'malformed_row', unnest(?)""",
                [
                    import_id,
                    file.format.told,
                    [file.format.line(one.place.row, one.place.line) for one in file.malformed],
                    [one.place.row for one in file.malformed],
                    [one.detail for one in file.malformed],
                ],
            )
    run(f"delete from lines where import_id = {import_id:d}")
    run("drop table refused")
    found = run(
        f"select reason, count(*) from rejects where import_id = {import_id:d} group by reason"
    ).fetchall()
    return {str(reason): int(count) for reason, count in found}


def note_lines_of_refused(
    connection: duckdb.DuckDBPyConnection, import_id: int, files: list[StagedFile]
) -> None:
    """Note the lines of this import's rows that the third pass refuses: later their file may be gone."""
    for file_number, file in enumerate(files):
        _note_lines(
            connection,
            import_id,
            file_number,
            file,
            f"log where refusal is not null and import_id = {import_id:d}",
        )


def _note_lines(
    connection: duckdb.DuckDBPyConnection, import_id: int, file_number: int, file: StagedFile, rows_of: str
) -> None:
    found = connection.execute(
        f"select distinct row from (from {rows_of}) where file = {file_number:d}"
    ).fetchall()
    lines = lines_of_rows(file, {int(row[0]) for row in found})
    if not lines:
        return
    connection.execute(
        "insert into lines select ?, ?, unnest(?), unnest(?)",
        [import_id, file_number, list(lines), list(lines.values())],
    )


def lines_of_rows(file: StagedFile, rows: set[int]) -> dict[int, int]:
    """The lines of a file on which these data rows begin; none where it has no lines."""
    if not rows or file.format.format == "parquet":
        return {}
    if file.format.lines is not None:
        told = {row: file.format.line(row, None) for row in rows}
        return {row: line for row, line in told.items() if line is not None}
    if file.format.format == "jsonl":
        return {row: row for row in rows}
    return places_of_rows(file.format, rows)


def read_rejects(
    connection: duckdb.DuckDBPyConnection,
    import_id: int | None,
    reason: str | None,
    file: str | None = None,
    *,
    after: int = 0,
    most: int | None = None,
) -> Iterator[Reject]:
    """The rows that do not stand now, in the order they came; `file` is a name without its folder."""
    rows = connection.execute(
        f"""select * from ({NOT_STANDING})
        where import_id = coalesce($import_id, import_id) and reason = coalesce($reason, reason)
            and ($file is null or parse_filename(file) = $file)
        order by import_id, file, row, line, event_id
        limit {MOST_READ if most is None else most:d} offset {after:d}""",
        {"import_id": import_id, "reason": reason, "file": file},
    ).fetchall()
    return (Reject(*row) for row in rows)


def count_rejects(connection: duckdb.DuckDBPyConnection) -> tuple[RejectCount, ...]:
    """How many rows do not stand now, by import, file and reason."""
    rows = connection.execute(
        f"""select import_id, file, reason, count(*) from ({NOT_STANDING})
        group by import_id, file, reason order by import_id, file, reason"""
    ).fetchall()
    return tuple(RejectCount(*row) for row in rows)
