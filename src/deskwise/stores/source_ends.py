"""Until when the sources are known: what an import says of it, or what its rows show."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from deskwise.stores.sql_text import value

if TYPE_CHECKING:
    import duckdb

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def micros(instant: datetime) -> int:
    """An instant in microseconds since 1970 UTC."""
    since = instant.astimezone(UTC) - EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


class SourceEnds:
    """The as-of of the sources whose rows an import brings.

    A declaration for the import holds for every source its rows name, refused rows too; one of `kept` for
    that source alone, whether it has rows or not.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, staged: str) -> None:
        self._connection = connection
        self._staged = staged
        self._kept: dict[str, datetime | None] = {}

    def keep(self, source: str, as_of: datetime | None) -> None:
        """Say until when one source is complete, whatever its rows are.

        Null: nobody knows yet. Its as-of stays what it was, and one that has none gets the beginning of
        1970, so that no event counts before it is known what is missing.
        """
        self._kept[source] = as_of

    def note_declared(self, declared: datetime | None, empty: list[str]) -> None:
        """Note for which sources a declaration holds, before rows are judged; `empty` those of no rows."""
        if declared is None:
            return
        run = self._connection.execute
        run(
            "create or replace temp table ends as"
            f" select distinct source, make_timestamp({micros(declared)}) as as_of from {self._staged}"
        )
        for source in empty:
            run(
                f"insert into ends select {value(source)}, make_timestamp({micros(declared)})"
                f" where {value(source)} not in (select source from ends)"
            )

    def move(self, declared: datetime | None, import_id: int, told: str) -> None:
        """Move the sources' as-of, which never goes back; `told` is a condition of the rows that count."""
        run = self._connection.execute
        run(
            f'create or replace temp table latest as select source, max("at") as as_of from {self._staged}'
            f" where import_id = {import_id} and refusal is null{told} group by source"
        )
        ends = "latest" if declared is None else "ends"
        if self._kept:
            run(f"create or replace temp table kept_ends as select * from {ends}")
            ends = "kept_ends"
        for source, as_of in self._kept.items():
            run(f"delete from {ends} where source = {value(source)}")
            run(f"insert into {ends} values ({value(source)}, make_timestamp({micros(as_of or EPOCH)}))")
        run(
            f"update sources set as_of = greatest(sources.as_of, e.as_of) from {ends} e"
            " where e.source = sources.source"
        )
        run(f"insert into sources select * from {ends} where source not in (select source from sources)")
        run("drop table if exists kept_ends")
