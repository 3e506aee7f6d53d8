"""Any sequence of acts on people leaves the state as a plain model of them is."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, rule

from deskwise.app.access.holders import TERMINAL, Role
from deskwise.app.change_people import PersonChange, activate, change_person, deactivate, list_people
from deskwise.app.invite_people import Invitation, invite, join, password_link
from deskwise.app.sign_in import sign_out, sign_out_everywhere, who_is
from deskwise.kernel.errors import ChangedMeanwhileError, LinkError, SignInError, UsageError
from deskwise.stores.state.audit_rows import broken_seals
from deskwise.stores.state.database import SqliteFile
from deskwise.stores.state.sql_state import SqlState
from stores.state.state_rig import GOOD, OTHER, Rig


@dataclass
class Known:
    """What the model knows of a person."""

    role: Role
    password: str | None = None
    active: bool = True
    version: int = 1


class Sequences(RuleBasedStateMachine):
    """People, links and sessions as dictionaries."""

    people = Bundle("people")
    links = Bundle("links")
    sessions = Bundle("sessions")

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.rig = Rig(SqlState(SqliteFile(Path(self.folder.name))))
        self.known: dict[str, Known] = {}
        self.open_links: dict[str, str] = {}
        self.signed_in: dict[str, str] = {}
        self.ever_signed_in: set[str] = set()

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            self.folder.cleanup()

    def admins(self) -> list[str]:
        return [
            name
            for name, one in self.known.items()
            if one.role is Role.ADMIN and one.active and one.password is not None
        ]

    def id_of(self, name: str) -> str:
        return next(one.id for one in list_people(self.rig.state, TERMINAL) if one.name == name)

    def ends_sessions(self, name: str) -> None:
        self.signed_in = {secret: whose for secret, whose in self.signed_in.items() if whose != name}

    @rule(target=links, role=st.sampled_from(Role))
    def invite(self, role: Role) -> str:
        name = f"p{len(self.known)}"
        invitation = Invitation(name, f"{name}@example.org", role)
        _, link = invite(self.rig.state, self.rig.clock, TERMINAL, invitation)
        self.known[name] = Known(role)
        self.open_links[link.secret] = name
        return link.secret

    @rule(target=people, secret=links, password=st.sampled_from([GOOD, OTHER]))
    def join(self, secret: str, password: str) -> Any:
        name = self.open_links.pop(secret, None)
        try:
            joined = join(self.rig.state, self.rig.clock, self.rig.passwords, secret, password)
        except LinkError:
            assert name is None
            return "p0"
        assert joined.name == name
        self.known[name].password = password
        self.ends_sessions(name)
        return name

    @rule(target=sessions, name=people, password=st.sampled_from([GOOD, OTHER]))
    def sign_in(self, name: str, password: str) -> str:
        known = self.known[name]
        with self.rig.state.changing() as stores:
            stores.attempts.forget_before(self.rig.clock.now() + timedelta(days=1))
        try:
            secret = self.rig.sign_in(name, password).secret
        except SignInError:
            assert not known.active or known.password != password
            return ""
        assert known.active
        assert known.password == password
        self.signed_in[secret] = name
        self.ever_signed_in.add(secret)
        return secret

    @rule(secret=consumes(sessions))
    def sign_out(self, secret: str) -> None:
        sign_out(self.rig.state, self.rig.clock, secret)
        self.signed_in.pop(secret, None)

    @rule(name=people)
    def sign_out_everywhere(self, name: str) -> None:
        person = next(one for one in list_people(self.rig.state, TERMINAL) if one.name == name)
        ended = sign_out_everywhere(self.rig.state, self.rig.clock, person)
        assert ended >= list(self.signed_in.values()).count(name)
        self.ends_sessions(name)

    @rule(name=people, role=st.sampled_from(Role), stale=st.booleans())
    def change_role(self, name: str, role: Role, stale: bool) -> None:
        known, change = self.known[name], PersonChange(role=role)
        version = known.version - stale
        try:
            change_person(self.rig.state, self.rig.clock, TERMINAL, self.id_of(name), version, change)
        except ChangedMeanwhileError as error:
            assert (stale, error.now.role) == (True, known.role)  # noqa: PT017 - one of several outcomes
        except UsageError:
            assert self.admins() == [name]
        else:
            assert not stale
            known.role, known.version = role, known.version + 1

    @rule(name=people)
    def deactivate(self, name: str) -> None:
        known, last = self.known[name], self.admins() == [name]
        try:
            deactivate(self.rig.state, self.rig.clock, TERMINAL, self.id_of(name))
        except UsageError:
            assert last
            return
        assert not last
        if known.active:
            known.active, known.version = False, known.version + 1
            self.ends_sessions(name)
            self.open_links = {one: whose for one, whose in self.open_links.items() if whose != name}

    @rule(name=people)
    def activate(self, name: str) -> None:
        known = self.known[name]
        activate(self.rig.state, self.rig.clock, TERMINAL, self.id_of(name))
        if not known.active:
            known.active, known.version = True, known.version + 1

    @rule(target=links, name=people)
    def new_password(self, name: str) -> str:
        try:
            link = password_link(self.rig.state, self.rig.clock, TERMINAL, self.id_of(name))
        except UsageError:
            assert not self.known[name].active
            return ""
        self.open_links = {one: whose for one, whose in self.open_links.items() if whose != name}
        self.open_links[link.secret] = name
        return link.secret

    @invariant()
    def the_state_is_what_the_model_is(self) -> None:
        if not hasattr(self, "known"):
            return
        found = {
            one.name: (one.role, one.active, one.version) for one in list_people(self.rig.state, TERMINAL)
        }
        assert found == {name: (one.role, one.active, one.version) for name, one in self.known.items()}
        for secret, name in self.signed_in.items():
            person = who_is(self.rig.state, self.rig.clock, secret)
            assert person is not None
            assert person.name == name
        for secret in self.ever_signed_in - set(self.signed_in):
            assert who_is(self.rig.state, self.rig.clock, secret) is None
        if self.known:
            with self.rig.state.database.reading() as connection:
                assert list(broken_seals(connection)) == []


TestSequences = Sequences.TestCase
TestSequences.settings = settings(max_examples=15, stateful_step_count=20, deadline=None)
