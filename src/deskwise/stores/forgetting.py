"""Forgetting people: pseudonyms take the place of their identifiers, their texts go, figures stay."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from deskwise.app.forgetting import Forgotten, Reason
from deskwise.kernel.errors import UsageError
from deskwise.kernel.language import say
from deskwise.stores.customer_pseudonyms import pseudonym_of
from deskwise.stores.log_edits import LogEdits
from deskwise.stores.sql_text import literal, literals
from deskwise.stores.tombstones import (
    KNOWN,
    LEAST_RARE,
    NAMING,
    PSEUDONYM,
    READ_FIELDS,
    bury_names,
    next_number,
    note_names,
    organisations_in_settings,
    stands_for,
)

if TYPE_CHECKING:
    import duckdb

# What people may have called otherwise by the same name; a ticket 42 is not customer 42.
LEFT_ALONE = ("team", "ticket", "category", "product", "type", "channel", "priority", "scale", "event_id")
PEOPLE = f"(select value from {KNOWN} union all select stands from {KNOWN})"
# A row on a ticket of somebody at hand, about them or written by them.
THEIRS = f"""coalesce((l.source, l.ticket) in (select (source, ticket) from their_tickets), false)
    or coalesce(l.customer in {PEOPLE}, false) or coalesce(l.actor in {PEOPLE}, false)"""


class Forgetting:
    """Forgets the people behind identifiers, in a state of the lake that nobody else sees.

    `find` only reads, on any connection; `write` writes what it found.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self._kept_organisations = organisations_in_settings(connection)
        self._edits = LogEdits(connection, self._kept_organisations)

    def find(self, identifiers: tuple[str, ...]) -> Forgotten:
        """What forgetting them changes, and what it leaves.

        Raises `UsageError` for an identifier that names nobody.
        """
        known_as = {
            one: name for one in identifiers if (name := pseudonym_of(self._connection, one)) is not None
        }
        names = self._with_pseudonyms(identifiers, known_as)
        note_names(self._connection, names)
        self._note_tickets()
        self._find_mentions(identifiers)
        self._edits.find(f"({THEIRS} or l.rowid in (select id from mentions))")
        persons = tuple(dict.fromkeys(names.values()))
        return Forgotten(
            pseudonyms=persons,
            rows=self._number("select count(*) from edits"),
            tickets=self._number(
                "select count(distinct (source, ticket)) from edits where ticket is not null"
            ),
            texts=self._number("select count(*) from edits where text_goes"),
            rejects=self._number(f"select count(*) from rejects where detail in (select value from {KNOWN})"),
            columns=self._columns(),
            left=self._left(identifiers),
            known_as=tuple(one for one in known_as.values() if stands_for(self._connection, one) is None),
        )

    def write(self, found: Forgotten, at: datetime) -> bool:
        """Write what was found; False if the facts stay as they are."""
        run = self._connection.execute
        bury_names(self._connection, asked=True)
        run(
            """insert into texts_gone select l.source, l.ticket, l."at", l."at" from log l
            where rowid in (select id from mentions)"""
        )
        changed = self._edits.write()
        rename_notes(self._connection)
        note_forgotten(self._connection, "asked", at, found)
        self.close()
        return changed

    def close(self) -> None:
        """Leave nothing behind."""
        self._edits.close()
        for table in ("mentions", "their_tickets", KNOWN):
            self._connection.execute(f"drop table if exists {table}")

    def _with_pseudonyms(self, identifiers: tuple[str, ...], known_as: dict[str, str]) -> dict[str, str]:
        """What is to stand for each, and for the pseudonym by which the log knows some as customers."""
        number = next_number(self._connection)
        names: dict[str, str] = {}
        for identifier in dict.fromkeys(identifiers):
            called = tuple(dict.fromkeys((identifier, known_as.get(identifier, identifier))))
            stands = next(
                filter(None, (names.get(one) or stands_for(self._connection, one) for one in called)), None
            )
            if stands is None:
                if identifier.startswith(PSEUDONYM) and identifier.removeprefix(PSEUDONYM).isdigit():
                    raise UsageError(
                        say("%(identifier)s is a pseudonym already", identifier=repr(identifier)),
                        do=say("see deskwise forget --list"),
                    )
                if not any(map(self._stands_anywhere, called)):
                    raise UsageError(
                        say(
                            "nobody is called %(identifier)s in the log, as customer, actor, agent or in a "
                            "further field",
                            identifier=repr(identifier),
                        ),
                        do=say("write the identifier exactly as the log has it; see deskwise explain TICKET"),
                    )
                stands = f"{PSEUDONYM}{number}"
                number += 1
            names |= dict.fromkeys(called, stands)
        return names

    def _stands_anywhere(self, identifier: str) -> bool:
        fields = literals(READ_FIELDS)
        found = self._connection.execute(
            f"""select 1 from log where customer = $who or actor = $who or agent = $who
            or (extra is not null and len(list_filter(map_entries(extra), lambda e:
                e.value = $who and e.key not in ({fields}))) > 0) limit 1""",
            {"who": identifier},
        ).fetchone()
        return found is not None

    def _note_tickets(self) -> None:
        self._connection.execute(
            f"""create or replace temp table their_tickets as select distinct source, ticket from log
            where ticket is not null and customer in {PEOPLE}"""
        )

    def _find_mentions(self, identifiers: tuple[str, ...]) -> None:
        """The rows of others' tickets whose texts name somebody."""
        long = [one for one in identifiers if len(one) >= LEAST_RARE]
        self._connection.execute(
            f"""create or replace temp table mentions as select l.rowid as id from log l
            where text is not null and ({" or ".join(map(_mentioned, long)) or "false"}) and not ({THEIRS})"""
        )

    def _columns(self) -> dict[str, int]:
        found = {
            name: self._number(
                f"""select count(*) from edits e join log l on l.rowid = e.id
                where e.{name} is distinct from l.{name}"""
            )
            for name in NAMING
        }
        found["further fields"] = self._number("select count(*) from renamed_extra")
        return {name: count for name, count in found.items() if count}

    def _left(self, identifiers: tuple[str, ...]) -> dict[str, int]:
        known = f"(select value from {KNOWN})"
        found = {
            name: self._number(f"select count(*) from log where {name} in {known}") for name in LEFT_ALONE
        }
        if self._kept_organisations:
            found["organisation"] = self._number(
                f"""select count(*) from log where organisation in {known}
                and organisation in ({literals(self._kept_organisations)})"""
            )
        long = [one for one in identifiers if len(one) >= LEAST_RARE]
        inside = " or ".join(f"contains(value, {literal(one)})" for one in long) or "false"
        found["further fields, among other words"] = self._number(
            f"""select count(*) from (select distinct unnest(map_values(extra)) as value from log
                where extra is not null) where ({inside}) and value not in {known}"""
        )
        found["names of files"] = self._number(
            f"select count(*) from (select unnest(files) as value from imports) where {inside}"
        )
        return {name: count for name, count in found.items() if count}

    def _number(self, sql: str) -> int:
        row = self._connection.execute(sql).fetchone()
        return 0 if row is None else int(row[0])


