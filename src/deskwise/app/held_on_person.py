"""What is held on one person, in all stores; and the audit of who looked, or had somebody forgotten."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any, Protocol

from deskwise.app.access.holders import Holder
from deskwise.app.access.table import require
from deskwise.app.access.things import Act, Kind, Thing
from deskwise.app.audit import AuditQuestion, Deed, entry
from deskwise.app.forget_people import find_expired, forget_expired, forget_people, settings_naming
from deskwise.app.forgetting import Forgetter, Forgotten, Reason
from deskwise.app.person_values import new_id
from deskwise.app.state import State
from deskwise.kernel.clock import Clock
from deskwise.kernel.errors import UsageError
from deskwise.kernel.language import say

PERSONAL_DATA = Thing(Kind.PERSONAL_DATA)
MOST_TICKETS = 200
MOST_ENTRIES = 10_000
ON = "personal_data:"


@dataclass(frozen=True)
class HeldInLake:
    """What the log and what is made of it hold on one identifier, exactly as it is written.

    `kinds` counts the rows that name it by what happened, `columns` by where it stands; `texts` the texts
    that would go with it, `facts` the rows of facts by table, `rejects` the refused rows that quote it.
    `tickets` are (source, ticket), the latest first and not all where `tickets_total` is more. `left` counts
    by place what is called the same and names nobody.
    `pseudonym` is what stands for it if it was forgotten before, else null. `known_as` is the pseudonym by
    which the log knows a customer whose identifier it is, else null: what names it is counted as well.
    """

    rows: int
    kinds: Mapping[str, int]
    columns: Mapping[str, int]
    texts: int
    facts: Mapping[str, int]
    rejects: int
    tickets: tuple[tuple[str, str], ...]
    tickets_total: int
    first_at: datetime | None
    last_at: datetime | None
    left: Mapping[str, int]
    pseudonym: str | None
    known_as: str | None = None


@dataclass(frozen=True)
class HeldInState:
    """What is kept of somebody who signs in; `people` are their ids, the rest is counted."""

    people: tuple[str, ...] = ()
    tokens: int = 0
    annotations: int = 0
    audit_entries: int = 0


@dataclass(frozen=True)
class HeldOnPerson:
    """All that is held on one identifier. `settings` are the keys of settings that name it."""

    lake: HeldInLake
    state: HeldInState
    settings: tuple[str, ...]

    @property
    def nothing(self) -> bool:
        """Whether nothing names it anywhere."""
        lake = self.lake
        return not (lake.rows or lake.rejects or lake.pseudonym or self.state.people or self.settings)

    def to_json(self) -> dict[str, Any]:
        """The object `personal-data --format json` prints."""
        lake = asdict(self.lake)
        lake["tickets"] = [{"source": source, "ticket": ticket} for source, ticket in self.lake.tickets]
        return {"log": lake, "state": asdict(self.state), "settings": list(self.settings)}


class PersonalData(Forgetter, Protocol):
    """What finds and forgets people in one workspace."""

    def held(self, identifier: str, most_tickets: int) -> HeldInLake:
        """What is held on an identifier; raises `WorkspaceError` where there is no lake."""
        ...


@dataclass(frozen=True)
class PersonalDataKeeper:
    """Looks up and forgets people for somebody, and notes in the audit that it was done, never on whom."""

    data: PersonalData
    state: State
    clock: Clock
    by: Holder

    def held(self, identifier: str) -> HeldOnPerson:
        """All that is held on an identifier, exactly as written.

        Raises `UsageError` for an empty one, `NotAllowedError`, and `WorkspaceError` where there is no log.
        """
        require(self.by, Act.READ, PERSONAL_DATA)
        if not identifier:
            raise UsageError(
                say("no identifier was named"), do=say("name one as the log has it, such as C-88")
            )
        found = HeldOnPerson(
            self.data.held(identifier, MOST_TICKETS),
            _held_in_state(self.state, identifier),
            settings_naming(self.data, (identifier,)),
        )
        counts = {"rows": found.lake.rows, "tickets": found.lake.tickets_total}
        self._note(Deed.PERSONAL_DATA_READ, new_id(), counts)
        return found

    def forget(self, identifiers: tuple[str, ...]) -> Forgotten:
        """Forget the people of these identifiers; raises as `forget_people` does, and `NotAllowedError`."""
        require(self.by, Act.CHANGE, PERSONAL_DATA)
        found = forget_people(self.data, identifiers, self.clock)
        self._note(Deed.FORGOTTEN, found.told.replace(" ", "_"), _counts(found))
        return found

    def find_expired(self) -> tuple[tuple[Reason, Forgotten], ...]:
        """What the settings no longer keep; raises as `forget_expired` does."""
        require(self.by, Act.READ, PERSONAL_DATA)
        return find_expired(self.data)

    def expire(self) -> tuple[tuple[Reason, Forgotten], ...]:
        """Let go what the settings no longer keep; raises as `forget_expired` does, and `NotAllowedError`."""
        require(self.by, Act.CHANGE, PERSONAL_DATA)
        found = forget_expired(self.data, self.clock)
        for reason, one in found:
            self._note(Deed.FORGOTTEN, reason, _counts(one))
        return found

    def _note(self, what: Deed, on: str, counts: Mapping[str, int]) -> None:
        with self.state.changing() as stores:
            stores.audit.add(entry(self.clock.now(), self.by, what, f"{ON}{on}", None, counts))


def _counts(found: Forgotten) -> dict[str, int]:
    return {
        "persons": len(found.pseudonyms),
        "rows": found.rows,
        "tickets": found.tickets,
        "texts": found.texts,
        "rejects": found.rejects,
    }


def _held_in_state(state: State, identifier: str) -> HeldInState:
    """What is kept of the people who act under an identifier in tickets, or whose e-mail address it is."""
    called = identifier.casefold()
    with state.reading() as stores:
        people = [
            each.id
            for each in stores.people.all()
            if each.actor == identifier or each.email == called or each.id == identifier
        ]
        found = HeldInState(tuple(people))
        for person in people:
            found = replace(
                found,
                tokens=found.tokens + sum(each.made_by == person for each in stores.tokens.all()),
                annotations=found.annotations
                + sum(each.author == person for each in stores.annotations.between(None, None)),
                audit_entries=found.audit_entries
                + len(stores.audit.read(AuditQuestion(who=person, most=MOST_ENTRIES))),
            )
    return found
