"""What the columns of a file hold, counted by the engine over the whole file."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deskwise.app.file_profile import WORDS_FOR_NOTHING, CellShape, ColumnProfile, FileProfile
from deskwise.kernel.errors import InputError
from deskwise.kernel.language import say
from deskwise.stores.engine_errors import of_the_file
from deskwise.stores.engine_threads import threads_allowed
from deskwise.stores.file_formats import find_formats
from deskwise.stores.plain_files import PlainCopies
from deskwise.stores.read_files import WHOLE_ROWS, FileColumn, FileRows, read_file, text_of
from deskwise.stores.sql_text import literal, literals
from deskwise.stores.stoppable_queries import stoppable

if TYPE_CHECKING:
    import duckdb

SAMPLED_ROWS = 1_000
SAMPLES = 5
LONGEST_SAMPLE = 60
# A column with more values than these, or longer ones, is no list of words such as statuses.
MOST_VALUES = 100
LONGEST_VALUE = 80
LONGEST_ID = 80
MOST_SHAPES = 20
# More columns than these are read in several passes, so that no statement grows without bound.
COLUMNS_A_PASS = 100
CELLS = "profiled_cells"
LONGEST_WORD = 16
# Every digit as a 9: a column of dates has few such patterns, however many dates it has.
PATTERN = "translate({}, '012345678', '999999999')"
MOST_PATTERNS = 1_000
MIDNIGHTS = ("0:00:00", "00:00:00")

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
LONG_MONTHS = (
    "january", "february", "march", "april", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WEEKDAY_PATTERN = rf"\b(?:{'|'.join(f'{day[:3]}(?:{day[3:]})?' for day in WEEKDAYS)})\b"
# What a date, a duration or a number is written with: only such columns have their cells' shapes counted.
NAMES_IN_DATES = "|".join(
    (*(f"{month}[a-z]*" for month in MONTHS), *(f"{day[:3]}[a-z]*" for day in WEEKDAYS))
)
COUNTED = re.compile(
    rf"\s*[+-]?(?:(?:[0-9]+|{NAMES_IN_DATES}|at)(?:[\s:./,+-]+|(?=[0-9tz])|(?<=[0-9t])|$)|[tz](?=[0-9]|$)|"
    r"(?:am|pm|utc|gmt|z)\b)+\s*",
    re.IGNORECASE,
)
SHAPE_STEPS = tuple(
    (re.compile(pattern, re.ASCII), letter)
    for pattern, letter in (
        (WEEKDAY_PATTERN, "W"),
        (rf"\b(?:{'|'.join(LONG_MONTHS)})\b", "F"),
        (rf"\b(?:{'|'.join(MONTHS)}|sept)\b", "M"),
        (r"\b(?:am|pm)\b", "P"),
        # 9am, with no blank between.
        (r"(?<=[0-9])(?:am|pm)\b", "P"),
        ("9{5,}", "L"),
        ("9{4}", "Y"),
        ("9{3}", "H"),
        ("9{1,2}", "N"),
    )
)
NUMBER_TYPES = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "FLOAT", "DOUBLE", "DECIMAL", "U")


@dataclass(frozen=True)
class DuckdbFileProfiler:
    """Profiles files with the engine, each in a database of its own that is gone afterwards.

    `threads` are the engine's; None for what DESKWISE_THREADS says, else one for each core.
    """

    threads: int | None = None

    def profile(self, path: Path, delimiter: str | None = None) -> FileProfile:
        """Count what the columns of a file hold; raises `InputError` for one that cannot be read."""
        import duckdb

        with tempfile.TemporaryDirectory(prefix="deskwise-") as spill:
            config: dict[str, str | bool | int | float | list[str]] = {"temp_directory": spill}
            threads = self.threads or threads_allowed()
            if threads is not None:
                config["threads"] = threads
            with duckdb.connect(":memory:", config=config) as connection, stoppable(connection):
                connection.execute("set TimeZone = 'UTC'")
                copies = PlainCopies(spill=Path(spill))
                try:
                    found = find_formats(path, copies.plain(path), delimiter, copies)
                    rows = [
                        read_file(connection, one, held_in=f"{WHOLE_ROWS}_{number}")
                        for number, one in enumerate(found)
                    ]
                    return profile_rows(connection, path, rows)
                except duckdb.Error as error:
                    if not of_the_file(error):
                        raise
                    # The engine's own words would quote the file.
                    raise InputError(
                        say("%(file)s cannot be read to its end", file=path),
                        do=say("export it again, or import parts of it to find where"),
                    ) from error
                finally:
                    copies.close()


def profile_rows(connection: duckdb.DuckDBPyConnection, path: Path, rows: Sequence[FileRows]) -> FileProfile:
    """The profile of the rows of one file, or of several in one archive, that were opened already."""
    found: list[ColumnProfile] = []
    total = 0
    every = _columns_of_all(rows)
    for start in range(0, max(len(every), 1), COLUMNS_A_PASS):
        columns = every[start : start + COLUMNS_A_PASS]
        for number, one in enumerate(rows):
            _keep_cells(connection, one, columns, first=number == 0)
        total = int(_row(connection, f"select count(*) from {CELLS}")[0])
        found += _profiles(connection, columns, total)
    first = rows[0].format
    return FileProfile(
        path, first.format, first.delimiter if first.format == "csv" else None, total, tuple(found)
    )


def _columns_of_all(rows: Sequence[FileRows]) -> tuple[FileColumn, ...]:
    """The columns of several files by name; one whose type differs among them is text."""
    together: dict[str, FileColumn] = {}
    for one in rows:
        for column in one.columns:
            known = together.setdefault(column.name, column)
            if known.type != column.type:
                dated = known.dated or column.dated or "VARCHAR" in (known.type, column.type)
                together[column.name] = replace(known, type="VARCHAR", dated=dated)
    return tuple(together.values())


def _keep_cells(
    connection: duckdb.DuckDBPyConnection, rows: FileRows, columns: Sequence[FileColumn], *, first: bool
) -> None:
    """The cells of columns as text, null where they say nothing; `w` columns hold the words for nothing.

    The rows of a file that is not the first go behind those that are kept.
    """
    texts = ", ".join(f"{_text_in(rows, one)} as t{number}" for number, one in enumerate(columns))
    into = f"create or replace temp table {CELLS} as"
    row = "row"
    if not first:
        into = f"insert into {CELLS}"
        row = f"row + (select coalesce(max(row), 0) from {CELLS}) as row"
    words = literals(WORDS_FOR_NOTHING)
    kept = "".join(
        f", case when strlen(t{number}) > {LONGEST_WORD} then t{number}"
        f" when trim(t{number}) = '' or lower(trim(t{number})) in ({words}) then null else t{number} end"
        f" as v{number},"
        f" case when strlen(t{number}) > {LONGEST_WORD} then null"
        f" when lower(trim(t{number})) in ({words}) then t{number} end as w{number}"
        for number in range(len(columns))
    )
    connection.execute(
        f"{into} select {row}{kept}"
        f" from (select row{', ' if texts else ''}{texts} from ({rows.select}) where not malformed)"
    )


def _text_in(rows: FileRows, column: FileColumn) -> str:
    """A column's cells as text in the rows of one file; null in one that has no such column."""
    own = rows.column(column.name)
    return "null::varchar" if own is None else text_of(own.sql, own.type)