def _mentioned(identifier: str) -> str:
    """Whether a text names somebody, as a word of its own."""
    edge = r"[^\pL\pN]"
    return (
        f"regexp_matches(l.text, '(^|{edge})' || regexp_escape({literal(identifier)}) || '($|{edge})', 'i')"
    )


def rename_notes(connection: duckdb.DuckDBPyConnection) -> None:
    """Put pseudonyms where rejects and quality reports quote a word of a row."""
    connection.execute(f"update rejects set detail = k.stands from {KNOWN} k where k.value = rejects.detail")
    connection.execute(
        f"""update quality set examples = list_transform(examples, lambda e: struct_pack(
            file := e.file, line := e.line, "row" := e."row", source := e.source, ticket := e.ticket,
            detail := null::varchar))
        where list_has_any(list_transform(examples, lambda e: e.detail), (select list(value) from {KNOWN}))"""
    )


def note_forgotten(
    connection: duckdb.DuckDBPyConnection, reason: Reason, at: datetime, found: Forgotten
) -> None:
    """Note in the lake what was forgotten, and never who."""
    connection.execute(
        "insert into forgotten values (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            at.astimezone(UTC).replace(tzinfo=None),
            reason,
            len(found.pseudonyms),
            None if reason == "customers" else found.told or None,
            found.rows,
            found.tickets,
            found.texts,
            found.rejects,
        ],
    )
