"""One import into the log: files are staged, checked in three passes and put in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from deskwise.app.lake import FileReading, ImportProgress, LogCounts, QualityReport, RowOutcome
from deskwise.events.vocabulary import KINDS_NEEDING_A_TICKET
from deskwise.kernel.errors import InputError
from deskwise.kernel.language import marked, say
from deskwise.stores.engine_errors import of_the_file
from deskwise.stores.extra_sql import unusual_extra
from deskwise.stores.file_formats import FileFormat, find_format
from deskwise.stores.foreign_cells import used_rows
from deskwise.stores.foreign_rows import translated_rows
from deskwise.stores.id_checks import check_ids, near
from deskwise.stores.imported_names import ImportedNames
from deskwise.stores.judged_rows import JudgedRows, note_judged
from deskwise.stores.log_tables import LOG_COLUMNS, columns_sql, names_sql
from deskwise.stores.plain_files import PlainCopies, PlainFile
from deskwise.stores.quality_report import keep_report, read_report
from deskwise.stores.read_files import WHOLE_ROWS, FileRows, empty_and_full_columns, read_file
from deskwise.stores.rejects_table import StagedFile, note_lines_of_refused, note_malformed, write_rejects
from deskwise.stores.row_checks import checked_select
from deskwise.stores.row_outcomes import row_outcomes
from deskwise.stores.snapshot_revisions import number_snapshots, supersede_earlier
from deskwise.stores.source_ends import EPOCH, SourceEnds, micros
from deskwise.stores.sql_text import literals, value
from deskwise.stores.steady_files import SteadyFile, steady_file
from deskwise.stores.swallowed_rows import swallowed_rows
from deskwise.stores.ticket_checks import check_tickets
from deskwise.stores.typed_rows import TypedRows, asks_about_extra, canonical_rows

if TYPE_CHECKING:
    import duckdb


# What is read goes here first; in an import that has ended it is the log, or gone.
STAGED = "incoming"
FORGOTTEN_NOTE = marked("people who were forgotten are named, and their pseudonyms stand in their place")


class DuckdbLogImport:
    """An import under way, into a state of the lake that nobody else sees.

    Each statement is a transaction of its own: in one for all, the engine would scan on one core what it has
    written itself. `connection` is for what comes after the log, such as the fold; `names` says what that
    has to know of people who have pseudonyms, `ends` until when sources are known.
    """

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, at: datetime, copies: PlainCopies | None = None
    ) -> None:
        self.connection = connection
        self._copies = copies or PlainCopies()
        self._meter = self._copies.meter
        self._steady: list[SteadyFile] = []
        self._notes: list[str] = []
        self.at = at.astimezone(UTC)
        self.discarded = False
        self.import_id = self._number("select coalesce(max(import_id), 0) + 1 from imports")
        self._files: list[StagedFile] = []
        self._snapshots: list[int] = []
        self._malformed_sources: set[str] = set()
        self._mixed_ids = False
        self._default_source: str | None = None
        self._zones: set[str] = set()
        self._facts: str | None = None
        self._home_zone = "UTC"
        self._counts: LogCounts | None = None
        self.names = ImportedNames(connection)
        self.ends = SourceEnds(connection, STAGED)
        # A file whose rows it cannot count it takes for short, and would compare every row with every shift.
        connection.execute("set asof_loop_join_threshold = 0")
        connection.execute(f"create or replace table {STAGED} ({columns_sql(LOG_COLUMNS)})")

    def add_file(self, path: Path, reading: FileReading) -> None:
        """Read a file's rows and check each by itself."""
        if self.names.is_to_begin:
            self._meter.begin("looking for customers as they were given")
            self.names.begin(self.at)
        source = reading.source or _stem(path)
        self._default_source = reading.source
        before = steady_file(path)
        encoding = None if reading.translation is None else reading.translation.encoding
        delimiter = None if reading.translation is None else reading.translation.delimiter
        plain_files = self._copies.plain(path, encoding)
        if reading.told is not None:
            plain_files = tuple(replace(plain, told=reading.told) for plain in plain_files)
        self._notes += [*reading.notes, *(note for plain in plain_files for note in plain.notes)]
        found = [find_format(plain, delimiter, self._copies) for plain in plain_files]
        if len({(one.format, one.names) for one in found}) > 1:
            raise InputError(
                say("%(file)s holds tables of different columns", file=path),
                do=say("unpack it, and import those that belong together"),
            )
        for plain, one in zip(plain_files, found, strict=True):
            self._stage_whole(plain, one, reading, source)
        before.check()
        self._steady.append(before)

    def _stage_whole(self, plain: PlainFile, found: FileFormat, reading: FileReading, source: str) -> None:
        """Read a file; where its rows end in different ways, once more with all of them alike."""
        import duckdb

        self._meter.begin_elsewhere(found.told, found.content.stat().st_size, found.bytes_a_row)
        try:
            self._stage(found, reading, source, shifted=False)
        except duckdb.Error as error:
            if not of_the_file(error):
                raise
            if found.format == "csv" and plain.returns and isinstance(error, duckdb.InvalidInputException):
                mended = self._copies.mended(plain)
                self._stage_whole(mended, find_format(mended, found.delimiter, self._copies), reading, source)
                return
            # The engine's own words would quote the file.
            raise InputError(
                say("%(file)s cannot be read to its end", file=found.told),
                do=say("export it again, or import parts of it to find where"),
            ) from error

    def _stage(self, found: FileFormat, reading: FileReading, source: str, *, shifted: bool) -> None:
        run = self.connection.execute
        run("drop table if exists csv_errors")
        run("drop table if exists csv_scans")
        translation = reading.translation
        later = translation is None and not self.names.at_work
        rows = read_file(self.connection, found, shifted, may_number_later=later)
        zone_name = reading.timezone or (None if translation is None else translation.timezone)
        if zone_name is not None:
            self._zones.add(zone_name)
        records: int | None = None
        if translation is None:
            typed = self._canonical(rows, source, zone_name, reading.keep_text)
        else:
            rows = used_rows(rows, translation)
            self._keep_order(rows.numbered_by_order)
            run(f"create or replace temp table file_rows as {rows.select}")
            records = self._number("select count(*) from file_rows")
            typed = translated_rows(rows, "file_rows", translation, source, zone_name, reading.keep_text)
        self._keep_order(typed.numbered_by_order)
        file = len(self._files)
        typed = self.names.renamed(typed, file)
        self._keep_order(typed.numbered_by_order)
        count = self._insert(typed, file)
        if rows.numbered_when_in:
            self._number_rows(file)
        self.names.end_file()
        if rows.format.format == "csv" and not shifted:
            malformed = note_malformed(self.connection, rows.format)
            if malformed:
                # Read again, now that it is known which rows the others stand behind.
                run(f"delete from {STAGED} where file = {file} and import_id = {self.import_id}")
                self._stage(found, reading, source, shifted=True)
                self._files[-1] = self._files[-1].with_malformed(malformed, source)
                return
        records = records if records is not None else count
        swallowed = swallowed_rows(self.connection, rows.format, records, shifted=shifted)
        run("drop table if exists file_rows")
        run(f"drop table if exists {WHOLE_ROWS}")
        if translation is not None and translation.shape == "snapshot":
            self._snapshots.append(file)
        self._files.append(StagedFile(rows.format, count, records, (), source, swallowed=swallowed))
        self._has_ids(typed, file)

    def _canonical(self, rows: FileRows, source: str, zone_name: str | None, keep_text: bool) -> TypedRows:
        """The rows of a canonical file; a columnar one is asked first which work it will not need."""
        if rows.format.format != "parquet":
            return canonical_rows(rows, source, zone_name, keep_text)
        unused, full = empty_and_full_columns(self.connection, rows)
        typed = canonical_rows(rows, source, zone_name, keep_text, unused)
        if "event_id" in full and self._none(f"select 1 from ({rows.select}) where event_id = ''"):
            typed = replace(typed, event_ids="all")
        extra = asks_about_extra(rows)
        if extra is not None and self._none(f"select 1 from ({rows.select}) where {unusual_extra(extra)}"):
            taken = canonical_rows(rows, source, zone_name, keep_text, unused, extra_as_it_is=True)
            typed = replace(taken, event_ids=typed.event_ids)
        return typed

    def _none(self, sql: str) -> bool:
        return self.connection.execute(f"{sql} limit 1").fetchone() is None

    def _insert(self, typed: TypedRows, file: int) -> int:
        select = checked_select(typed, file=file, import_id=self.import_id, now_micros=micros(self.at))
        return self._number(f"insert into {STAGED} ({names_sql(LOG_COLUMNS)}) {select}")

    def _number_rows(self, file: int) -> None:
        """Give the rows of a file their numbers, by the places they were inserted at."""
        run = self.connection.execute
        ours = f"file = {file} and import_id = {self.import_id}"
        first = self._number(f"select coalesce(min(rowid), 0) from {STAGED} where {ours}")
        run(f"update {STAGED} set row = rowid - {first} + 1 where {ours}")
        run(f"update {STAGED} set seq = row where seq is null and {ours}")

    def _has_ids(self, typed: TypedRows, file: int) -> None:
        if typed.event_ids == "none":
            self._files[file] = self._files[file].without_ids()
        elif typed.event_ids == "some" and not self._mixed_ids:
            self._mixed_ids = (
                self._number(
                    f"select count(*) from (select 1 from {STAGED} where superseded is null limit 1)"
                )
                > 0
            )

    def _keep_order(self, keep: bool) -> None:
        self.connection.execute(f"set preserve_insertion_order = {str(keep).lower()}")

    def hold_as_of(self, source: str) -> None:
        """Leave a source's as-of where it is."""
        self.ends.keep(source, None)

    def admit(self, declared_as_of: datetime | None) -> LogCounts:
        """Check ids and tickets, put the rows into the log, note the rejects, move the sources' as-of."""
        run = self.connection.execute
        self._meter.begin(marked("checking ids and tickets"))
        self._keep_order(False)
        self.ends.note_declared(declared_as_of, [file.source for file in self._files if file.rows == 0])
        without_ids = [number for number, file in enumerate(self._files) if file.ids_made]
        if self.names.settle(STAGED, without_ids, self.at):
            self._mixed_ids = True
        if self.names.met:
            self._notes.append(say(FORGOTTEN_NOTE))
        log_has_rows = not self._none("select 1 from log")
        number_snapshots(self.connection, STAGED, self._snapshots, log_has_rows=log_has_rows)
        findings = check_ids(
            self.connection,
            STAGED,
            files_without_ids=without_ids,
            mixed_ids=self._mixed_ids,
            log_has_rows=log_has_rows,
        )
        reasons = write_rejects(self.connection, STAGED, self.import_id, self._files)
        told = " and rowid not in (select id from fates where fate <> 'duplicate')"
        self.ends.move(
            declared_as_of, self.import_id, told if self._number("select count(*) from fates") else ""
        )
        note_judged(self.connection, STAGED, reasons, log_has_rows=log_has_rows)
        if not self._none("select 1 from fates"):
            run(f"delete from {STAGED} where rowid in (select id from fates)")
        left_out = supersede_earlier(self.connection, STAGED, self._snapshots, log_has_rows=log_has_rows)
        if log_has_rows:
            self._append()
        else:
            run("drop table log")
            run(f"alter table {STAGED} rename to log")
            check_tickets(self.connection, None, "true")
        run("drop table fates")
        refused = dict(
            run(
                "select refusal, count(*) from log"
                f" where import_id = {self.import_id} and refusal is not null group by refusal"
            ).fetchall()
        )
        reasons |= {str(code): int(count) for code, count in refused.items()}
        read = sum(file.rows + len(file.malformed) for file in self._files)
        unborn = sum(refused.values())
        if unborn:
            note_lines_of_refused(self.connection, self.import_id, self._files)
        by_row = sum(reasons.values()) - unborn - findings.conflicts
        counts = LogCounts(
            read=read,
            accepted=read - by_row - findings.duplicates - findings.conflicts - unborn,
            duplicates=findings.duplicates,
            conflicts=findings.conflicts,
            superseded=findings.superseded + left_out,
            rejected=by_row + unborn,
            records=sum(file.records + len(file.malformed) for file in self._files),
            reasons=reasons,
            notes=(*self._notes, *(note for file in self._files for note in file.notes)),
        )
        self._write_import(declared_as_of, counts)
        self.names.end()
        for file in self._steady:
            file.check()
        self._meter.begin(marked("making the facts of all tickets"))
        self._counts = counts
        return counts

    def note_facts(self, schema: str, zone: str) -> None:
        """Say where the facts are that were made of this import, and the zone of the workspace."""
        self._facts, self._home_zone = schema, zone

    def judge(self) -> QualityReport:
        """Look for what is doubtful in the tickets this import names, after the fold, and keep it with it."""
        assert self._counts is not None
        self._meter.begin(marked("judging the data"))
        judged = JudgedRows(
            self.connection,
            self.import_id,
            read=self._counts.read,
            reasons=dict(self._counts.reasons),
            facts=self._facts,
            zone=next(iter(self._zones)) if len(self._zones) == 1 else self._home_zone,
        )
        keep_report(judged, self._files)
        judged.close()
        return read_report(self.connection, self.import_id)

    def _append(self) -> None:
        run = self.connection.execute
        run(f"insert into log ({names_sql(LOG_COLUMNS)}) select {names_sql(LOG_COLUMNS)} from {STAGED}")
        run(f"create or replace temp table touched as select distinct source, ticket from {STAGED}"
            " where ticket is not null")  # fmt: skip
        check_tickets(self.connection, "touched", near(self.connection, STAGED))
        run("drop table touched")
        run(f"drop table {STAGED}")

    def _write_import(self, declared_as_of: datetime | None, counts: LogCounts) -> None:
        told = {
            "read": counts.read,
            "accepted": counts.accepted,
            "duplicates": counts.duplicates,
            "conflicts": counts.conflicts,
            "superseded": counts.superseded,
            "rejected": counts.rejected,
            "records": counts.records,
            "reasons": dict(counts.reasons),
            "notes": list(counts.notes),
        }
        files = value([file.format.told for file in self._files])
        declared = "null" if declared_as_of is None else micros(declared_as_of)
        self.connection.execute(
            f"""insert into imports select {self.import_id:d}, make_timestamp({micros(self.at)}), {files},
            {value(self._default_source)}, make_timestamp({declared}), (select max(as_of) from latest),
            {value(json.dumps(told))}"""
        )
        for name in ("latest", "ends"):
            self.connection.execute(f"drop table if exists {name}")

    def outcomes(self) -> Iterator[RowOutcome]:
        """What became of each row that was admitted, but for those that were there already."""
        return row_outcomes(self.connection, self.import_id)

    def count_tickets(self) -> int:
        """The tickets of the whole log that a standing event makes known."""
        return self._number(
            "select count(*) from (select distinct source, ticket from log"
            f" where not superseded and refusal is null and kind in ({literals(KINDS_NEEDING_A_TICKET)}))"
        )

    def as_of(self) -> datetime | None:
        """The workspace's as-of; null in an empty workspace."""
        row = self.connection.execute("select epoch_us(max(as_of)) from sources").fetchone()
        if row is None or row[0] is None:
            return None
        return _instant(int(row[0]))

    def progress(self) -> ImportProgress:
        """How far the import is; may be asked from another thread."""
        share, rows = self._meter.look()
        return ImportProgress(self._meter.what, self._meter.file, share, rows, self._meter.bytes_total)

    def discard(self) -> None:
        """Leave no trace of the import when its transaction ends."""
        self.discarded = True

    def _number(self, sql: str) -> int:
        row = self.connection.execute(sql).fetchone()
        return 0 if row is None else int(row[0])


def _stem(path: Path) -> str:
    name = path.name
    for ending in (".gz", ".zip", ".csv", ".tsv", ".xlsx", ".txt", ".jsonl", ".ndjson", ".json", ".parquet"):
        if name.lower().endswith(ending):
            name = name[: -len(ending)]
    return name or path.name


def _instant(microseconds: int) -> datetime:
    return EPOCH + timedelta(microseconds=microseconds)
