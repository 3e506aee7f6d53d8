"""Who was forgotten: for each identifier a keyed hash and the pseudonym that stands for it, never itself."""

from __future__ import annotations

import json
import secrets
from typing import TYPE_CHECKING

from deskwise.stores.row_checks import MADE_ID_MARK
from deskwise.stores.sql_text import literal, literals

if TYPE_CHECKING:
    import duckdb

PSEUDONYM = "forgotten-"
KEY_BYTES = 32
# An id that was made here, with its ordinal among identical rows.
MADE_ID = f"{MADE_ID_MARK}[0-9a-f]{{32}}([.][0-9]+)?"
# Further fields that the book reads as references, words or instants: what stands there names nobody.
READ_FIELDS = (
    "problem", "event", "into", "due", "ruling", "reason", "what", "to", "kind", "stage", "acknowledgement",
    "solved", "planned", "about", "article",
)  # fmt: skip
# The columns that name a person, or an account that may be one.
NAMING = ("customer", "organisation", "actor", "agent")
# The identifiers at hand, each with what stands for it: a table in memory. `anywhere` are those that are
# looked for beside the columns of people: a short one may well be something else there, as in floor 42.
# `of_customers` are those that go where customers are named alone: agents, organisations keep theirs.
KNOWN = "known_names"
KNOWN_COLUMNS = "value varchar, stands varchar, anywhere boolean, of_customers boolean"
# So many characters make an identifier that is no word or number of every day.
LEAST_RARE = 6
IS_RARE = f"length(value) >= {LEAST_RARE}"
# The role of a row `l` as the book reads it.
ROLE = "coalesce(l.role, case when l.kind = 'opened' then 'customer' else 'system' end)"
# What customers do, and a source may tell without a role.
CUSTOMERS_DO = (
    "opened", "message", "status", "changed", "abandoned", "rated", "complaint", "sale", "customer_known",
    "stage_changed", "campaign_opened", "campaign_clicked",
)  # fmt: skip
# Rows `l` whose actor is a customer, where it is called as a customer is.
MAY_BE_A_CUSTOMERS = f"""({ROLE} not in ('agent', 'bot', 'system')
    or {ROLE} = 'system' and l.kind in ({literals(CUSTOMERS_DO)}))"""