def _profiles(
    connection: duckdb.DuckDBPyConnection, columns: Sequence[FileColumn], total: int
) -> list[ColumnProfile]:
    if not columns:
        return []
    counted: list[str] = []
    for number in range(len(columns)):
        cell = f"v{number}"
        counted += [
            f"count({cell})",
            f"approx_count_distinct({cell})",
            f"min(strlen({cell}))",
            f"max(strlen({cell}))",
            f"min(left({cell}, {LONGEST_SAMPLE}))",
            f"max(left({cell}, {LONGEST_SAMPLE}))",
            f"list(distinct w{number}) filter (w{number} is not null)",
        ]
    row = _row(connection, f"select {', '.join(counted)} from {CELLS}")
    samples = _samples(connection, len(columns))
    profiles: list[ColumnProfile] = []
    shaped: list[int] = []
    for number, column in enumerate(columns):
        filled, distinct, shortest, longest, least, most, nothing = row[number * 7 : number * 7 + 7]
        edges = tuple(text for text in (least, most) if text is not None)
        if any(COUNTED.fullmatch(text) for text in (*samples[number], *edges)):
            shaped.append(number)
        profiles.append(
            ColumnProfile(
                name=column.name,
                type=_type(column),
                filled=int(filled),
                nulls=total - int(filled),
                distinct=int(distinct or 0),
                shortest=int(shortest or 0),
                longest=int(longest or 0),
                samples=samples[number] or edges,
                nothing=tuple(sorted(nothing or ())),
                dated=column.dated,
            )
        )
    profiles = _with_exact_distinct(connection, profiles)
    profiles = _with_values(connection, profiles)
    for number in shaped:
        profiles[number] = _with_shapes(connection, profiles[number], number)
    return profiles


def _type(column: FileColumn) -> str:
    if column.type == "VARCHAR":
        return "text"
    if column.type == "TIMESTAMP WITH TIME ZONE":
        return "instant"
    if column.type.startswith(("TIMESTAMP", "DATE")):
        return "local"
    return "number" if column.type.startswith(NUMBER_TYPES) else "other"


def _samples(connection: duckdb.DuckDBPyConnection, columns: int) -> list[tuple[str, ...]]:
    """The first different values of each column, in the order of the file."""
    listed = ", ".join(
        f"list(left(v{number}, {LONGEST_SAMPLE}) order by row) filter (v{number} is not null)"
        for number in range(columns)
    )
    row = _row(connection, f"select {listed} from (select * from {CELLS} order by row limit {SAMPLED_ROWS})")
    return [tuple(dict.fromkeys(values or ()))[:SAMPLES] for values in row]


