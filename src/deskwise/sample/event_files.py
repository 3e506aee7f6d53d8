"""A block's events as canonical files: the codes become words, and DuckDB writes them down."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

from deskwise.events.vocabulary import COLUMN_NAMES
from deskwise.kernel.errors import UsageError
from deskwise.sample import event_rows as forms
from deskwise.sample import words
from deskwise.sample.event_rows import FIRST_CUSTOMER, NO_VALUE, REVIEWER, Rows
from deskwise.sample.staff import TEAM_NAMES, agent_names

Format = Literal["parquet", "csv", "jsonl"]
SOURCE = "desk"
REVIEWER_NAME = "tess"
_MACHINES = (REVIEWER_NAME, "greeter", "automaton")
_RULED_WHY = "checked by a person"


class EventFiles:
    """Writes blocks of rows, each a file, by an engine whose threads and memory are bounded."""

    def __init__(self, file_format: Format, crews: int, *, text: bool) -> None:
        import duckdb

        self.format, self.text = file_format, text
        self.engine = duckdb.connect(config={"threads": 2, "memory_limit": "1GB"})
        self.engine.execute("set TimeZone = 'UTC'; set enable_progress_bar = false")
        self.agents = agent_names(crews)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.engine.close()

    def write(self, rows: Rows, block: int, path: Path) -> None:
        """Write a block's rows into one file."""
        columns = {name: column for name, column in rows.items() if name != "at"}
        columns["at"] = rows["at"].astype("datetime64[us]")
        self.engine.register("raw", columns)
        self.engine.execute(f"copy ({self._select(block)}) to {_quoted(str(path))} ({self._options()})")
        self.engine.unregister("raw")

    def join(self, parts: Sequence[Path], path: Path) -> None:
        """Make one file of several."""
        if self.format == "parquet":
            names = ", ".join(_quoted(str(part)) for part in parts)
            self.engine.execute(
                f"copy (from read_parquet([{names}])) to {_quoted(str(path))} ({self._options()})"
            )
            return
        with path.open("wb") as whole:
            for number, part in enumerate(parts):
                with part.open("rb") as one:
                    if number and self.format == "csv":
                        one.readline()
                    shutil.copyfileobj(one, whole)

    def _options(self) -> str:
        return {"parquet": "format parquet", "csv": "format csv, header true", "jsonl": "format json"}[
            self.format
        ]

    def _select(self, block: int) -> str:
        thread = f"case when ticket >= 0 then {_ticket('number')} end"
        made = {
            "source": f"'{SOURCE}'",
            "event_id": f"coalesce({thread}, 'company-{block + 1}') || '-' || seq",
            "revision": "0",
            "ticket": thread,
            "seq": "seq",
            "at": "raw.at::timestamptz" if self.format == "parquet" else _iso("raw.at"),
            "kind": _word("kind", words.KINDS),
            "actor": self._actor("actor"),
            "role": _word("role", words.ROLES),
            "team": _word("team", TEAM_NAMES),
            "agent": _word("agent", self.agents),
            "customer": f"case when customer >= 0 then {_numbered('cus-', 'customer', 5)} end",
            "organisation": f"case when organisation >= 0 then {_numbered('org-', 'organisation', 3)} end",
            "status": _word("status", words.STATUSES),
            "channel": _word("channel", words.CHANNELS),
            "type": _word("type", words.TYPES),
            "category": _word("category", words.CATEGORIES),
            "priority": _word("priority", words.PRIORITIES),
            "product": _word("product", words.PRODUCTS),
            "value": f"case when value <> {NO_VALUE} then value::decimal(18, 0) * 0.01::decimal(3, 2) end",
            "scale": _word("scale", words.SCALES),
            "text": self._text(),
            "extra": _extra() if self.format != "csv" else f"to_json({_extra()})::varchar",
        }
        columns = ", ".join(f'{made[name]} as "{name}"' for name in COLUMN_NAMES)
        return f"select {columns} from raw"

    def _actor(self, column: str) -> str:
        customer = _numbered("cus-", f"({column} - {FIRST_CUSTOMER})", 5)
        return (
            f"case when {column} >= {FIRST_CUSTOMER} then {customer}"
            f" when {column} >= {REVIEWER} then {_word(f'({column} - {REVIEWER})', _MACHINES)}"
            f" else {_word(column, self.agents)} end"
        )

    def _text(self) -> str:
        if not self.text:
            return "null::varchar"
        kind = {name: number for number, name in enumerate(words.KINDS)}
        about = f"coalesce({_word('category', words.CATEGORIES)}, 'something')"
        customer = words.CUSTOMER
        return (
            f"case when kind = {kind['opened']} then 'A question about ' || {about}"
            f" when kind = {kind['message']} and form = {forms.ACKNOWLEDGED} then 'Works now, thank you.'"
            f" when kind = {kind['message']} and role = {customer} then 'It still does not work.'"
            f" when kind = {kind['message']} then 'Please try this, and tell us whether it helped.'"
            f" when kind = {kind['complaint']} then 'I am not content with how this was handled.' end"
        )


