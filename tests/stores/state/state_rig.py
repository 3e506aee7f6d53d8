"""What tests of the state stand on: a clock that is set, cheap hashes, and people to begin with."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from argon2 import PasswordHasher

from deskwise.app.access.holders import TERMINAL, Person, Role
from deskwise.app.audit import AuditEntry, AuditQuestion
from deskwise.app.invite_people import Invitation, invite, join
from deskwise.app.sign_in import SignedIn, sign_in
from deskwise.stores.argon2_passwords import Argon2Passwords
from deskwise.stores.state.sql_state import SqlState

GOOD = "five plain words are enough"
OTHER = "another five words do as well"
ADDRESS = "192.0.2.7"


@dataclass
class SetClock:
    """A clock that goes on when it is told to."""

    instant: datetime = datetime(2026, 3, 1, 9, tzinfo=UTC)

    def now(self) -> datetime:
        return self.instant

    def go_on(self, **by: float) -> None:
        self.instant += timedelta(**by)


@dataclass
class CountingPasswords(Argon2Passwords):
    """Cheap hashes, and how many comparisons were made."""

    compared: list[bool] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))

    def matches(self, kept: str | None, password: str) -> bool:
        found = super().matches(kept, password)
        self.compared.append(found)
        return found


@dataclass
class Rig:
    """A state, and short ways to what most tests begin with."""

    state: SqlState
    clock: SetClock = field(default_factory=SetClock)
    passwords: CountingPasswords = field(default_factory=CountingPasswords)

    def person(self, name: str, role: Role = Role.AGENT, *teams: str) -> Person:
        """Somebody who has joined."""
        invitation = Invitation(name, f"{name}@example.org", role, name, teams)
        _, link = invite(self.state, self.clock, TERMINAL, invitation)
        return join(self.state, self.clock, self.passwords, link.secret, GOOD)

    def sign_in(self, name: str, password: str = GOOD, *, former: str | None = None) -> SignedIn:
        email = f"{name}@example.org"
        return sign_in(
            self.state, self.clock, self.passwords, email, password, address=ADDRESS, former=former
        )

    def audit(self, most: int = 100) -> list[AuditEntry]:
        """The entries, the oldest first."""
        with self.state.reading() as stores:
            return list(reversed(stores.audit.read(AuditQuestion(most=most))))