def any_tombstones(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether anybody was ever forgotten here."""
    return connection.execute("select 1 from tombstones limit 1").fetchone() is not None


def hashed(expression: str, marks: tuple[int, int] = (31, 30)) -> str:
    """The keyed hash of a text, as SQL; hashes of other `marks` have nothing to do with each other."""
    key = "(select key from tombstone_key)"
    inner, outer = marks
    return f"sha256({key} || chr({outer}) || sha256({key} || chr({inner}) || {expression}))"


def is_made(column: str) -> str:
    """SQL that is true of an id that was made here."""
    return f"regexp_full_match({column}, {literal(MADE_ID)})"


def make_key(connection: duckdb.DuckDBPyConnection) -> None:
    """Draw the key where there is none yet."""
    if connection.execute("select 1 from tombstone_key").fetchone() is None:
        connection.execute("insert into tombstone_key values (?)", [secrets.token_hex(KEY_BYTES)])


def note_names(connection: duckdb.DuckDBPyConnection, names: dict[str, str]) -> None:
    """Make the table of the identifiers at hand."""
    connection.execute(f"create or replace temp table {KNOWN} ({KNOWN_COLUMNS})")
    for value, stands in names.items():
        connection.execute(f"insert into {KNOWN} values (?, ?, true, false)", [value, stands])


def recall_names(connection: duckdb.DuckDBPyConnection, said: str) -> bool:
    """Make the table of the identifiers that `said`, a select of values, names; False if it names none."""
    connection.execute(
        f"""create or replace temp table {KNOWN} as
        select value, stands, asked or {IS_RARE} as anywhere, false as of_customers
        from (select value, {hashed("value")} as hash from ({said})) s
        join tombstones t on t.hash = s.hash"""
    )
    return connection.execute(f"select 1 from {KNOWN} limit 1").fetchone() is not None


def bury_names(connection: duckdb.DuckDBPyConnection, *, asked: bool) -> None:
    """Set a tombstone for each of the identifiers at hand that has none, and for customers' pseudonyms.

    `asked` for people who asked: what they write later is not kept either.
    """
    make_key(connection)
    connection.execute(f"delete from pseudonyms where stands in (select value from {KNOWN})")
    if asked:
        connection.execute(
            f"update tombstones set asked = true where hash in (select {hashed('value')} from {KNOWN})"
        )
    connection.execute(
        f"""insert into tombstones select hash, stands, {asked}
        from (select {hashed("value")} as hash, stands from {KNOWN})
        where hash not in (select hash from tombstones)"""
    )


def stands_for(connection: duckdb.DuckDBPyConnection, identifier: str) -> str | None:
    """The pseudonym of somebody who was forgotten before."""
    there = connection.execute("select 1 from duckdb_tables() where table_name = 'tombstones'").fetchone()
    row = (
        None
        if there is None
        else connection.execute(
            f"select stands from tombstones where hash = {hashed('?::varchar')}", [identifier]
        ).fetchone()
    )
    return None if row is None else str(row[0])


def next_number(connection: duckdb.DuckDBPyConnection) -> int:
    """The first number whose pseudonym stands for nobody, here or in a log that came from elsewhere."""
    there = connection.execute("select 1 from duckdb_tables() where table_name = 'tombstones'").fetchone()
    places = [f"select distinct {name} as value from log" for name in NAMING]
    places.append("select distinct unnest(map_values(extra)) from log where extra is not null")
    if there is not None:
        places.append("select stands from tombstones")
    row = connection.execute(
        f"""select coalesce(max(try_cast(value[{len(PSEUDONYM) + 1}:] as bigint)), 0) + 1
        from ({" union all ".join(places)}) where value like '{PSEUDONYM}%'
            and regexp_full_match(value, '{PSEUDONYM}[0-9]{{1,15}}')"""
    ).fetchone()
    return 1 if row is None else int(row[0])


def renamed(column: str, kept_organisations: tuple[str, ...] = ()) -> str:
    """A naming column with what stands for it, as SQL over a row called `l`."""
    known = f"(select stands from {KNOWN} where value = l.{column}"
    if column in ("organisation", "agent"):
        anywhere = " and anywhere" if column == "organisation" else ""
        stands = f"coalesce({known} and not of_customers{anywhere}), l.{column})"
    elif column == "actor":
        customers = f"case when {MAY_BE_A_CUSTOMERS} then {known} and of_customers) end"
        stands = f"coalesce({known} and not of_customers), {customers}, l.actor)"
    else:
        stands = f"coalesce({known}), l.{column})"
    if column == "organisation" and kept_organisations:
        return f"case when l.{column} in ({literals(kept_organisations)}) then l.{column} else {stands} end"
    return stands


def make_renamed_extra(connection: duckdb.DuckDBPyConnection, rows: str) -> None:
    """Make the table `renamed_extra` of the rows (by row id) whose further fields name somebody."""
    fields = literals(READ_FIELDS)
    connection.execute(
        f"""create or replace temp table renamed_extra as
        with said as (
            select rowid as id, unnest(map_keys(extra)) as key, unnest(map_values(extra)) as value
            from {rows} where extra is not null),
        named as (
            select s.id, s.key, k.stands from said s join {KNOWN} k on k.value = s.value
            where case when s.key = 'event' then {is_made("s.value")}
                else k.anywhere and s.key not in ({fields}) end)
        select s.id, map_from_entries(list_sort(list(
            struct_pack(key := s.key, value := coalesce(n.stands, s.value))))) as extra
        from said s left join named n on n.id = s.id and n.key = s.key
        where s.id in (select id from named) group by s.id"""
    )


def organisations_in_settings(connection: duckdb.DuckDBPyConnection) -> tuple[str, ...]:
    """The organisations that a policy is for: were they renamed, figures would change."""
    there = connection.execute("select 1 from duckdb_tables() where table_name = 'settings'").fetchone()
    row = None if there is None else connection.execute("select rules from settings").fetchone()
    if row is None:
        return ()
    policies = json.loads(row[0]).get("sla", [])
    return tuple(value for policy in policies for field, value in policy["match"] if field == "organisation")