def _with_exact_distinct(
    connection: duckdb.DuckDBPyConnection, found: list[ColumnProfile]
) -> list[ColumnProfile]:
    """Count exactly where a value may be an id, or where there may be few of them."""
    asked = [
        number
        for number, one in enumerate(found)
        if 0 < one.longest <= LONGEST_ID
        and (one.distinct * 3 > one.filled or one.distinct <= 2 * MOST_VALUES)
    ]
    if not asked:
        return found
    counts = ", ".join(f"count(distinct v{number})" for number in asked)
    exact = dict(zip(asked, _row(connection, f"select {counts} from {CELLS}"), strict=True))
    return [replace(one, distinct=int(exact.get(number, one.distinct))) for number, one in enumerate(found)]


def _with_values(connection: duckdb.DuckDBPyConnection, found: list[ColumnProfile]) -> list[ColumnProfile]:
    asked = [
        number
        for number, one in enumerate(found)
        if 0 < one.distinct <= MOST_VALUES and one.longest <= LONGEST_VALUE
    ]
    if not asked:
        return found
    counts = ", ".join(f"histogram(v{number})" for number in asked)
    values = dict(zip(asked, _row(connection, f"select {counts} from {CELLS}"), strict=True))
    return [
        replace(one, values=dict(sorted(values[number].items(), key=lambda pair: (-pair[1], pair[0]))))
        if number in values
        else one
        for number, one in enumerate(found)
    ]


def shape_of(pattern: str) -> str:
    """How cells are written, of a text whose digits are all 9; see `CellShape`.

    >>> shape_of("99/Jan/99 9:99 PM"), shape_of("9999-99-99T99:99:99.999Z")
    ('N/M/N N:N P', 'Y-N-NtN:N:N.Hz')
    """
    shape = pattern.strip().lower()
    for step, letter in SHAPE_STEPS:
        shape = step.sub(letter, shape)
    return shape


def _with_shapes(connection: duckdb.DuckDBPyConnection, profile: ColumnProfile, number: int) -> ColumnProfile:
    """How the cells of a column are written, over the whole column, the most frequent first."""
    cell = f"v{number}"
    patterns = [
        str(row[0])
        for row in connection.execute(
            f"select {PATTERN.format(cell)} as pattern from {CELLS} where {cell} is not null"
            f" group by pattern order by count(*) desc, pattern limit {MOST_PATTERNS}"
        ).fetchall()
    ]
    places = [(pattern, _places(pattern)) for pattern in patterns]
    listed = ", ".join(
        f"({literal(pattern)}, {', '.join(f'{start}, {length}' for start, length in several)})"
        for pattern, several in places
    )
    parts = ", ".join(
        f"try_cast(substr({cell}, s{part}, l{part}) as bigint) as p{part}" for part in (1, 2, 3)
    )
    numbers = ", ".join(f"max(p{part}), count(*) filter (p{part} > 12)" for part in (1, 2, 3))
    found = connection.execute(
        f"select pattern, count(*), {numbers} from (select known.pattern, {parts} from"
        f" (select {cell}, {PATTERN.format(cell)} as pattern from {CELLS} where {cell} is not null) as cells"
        f" join (values {listed}) as known(pattern, s1, l1, s2, l2, s3, l3) on cells.pattern = known.pattern)"
        " group by pattern"
    ).fetchall()
    together: dict[str, CellShape] = {}
    for pattern, cells, m1, o1, m2, o2, m3, o3 in found:
        one = CellShape(shape_of(str(pattern)), int(cells), (m1, m2, m3), (int(o1), int(o2), int(o3)))
        together[one.text] = _added(together[one.text], one) if one.text in together else one
    shapes = tuple(sorted(together.values(), key=lambda one: (-one.cells, one.text))[:MOST_SHAPES])
    midnights = _row(connection, f"select count(*) from {CELLS} where {cell} in ({literals(MIDNIGHTS)})")
    return replace(profile, shapes=shapes, midnights=int(midnights[0]))


def _places(pattern: str) -> list[tuple[int, int]]:
    """Where the first three numbers of a pattern begin, and how long they are; 0 where there is none."""
    found = [(match.start() + 1, len(match.group())) for match in re.finditer("9+", pattern)][:3]
    return [*found, *[(0, 0)] * (3 - len(found))]


def _added(one: CellShape, other: CellShape) -> CellShape:
    largest = [
        max((number for number in pair if number is not None), default=None)
        for pair in zip(one.largest, other.largest, strict=True)
    ]
    over = [a + b for a, b in zip(one.over_twelve, other.over_twelve, strict=True)]
    return CellShape(
        one.text,
        one.cells + other.cells,
        (largest[0], largest[1], largest[2]),
        (over[0], over[1], over[2]),
    )


def _row(connection: duckdb.DuckDBPyConnection, sql: str) -> tuple[Any, ...]:
    row = connection.execute(sql).fetchone()
    assert row is not None
    return tuple(row)
