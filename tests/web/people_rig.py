"""People who look at the pages: one of each role, and those who may not, each with a browser of their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from starlette.types import ASGIApp

from deskwise.app.access.holders import TERMINAL, Person, Role
from deskwise.app.audit import AuditEntry, AuditQuestion
from deskwise.app.change_people import deactivate
from deskwise.app.invite_people import Invitation, invite, join
from deskwise.app.sign_in import sign_in
from deskwise.app.state import State
from deskwise.bootstrap import open_state
from deskwise.web.app import app_of
from deskwise.web.secret_cookies import SESSION
from deskwise.web.served import serve_home
from deskwise.web.visitor import WhoIsLooking, signed_in
from stores.state.state_rig import GOOD, CountingPasswords, SetClock
from web.conftest import CLOCK, Site

ROLES = ("admin", "lead", "agent", "viewer", "gone")


@dataclass
class PeopleRig:
    """A workspace with people, and the pages they look at."""

    home: Path
    who: WhoIsLooking = signed_in
    clock: SetClock = field(default_factory=lambda: SetClock(CLOCK.now()))
    passwords: CountingPasswords = field(default_factory=CountingPasswords)
    people: dict[str, Person] = field(default_factory=dict)
    secrets: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.state: State = open_state(self.home)
        served = serve_home(self.home, self.clock, self.passwords)
        self.saving = served.saving
        self.app: ASGIApp = app_of(served, self.who)

    def add(self, name: str, role: Role, *, actor: str | None = None, teams: tuple[str, ...] = ()) -> Person:
        """Somebody who has joined."""
        invitation = Invitation(name.capitalize(), f"{name}@example.org", role, actor, teams)
        _, link = invite(self.state, self.clock, TERMINAL, invitation)
        self.people[name] = join(self.state, self.clock, self.passwords, link.secret, GOOD)
        return self.people[name]

    def add_all(self, team: str, actor: str) -> None:
        """One of each role, and one who is let in no more; all signed in before."""
        self.add("admin", Role.ADMIN)
        self.add("lead", Role.LEAD, teams=(team,))
        self.add("agent", Role.AGENT, teams=(team,), actor=actor)
        self.add("viewer", Role.VIEWER)
        self.add("gone", Role.ADMIN)
        for name in ROLES:
            self.sign_in(name)
        deactivate(self.state, self.clock, TERMINAL, self.people["gone"].id)

    def sign_in(self, name: str) -> str:
        """A session of somebody, by its secret."""
        email = f"{name}@example.org"
        begun = sign_in(self.state, self.clock, self.passwords, email, GOOD, address="192.0.2.1")
        self.secrets[name] = begun.secret
        return begun.secret

    def site(self, name: str | None = None, *, host: str = "127.0.0.1:8650") -> Site:
        """The pages as somebody sees them; without a name as nobody does."""
        site = Site(self.app, host=host)
        if name is not None:
            site.cookies.set(SESSION, self.secrets[name], domain=site.host.partition(":")[0])
        return site

    def audit(self) -> list[AuditEntry]:
        """The entries, the latest first."""
        with self.state.reading() as stores:
            return list(stores.audit.read(AuditQuestion(most=1000)))


def headers_of(cookie: str) -> Mapping[str, str]:
    """A cookie's properties, by name in small letters."""
    parts = [part.strip().partition("=") for part in cookie.split(";")]
    return {name.lower(): value for name, _, value in parts}