def write_blocks(
    blocks: Iterable[Rows], path: Path, file_format: Format, crews: int, *, text: bool
) -> list[Path]:
    """Write all blocks, into the file `path` or a part each into the folder `path`; gives the files.

    Raises:
        UsageError: the folder holds events of another log.
    """
    into_file = path.suffix == f".{file_format}"
    near = path.parent if into_file else path
    near.mkdir(parents=True, exist_ok=True)
    if not into_file and any(path.glob("events-*")):
        raise UsageError(f"{path} holds events already", do="name an empty folder")
    with tempfile.TemporaryDirectory(dir=near) as scratch, EventFiles(file_format, crews, text=text) as files:
        parts = []
        for number, rows in enumerate(_made_ahead(blocks)):
            parts.append((Path(scratch) if into_file else path) / f"events-{number + 1:04}.{file_format}")
            files.write(rows, number, parts[-1])
        if not into_file:
            return parts
        if len(parts) == 1:
            parts[0].replace(path)
        else:
            files.join(parts, path)
        return [path]


def _made_ahead(blocks: Iterable[Rows]) -> Iterator[Rows]:
    """The blocks, the next one being made while the last one is written: neither needs both cores."""
    source = iter(blocks)
    with ThreadPoolExecutor(max_workers=1) as maker:
        coming = maker.submit(next, source, None)
        while (rows := coming.result()) is not None:
            coming = maker.submit(next, source, None)
            yield rows


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _word(column: str, names: Sequence[str]) -> str:
    """A code's word; null where the code is -1. A literal list is the quickest dictionary the engine has."""
    return f"([{', '.join(map(_quoted, names))}])[case when {column} >= 0 then {column} + 1 end]"


def _numbered(prefix: str, number: str, digits: int) -> str:
    """A name with a number, counted from 1, of at least so many digits."""
    text = f"({number} + 1)::varchar"
    return f"'{prefix}' || lpad({text}, greatest({digits}, length({text}))::integer, '0')"


def _ticket(number: str) -> str:
    return f"'T' || lpad({number}::varchar, greatest(6, length({number}::varchar))::integer, '0')"


def _iso(instant: str) -> str:
    return f"strftime({instant}, '%Y-%m-%dT%H:%M:%S.%fZ')"


def _extra() -> str:
    """The map of further fields: for each form, what `x` and `y` say."""

    def fields(**pairs: str) -> str:
        return f"map {{{', '.join(f'{_quoted(name)}: {value}' for name, value in pairs.items())}}}"

    target = f"{_ticket('number')} || '-' || x"
    cases = {
        forms.ACKNOWLEDGED: fields(acknowledgement="'true'"),
        forms.REASON: fields(reason=_word("x", words.REASONS)),
        forms.INTO: fields(into=_ticket("x")),
        forms.TO_PROBLEM: fields(problem=_ticket("x")),
        forms.ARTICLE: fields(article="'article-' || x", solved="(y = 1)::varchar"),
        forms.PROMISE: fields(
            what=_word("y % 2", words.PROMISES),
            to=_word("y // 2", words.PROMISED_TO),
            due=_iso("make_timestamp(x)"),
        ),
        forms.RULING: fields(event=target, ruling=_word("y", words.RULINGS), why=_quoted(_RULED_WHY)),
        forms.SALE: fields(kind=_word("x", words.SALE_KINDS)),
        forms.SURVEY: fields(about=_word("x", words.ABOUT)),
        forms.FOUND: fields(found_by=_word("x", words.FOUND_BY)),
        forms.STAGE: fields(stage=_word("x", words.STAGES)),
        forms.CAMPAIGN: fields(campaign="'letter-' || x"),
        forms.PLANNED: fields(planned="'true'"),
    }
    choices = " ".join(f"when {form} then {value}" for form, value in cases.items())
    return f"case form {choices} end"
