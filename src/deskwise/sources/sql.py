"""A table or a query in any database that SQLAlchemy reaches: an event log, or tickets as they are now."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from deskwise.app.source_port import (
    Checked,
    Connection,
    Page,
    Record,
    RowReading,
    SourceDescription,
    Translated,
)
from deskwise.kernel.errors import SettingsError, SourceSchemaError
from deskwise.sources.http.pace import Pace, Patience
from deskwise.sources.mapping_file import read_mapping_file
from deskwise.sources.sql_cursor import Place, counts_up, read_place
from deskwise.sources.sql_database import SqlDatabase
from deskwise.sources.sql_description import SQL_DESCRIPTION
from deskwise.sources.sql_mapping import INSTEAD_OF_A_MAPPING, text_columns, ticket_column
from deskwise.sources.sql_query import one_select
from deskwise.sources.sql_rows import (
    BEGAN,
    EPOCHS,
    LOG_COLUMNS,
    MOMENTS,
    SNAPSHOT_COLUMNS,
    RowMeaning,
    as_json,
    revision_of,
    says_no_offset,
    text_of,
)

if TYPE_CHECKING:
    import sqlalchemy as sa

PAGE_ROWS, ASKED_AT_ONCE = 2_000, 500
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NEEDED = {"log": ("at", "kind"), "snapshot": ("ticket", "opened_at")}
# So many numbers back a column that counts changes is read again, for what was committed late.
NUMBERS_AGAIN = 1_000


class SqlSource:
    """A table or query through one connection."""

    description: ClassVar[SourceDescription] = SQL_DESCRIPTION

    def __init__(
        self, connection: Connection, pace: Pace | None = None, patience: Patience | None = None
    ) -> None:
        self._name = connection.name
        self._said = options = connection.options
        said = options.get("mapping")
        self._mapping = read_mapping_file(Path(said)) if said else None
        if self._mapping is not None and any(options.get(name) for name in INSTEAD_OF_A_MAPPING):
            raise self._wrong(f"with a mapping there is no {', '.join(INSTEAD_OF_A_MAPPING)}")
        shape = options.get("shape", "log")
        if shape not in ("log", "snapshot"):
            raise self._wrong("shape is neither log nor snapshot")
        if bool(options.get("table")) == bool(options.get("query")):
            raise self._wrong("either a table or a query is needed")
        self._query = one_select(options["query"], connection.url) if options.get("query") else ""
        if self._query is None:
            raise self._wrong("the query is not one SELECT")
        self._columns = self._pairs("columns")
        known = LOG_COLUMNS if shape == "log" else SNAPSHOT_COLUMNS
        for ours in self._columns:
            if ours not in known:
                raise self._wrong(f"columns: we have no column {ours!r}; there are {', '.join(known)}")
        words = {ours: self._pairs(name) for ours, name in
                 (("kind", "kinds"), ("status", "statuses"), ("role", "roles"))}  # fmt: skip
        words["scale"] = {"": options["scale"]} if options.get("scale") else {}
        if options.get("epoch") not in (None, *EPOCHS):
            raise self._wrong(f"epoch is none of {', '.join(EPOCHS)}")
        try:
            named = options.get("timezone") or (self._mapping.timezone if self._mapping else None)
            zone = ZoneInfo(named) if named else None
            self._page_rows = max(int(options.get("page_rows", PAGE_ROWS)), 1)
            self._numbers_again = max(int(options.get("numbers_again", NUMBERS_AGAIN)), 0)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise self._wrong("timezone is no IANA name, or page_rows or numbers_again no number") from None
        self._known = known
        self._meaning = RowMeaning(
            "log" if shape == "log" else "snapshot", {}, zone, options.get("epoch"),
            _names(options.get("extra", "")), words, connection.keep_text,
        )  # fmt: skip
        own = "event_id" if shape == "log" else "ticket"
        self._key = options.get("key") or self._columns.get(own, own)
        if self._mapping is not None:
            if not options.get("key"):
                raise self._wrong("with a mapping, key names the column that is unique")
            if any(one.first_row for one in self._mapping.emissions):
                raise self._wrong("the mapping opens a ticket at its first row: changed rows do not show it")
            self._known = ()
        self._changed_by = options.get("changed_by")
        self._database = SqlDatabase(connection, pace, patience)
        self._seen: tuple[str, ...] | None = None

    def check(self) -> Checked:
        """See which columns there are, and what each is taken for."""
        self._look()
        self._ask_for_zone()
        taken = {theirs: ours for ours, theirs in self._meaning.columns.items()}
        assert self._seen is not None
        sees = []
        for name in self._seen:
            use = taken.get(name) or ("read by the mapping" if name in self._mapped() else None)
            use = use or ("further field" if name in self._meaning.extra else None)
            use = use or ("left aside" if name in self._aside() else "not known, left out")
            roles = [
                said for said, one in (("key", self._key), ("changed by", self._changed_by)) if one == name
            ]
            sees.append(f"{name}: {', '.join([use, *roles])}")
        return Checked(f"a reader of {self._said.get('table') or 'the query'}", tuple(sees))

    def pull(self, cursor: str | None, since: datetime | None) -> Iterator[Page]:
        """Pages in the order of change and key; rows without an instant of change come first, each time."""
        self._look()
        self._refuse_rows_without_key()
        place = read_place(cursor)
        again = place.after if place is not None else None
        place = None if again is not None else place
        for nulls in (True, False) if self._changed_by else (False,):
            if place is not None and nulls != place.nulls:
                if nulls:
                    continue
                place = None
            start = None
            if not nulls and place is None:
                start = again - self._numbers_again if again is not None else self._since(since)
            more = True
            while more:
                rows = self._page(nulls, place, start)
                more = len(rows) > self._page_rows
                self._refuse_twins(rows)
                rows = rows[: self._page_rows]
                if not rows:
                    break
                changed = rows[-1][self._changed_by] if self._changed_by else None
                place = Place(nulls, changed, rows[-1][self._key])
                yield Page(tuple(self._record(row) for row in rows), place.written())
            place = None

    def row_reading(self) -> RowReading | None:
        """How rows are read that a mapping is named for."""
        if self._mapping is None:
            return None
        return RowReading(self._mapping, self._said.get("timezone") or self._mapping.timezone)

    def changes_after(self, cursor: str) -> str | None:
        """Where the next changes begin if they are counted, not dated: some before the last number."""
        place = read_place(cursor)
        if place is None or place.after is not None:
            return cursor
        dated = self._meaning.epoch is not None or not counts_up(place.changed)
        return None if dated else Place(after=place.changed).written()

    def events(self, record: Record) -> Translated:
        """The events of a row; with a mapping the row itself."""
        if self._mapping is not None:
            said = record.raw["row"]
            row = {name: text_of(said.get(name)) for name in self._mapped()}
            return Translated((), (), tuple(record.raw["unknown"]), row=row)
        return self._ready().translate(record)

    def present(self, tickets: Sequence[str]) -> frozenset[str]:
        """Which tickets have rows; asked for in lots."""
        import sqlalchemy as sa

        self._look()
        found: set[str] = set()
        name = self._meaning.columns.get("ticket") if self._mapping is None else ticket_column(self._mapping)
        if name is None or not tickets:
            return frozenset() if not tickets else frozenset(tickets)
        ticket = self._columns_of()[name]
        sample = self._sample(name)
        for start in range(0, len(tickets), ASKED_AT_ONCE):
            lot = tickets[start : start + ASKED_AT_ONCE]
            if isinstance(sample, str):
                among: Any = ticket.in_(lot)
            elif isinstance(sample, int) and not isinstance(sample, bool):
                among = ticket.in_([int(one) for one in lot if re.fullmatch(r"-?\d{1,18}", one)])
            else:
                among = sa.cast(ticket, sa.String).in_(lot)
            asked: sa.Select[Any] = sa.select(ticket).where(among).distinct()
            found.update(str(row[0]) for row in self._rows("tickets", asked))
        return frozenset(found & set(tickets))

    def close(self) -> None:
        """Let go of the connections."""
        self._database.close()

    def _look(self) -> None:
        """Learn which columns there are, by a question that gives no row."""
        import sqlalchemy as sa

        target = self._target()
        asked: sa.Select[Any] = sa.select(sa.literal_column("*")).select_from(target).limit(0)
        seen = tuple(self._database.ask("columns", lambda at: tuple(at.execute(asked).keys())))
        columns = {ours: ours for ours in self._known if ours in seen} | self._columns
        for needed in NEEDED[self._meaning.shape] if self._mapping is None else ():
            if needed not in columns:
                raise self._form(f"no column is {needed}; name it: columns = {needed}=THEIRS")
        used = [
            *columns.values(),
            *self._mapped(),
            *self._meaning.extra,
            self._key,
            *filter(None, [self._changed_by]),
        ]
        for name in used:
            if name not in seen:
                raise self._form(f"there is no column {name!r}")
        meaning = self._meaning
        self._meaning = RowMeaning(
            meaning.shape, columns, meaning.zone, meaning.epoch, meaning.extra, meaning.words,
            meaning.keep_text,
        )  # fmt: skip
        self._seen = seen

    def _ready(self) -> RowMeaning:
        if self._seen is None:
            self._look()
        return self._meaning

    def _aside(self) -> set[str]:
        return {*_names(self._said.get("ignore", "")), self._key, *filter(None, [self._changed_by])}

    def _wanted(self) -> list[str]:
        """Their columns that are read; a text only where texts are kept."""
        columns = dict(self._meaning.columns)
        if not self._meaning.keep_text:
            columns.pop("text", None)
        mapped = self._mapped()
        if self._mapping is not None and not self._meaning.keep_text:
            mapped = tuple(name for name in mapped if name not in text_columns(self._mapping))
        further = [*mapped, *self._meaning.extra, self._key, *filter(None, [self._changed_by])]
        return list(dict.fromkeys([*columns.values(), *further]))

    def _target(self) -> sa.FromClause:
        import sqlalchemy as sa

        if self._query:
            return self._asked().columns().subquery("asked")
        schema, _, table = self._said["table"].rpartition(".")
        return sa.table(table, schema=schema or None)

    def _mapped(self) -> tuple[str, ...]:
        return () if self._mapping is None else self._mapping.columns_used()

    def _asked(self) -> sa.TextClause:
        import sqlalchemy as sa

        # A colon in it names no parameter of ours, and a comment at its end is ended.
        assert self._query is not None
        return sa.text(self._query.replace(":", r"\:") + "\n")

    def _page(self, nulls: bool, place: Place | None, start: Any) -> list[dict[str, Any]]:
        import sqlalchemy as sa

        wanted, c = self._wanted(), self._columns_of()
        by_key = c[self._key]
        asked: sa.Select[Any] = sa.select(*(c[name] for name in wanted)).limit(self._page_rows + 1)
        if self._changed_by is None or nulls:
            asked = asked.order_by(by_key)
            asked = asked if place is None else asked.where(by_key > place.key)
            asked = asked.where(c[self._changed_by].is_(None)) if self._changed_by else asked
        else:
            by = c[self._changed_by]
            asked = asked.order_by(by, by_key).where(by.is_not(None))
            asked = asked if start is None else asked.where(by >= start)
            if place is not None:
                asked = asked.where(by >= place.changed, sa.or_(by > place.changed, by_key > place.key))
        return [dict(zip(wanted, row, strict=True)) for row in self._rows("rows", asked)]

    def _rows(self, what: str, asked: sa.Select[Any]) -> list[tuple[Any, ...]]:
        return self._database.ask(what, lambda at: [tuple(row) for row in at.execute(asked)])

    def _columns_of(self) -> Any:
        import sqlalchemy as sa

        assert self._seen is not None
        columns: list[sa.ColumnClause[Any]] = [sa.column(name) for name in self._seen]
        if self._query:
            return self._asked().columns(*columns).subquery("asked").c
        schema, _, table = self._said["table"].rpartition(".")
        return sa.table(table, *columns, schema=schema or None).c

    def _record(self, row: dict[str, Any]) -> Record:
        changed = row[self._changed_by] if self._changed_by else None
        changed_at = self._meaning.instant(changed)
        counted = int(str(changed).partition(".")[0]) if changed_at is None and counts_up(changed) else None
        assert self._seen is not None
        known = {*self._meaning.columns.values(), *self._mapped(), *self._meaning.extra, *self._aside()}
        raw = {
            "row": {name: as_json(value) for name, value in row.items()},
            "revision": revision_of(changed_at if counted is None else counted),
            "unknown": [name for name in self._seen if name not in known],
        }
        return Record(str(row[self._key]), changed_at, raw)

    def _since(self, since: datetime | None) -> Any:
        """An instant as the column of change says it, rather too early; null where it cannot be said."""
        if since is None or self._changed_by is None:
            return None
        sample = self._sample(self._changed_by)
        zone = self._meaning.zone or UTC
        local = since.astimezone(zone)
        # An hour that the clocks showed twice is taken for the first.
        again = timedelta(0) if zone == UTC else HOUR
        plain = (local - again).replace(tzinfo=None)
        if isinstance(sample, datetime):
            return since if sample.tzinfo else plain
        if isinstance(sample, date):
            return plain.date()
        if isinstance(sample, str) and self._meaning.instant(sample) is not None:
            # Texts compare as instants do if they end in Z; with other offsets they may be a day apart.
            aware = datetime.fromisoformat(sample.strip()).tzinfo is not None
            early = timedelta(0) if sample.strip().upper().endswith("Z") else DAY
            local_text = (since.astimezone(UTC) - early).replace(tzinfo=None) if aware else plain
            told = local_text.isoformat(sep=sample[10] if len(sample) > 10 else "T", timespec="seconds")
            return told if len(sample) > 10 else told[:10]
        if self._meaning.epoch is not None and counts_up(sample):
            return (since - BEGAN) // timedelta(microseconds=1) // EPOCHS[self._meaning.epoch]
        return None

    def _sample(self, name: str) -> Any:
        import sqlalchemy as sa

        column = self._columns_of()[name]
        asked = sa.select(column).where(column.is_not(None)).limit(1)
        return self._database.ask("a value", lambda at: at.execute(asked).scalar())

    def _ask_for_zone(self) -> None:
        """Ask for what instants are counted in and of which zone they are, where they do not say so."""
        moments = ("at",) if self._meaning.shape == "log" else MOMENTS
        columns = self._meaning.columns
        named = [columns[ours] for ours in moments if ours in columns]
        for name in dict.fromkeys([*named, *filter(None, [self._changed_by])]):
            sample = self._sample(name)
            if counts_up(sample):
                if name in named and self._meaning.epoch is None:
                    raise self._wrong(f"{name} counts instants: epoch says in {', '.join(EPOCHS)}")
            elif self._meaning.zone is None and says_no_offset(sample):
                raise self._wrong(f"{name} says no offset: timezone says of which zone it is")

    def _refuse_rows_without_key(self) -> None:
        import sqlalchemy as sa

        column = self._columns_of()[self._key]
        asked = sa.select(sa.literal(1)).where(column.is_(None)).limit(1)
        if self._database.ask("keys", lambda at: at.execute(asked).first()) is not None:
            raise self._form(f"some rows have no {self._key}, which is the key")

    def _refuse_twins(self, rows: list[dict[str, Any]]) -> None:
        for one, other in pairwise(rows):
            same = self._changed_by is None or one[self._changed_by] == other[self._changed_by]
            if same and one[self._key] == other[self._key]:
                raise self._form(f"several rows have the same {self._key}, which is the key")

    def _pairs(self, option: str) -> dict[str, str]:
        found = {}
        for pair in re.split(r"[;,]", self._said.get(option, "")):
            ours, equals, theirs = (part.strip() for part in pair.partition("="))
            if pair.strip() and not (ours and equals and theirs):
                raise self._wrong(f"{option} is not written as one=other, two=another")
            if ours:
                found[ours] = theirs
        return found

    def _wrong(self, what: str) -> SettingsError:
        return SettingsError(
            f"connection {self._name}: {what}", do=f"change connections.{self._name}.options"
        )

    def _form(self, what: str) -> SourceSchemaError:
        return SourceSchemaError(
            f"{self._name}: {what}", do=f"see the table or query, and connections.{self._name}.options"
        )


def _names(said: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in said.split(",") if name.strip())
