"""A table of events as the suite wants it: in any database, failing as it is told to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from deskwise.app.source_port import Connection
from deskwise.kernel.clock import FixedClock
from deskwise.sources.http.pace import Pace
from deskwise.sources.sql import SqlSource
from sources.source_contract import FaultName

BEGAN = datetime(2025, 1, 1, tzinfo=UTC)
WORDS = "my card number is 4111"
SECRET = "secret-that-no-file-holds"
SAID: dict[FaultName, str] = {
    "rate": f"FATAL: sorry, too many clients already {WORDS}",
    "server": f"database is locked {WORDS}",
    "truncated": f"lost synchronization with server {WORDS}",
    "dropped": f"server closed the connection unexpectedly {WORDS}",
}


@dataclass
class ServedTable:
    """Events in a table; `writer` writes them, the source reads through `url`."""

    url: str
    writer: sa.Engine
    user: str | None = None
    token: str | None = None
    secret: str = SECRET
    words: tuple[str, ...] = (WORDS,)
    waited: list[float] = field(default_factory=list)
    options: dict[str, str] = field(default_factory=dict)
    made: list[SqlSource] = field(default_factory=list)
    at: datetime = BEGAN
    good: int = 0
    bad: int = 0
    fault: FaultName = "server"
    unknown_form: bool = False
    pages: int | None = None

    def fill(self, tickets: int = 24) -> None:
        instant = "text" if self.writer.dialect.name == "sqlite" else "timestamptz"
        self.write("drop table if exists events")
        self.write(
            "create table events (id integer primary key, happened " + instant + " not null, kind text, "
            "ticket text, status text, role text, actor text, text text, changed " + instant + ")"
        )
        number = 0
        for place in range(tickets):
            steps = [("opened", None, "customer"), ("message", None, "agent"), ("status", "solved", "agent")]
            for kind, status, role in steps:
                number += 1
                self.event(number, f"T{place:05}", kind, status, role)

    def event(self, number: int, ticket: str, kind: str, status: str | None, role: str) -> None:
        self.at += timedelta(minutes=1)
        self.write(
            "insert into events values (:n, :at, :kind, :ticket, :status, :role, :actor, :text, :at)",
            n=number, at=self.told(), kind=kind, ticket=ticket, status=status, role=role, actor="ann",
            text=WORDS,
        )  # fmt: skip

    def told(self) -> Any:
        return self.at.isoformat().replace("+00:00", "Z") if self.writer.dialect.name == "sqlite" else self.at

    def write(self, statement: str, **values: Any) -> None:
        with self.writer.begin() as connection:
            connection.execute(sa.text(statement), values)

    def source(self, *, secret: str | None = None) -> SqlSource:
        options = {
            "table": "events", "columns": "at=happened, event_id=id", "changed_by": "changed",
            "page_rows": "24", **self.options,
        }  # fmt: skip
        options = {name: value for name, value in options.items() if value}
        connection = Connection("desk", "sql", self.url, self.user, secret or self.token, options=options)
        pace = Pace(FixedClock(self.now()), lambda: 0.0, self.waited.append, lambda: 0.5)
        source = SqlSource(connection, pace)
        self.made.append(source)
        self._watch(source)
        return source

    def fail(self, fault: FaultName, times: int = 1, after: int = 1) -> None:
        self.fault, self.good, self.bad = fault, after, times

    def change_schema(self) -> None:
        self.write("alter table events rename column happened to occurred")

    def add_unknown(self) -> tuple[str, tuple[str, str]]:
        self.write("alter table events add column mood text")
        self.write("update events set status = 'sleeping' where id = 3")
        return "mood", ("status", "sleeping")

    @contextmanager
    def change_while_paging(self) -> Iterator[None]:
        self.pages = 0
        yield
        self.pages = None

    def delete(self) -> str:
        self.write("delete from events where ticket = 'T00003'")
        return "T00003"

    def now(self) -> datetime:
        return self.at + timedelta(minutes=1)

    def close(self) -> None:
        for source in self.made:
            source.close()
        self.writer.dispose()

    def _watch(self, source: SqlSource) -> None:
        database = source._database
        made = database._made

        def watched() -> sa.Engine:
            engine = made()
            sa.event.listen(engine, "before_cursor_execute", self._before)
            return engine

        database._made = watched  # type: ignore[method-assign]  # watched
        rows = source._page

        def page(*asked: Any) -> list[dict[str, Any]]:
            found = rows(*asked)
            if self.pages is not None and self.pages < 5:
                self.pages += 1
                self.event(1_000 + self.pages, f"T{self.pages:05}", "message", None, "agent")
                self.write(
                    "update events set actor = :by, changed = :at where id = 2",
                    by=f"agent {self.pages}", at=self.told(),
                )  # fmt: skip
            return found

        source._page = page  # type: ignore[method-assign, assignment]  # watched

    def _before(self, *asked: Any) -> None:
        # Requests for records are those that name an order.
        if "ORDER BY" not in asked[2] or not self.bad:
            return
        if self.good:
            self.good -= 1
            return
        self.bad -= 1
        own = self.writer.dialect.loaded_dbapi
        raise sa.exc.OperationalError(asked[2], {}, own.OperationalError(SAID[self.fault]))
