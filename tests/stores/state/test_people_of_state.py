"""Setting up, inviting and changing people, on both engines."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest

from deskwise.app.access.holders import TERMINAL, Person, Role
from deskwise.app.audit import Deed
from deskwise.app.change_people import (
    PersonChange,
    activate,
    change_password,
    change_person,
    deactivate,
    list_people,
)
from deskwise.app.invite_people import Invitation, invite, invited, join, password_link
from deskwise.app.set_up import FirstAdmin, first_run_link, is_set_up_link, needs_set_up, set_up, set_up_link
from deskwise.app.sign_in import who_is
from deskwise.kernel.errors import (
    ChangedMeanwhileError,
    DeskwiseError,
    LinkError,
    NotAllowedError,
    SignInError,
    UsageError,
)
from stores.state.conftest import OpenAgain
from stores.state.state_rig import GOOD, OTHER, Rig

ADA = FirstAdmin("Ada", "Ada@Example.org", GOOD)


def test_the_first_admin_comes_in_by_a_link_that_works_once(rig: Rig) -> None:
    assert needs_set_up(rig.state)
    link = first_run_link(rig.state, rig.clock)
    assert link is not None
    is_set_up_link(rig.state, rig.clock, link.secret)
    ada = set_up(rig.state, rig.clock, rig.passwords, link.secret, ADA)
    assert (ada.email, ada.role) == ("ada@example.org", Role.ADMIN)
    assert rig.sign_in("ada").person == ada
    assert not needs_set_up(rig.state)
    assert first_run_link(rig.state, rig.clock) is None
    with pytest.raises(LinkError, match="used already"):
        set_up(rig.state, rig.clock, rig.passwords, link.secret, replace(ADA, email="eve@example.org"))


def test_what_is_written_wrongly_does_not_use_a_link_up(rig: Rig) -> None:
    link = set_up_link(rig.state, rig.clock)
    for wrong in (
        replace(ADA, password="short"),
        replace(ADA, password="ada@example.org"),
        replace(ADA, email="nobody"),
        replace(ADA, name="  "),
    ):
        with pytest.raises(UsageError):
            set_up(rig.state, rig.clock, rig.passwords, link.secret, wrong)
    set_up(rig.state, rig.clock, rig.passwords, link.secret, ADA)


def test_a_link_runs_out_and_a_newer_one_takes_its_place(rig: Rig) -> None:
    first = first_run_link(rig.state, rig.clock)
    second = first_run_link(rig.state, rig.clock)
    assert first is not None
    assert second is not None
    with pytest.raises(LinkError, match="nothing is known"):
        is_set_up_link(rig.state, rig.clock, first.secret)
    rig.clock.go_on(hours=23, minutes=59)
    is_set_up_link(rig.state, rig.clock, second.secret)
    rig.clock.go_on(minutes=1)
    with pytest.raises(LinkError, match="run out"):
        set_up(rig.state, rig.clock, rig.passwords, second.secret, ADA)


def test_a_first_run_link_is_void_once_there_is_an_admin_and_the_terminals_is_not(rig: Rig) -> None:
    first = first_run_link(rig.state, rig.clock)
    by_terminal = set_up_link(rig.state, rig.clock)
    assert first is not None
    rig.person("ada", Role.ADMIN)
    with pytest.raises(LinkError, match="set up already"):
        set_up(rig.state, rig.clock, rig.passwords, first.secret, ADA)
    old = rig.sign_in("ada")
    set_up(rig.state, rig.clock, rig.passwords, by_terminal.secret, replace(ADA, password=OTHER))
    assert who_is(rig.state, rig.clock, old.secret) is None
    assert rig.sign_in("ada", OTHER).person.role is Role.ADMIN


def test_a_link_for_one_thing_does_not_open_another(rig: Rig) -> None:
    _, link = invite(rig.state, rig.clock, TERMINAL, Invitation("Ben", "ben@example.org", Role.VIEWER))
    with pytest.raises(LinkError):
        set_up(rig.state, rig.clock, rig.passwords, link.secret, ADA)
    for secret in (set_up_link(rig.state, rig.clock).secret, "", "x" * 43, "\udcff"):
        with pytest.raises(LinkError):
            invited(rig.state, rig.clock, secret)


def test_two_who_use_one_link_at_once_are_one(rig: Rig, open_again: OpenAgain) -> None:
    link = set_up_link(rig.state, rig.clock)
    ready, outcomes = threading.Barrier(2), []

    def use(name: str) -> None:
        state = open_again()
        admin = FirstAdmin(name, f"{name}@example.org", GOOD)
        ready.wait()
        try:
            outcomes.append(set_up(state, rig.clock, rig.passwords, link.secret, admin).name)
        except LinkError:
            outcomes.append("refused")

    threads = [threading.Thread(target=use, args=(name,)) for name in ("ada", "eve")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes)[1] == "refused"
    assert [one.name for one in list_people(rig.state, TERMINAL)] == sorted(outcomes)[:1]


def test_an_invitation_is_of_one_person_and_sets_their_password(rig: Rig) -> None:
    ada = rig.person("ada", Role.ADMIN)
    invitation = Invitation("Ben", "BEN@example.org", Role.LEAD, "b.en", ["support", "field"], "de")
    ben, link = invite(rig.state, rig.clock, ada, invitation)
    assert link.path == f"/join/{link.secret}"
    assert invited(rig.state, rig.clock, link.secret) == ben
    with pytest.raises(SignInError):
        rig.sign_in("ben")
    joined = join(rig.state, rig.clock, rig.passwords, link.secret, GOOD, "Benedikt")
    assert joined == replace(ben, name="Benedikt", version=2)
    assert joined.teams == {"support", "field"}
    assert rig.sign_in("ben").person == joined
    with pytest.raises(UsageError, match="already"):
        invite(rig.state, rig.clock, ada, invitation)
    told = [(entry.what, entry.who) for entry in rig.audit() if entry.on == f"person:{ben.id}"]
    failed, signed_in = (Deed.SIGN_IN_FAILED, "nobody"), (Deed.SIGNED_IN, ben.id)
    assert told == [(Deed.INVITED, ada.id), failed, (Deed.JOINED, ben.id), signed_in]


def test_only_admins_invite(rig: Rig) -> None:
    for role in (Role.LEAD, Role.AGENT, Role.VIEWER):
        asker = rig.person(str(role), role, "support")
        with pytest.raises(NotAllowedError):
            invite(rig.state, rig.clock, asker, Invitation("Eve", "eve@example.org", Role.ADMIN))
        with pytest.raises(NotAllowedError):
            change_person(rig.state, rig.clock, asker, asker.id, asker.version, PersonChange(role=Role.ADMIN))
        with pytest.raises(NotAllowedError):
            change_person(rig.state, rig.clock, asker, asker.id, 1, PersonChange(teams=frozenset({"x"})))
        own = change_person(rig.state, rig.clock, asker, asker.id, asker.version, PersonChange(language="de"))
        assert own.language == "de"


def test_a_lead_sees_who_is_in_their_teams_and_everybody_themselves(rig: Rig) -> None:
    lead = rig.person("lea", Role.LEAD, "support")
    rig.person("ben", Role.AGENT, "support")
    carl = rig.person("carl", Role.AGENT, "field")
    assert [one.name for one in list_people(rig.state, lead)] == ["ben", "lea"]
    assert [one.name for one in list_people(rig.state, carl)] == ["carl"]
    assert len(list_people(rig.state, TERMINAL)) == 3


def test_of_two_who_change_one_person_the_second_is_told_what_is_there(rig: Rig) -> None:
    ben = rig.person("ben", Role.AGENT, "support")
    first = change_person(rig.state, rig.clock, TERMINAL, ben.id, ben.version, PersonChange(name="Benno"))
    with pytest.raises(ChangedMeanwhileError) as told:
        change_person(rig.state, rig.clock, TERMINAL, ben.id, ben.version, PersonChange(role=Role.LEAD))
    assert told.value.now == first
    again = change_person(rig.state, rig.clock, TERMINAL, ben.id, first.version, PersonChange(role=Role.LEAD))
    assert (again.name, again.role, again.version) == ("Benno", Role.LEAD, 3)
    (name, role) = rig.audit()[-2:]
    assert (name.before, name.after) == ({"name": "ben"}, {"name": "Benno"})
    assert (role.before, role.after) == ({"role": "agent"}, {"role": "lead"})


def test_the_last_admin_stays_one(rig: Rig) -> None:
    ada, eve = rig.person("ada", Role.ADMIN), rig.person("eve", Role.ADMIN)
    # Who was invited and has not joined could let nobody in.
    invite(rig.state, rig.clock, ada, Invitation("Late", "late@example.org", Role.ADMIN))
    deactivate(rig.state, rig.clock, ada, eve.id)
    with pytest.raises(UsageError, match="no admin would be left"):
        deactivate(rig.state, rig.clock, ada, ada.id)
    with pytest.raises(UsageError, match="no admin would be left"):
        change_person(rig.state, rig.clock, ada, ada.id, ada.version, PersonChange(role=Role.LEAD))
    activate(rig.state, rig.clock, ada, eve.id)
    change_person(rig.state, rig.clock, ada, ada.id, ada.version, PersonChange(role=Role.LEAD))


def test_two_admins_who_demote_each_other_at_once_leave_one(rig: Rig, open_again: OpenAgain) -> None:
    both = [rig.person("ada", Role.ADMIN), rig.person("eve", Role.ADMIN)]
    ready, refused = threading.Barrier(2), []

    def demote(by: Person, whom: Person) -> None:
        state = open_again()
        ready.wait()
        try:
            deactivate(state, rig.clock, by, whom.id)
        except DeskwiseError as error:
            refused.append(error)

    threads = [threading.Thread(target=demote, args=pair) for pair in (both, both[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with rig.state.reading() as stores:
        assert len(stores.people.admins()) == 1
    assert len(refused) == 1


def test_who_is_deactivated_is_out_at_once_and_stays_known(rig: Rig) -> None:
    ada, ben = rig.person("ada", Role.ADMIN), rig.person("ben")
    session = rig.sign_in("ben")
    link = password_link(rig.state, rig.clock, ada, ben.id)
    deactivate(rig.state, rig.clock, ada, ben.id)
    assert who_is(rig.state, rig.clock, session.secret) is None
    with pytest.raises(SignInError):
        rig.sign_in("ben")
    with pytest.raises(LinkError):
        join(rig.state, rig.clock, rig.passwords, link.secret, OTHER)
    assert [(one.name, one.active) for one in list_people(rig.state, ada)] == [("ada", True), ("ben", False)]
    activate(rig.state, rig.clock, ada, ben.id)
    assert who_is(rig.state, rig.clock, session.secret) is None
    assert rig.sign_in("ben").person.active


def test_a_password_set_by_a_link_ends_every_session(rig: Rig) -> None:
    ben = rig.person("ben")
    session = rig.sign_in("ben")
    link = password_link(rig.state, rig.clock, TERMINAL, ben.id)
    assert who_is(rig.state, rig.clock, session.secret) == ben
    join(rig.state, rig.clock, rig.passwords, link.secret, OTHER)
    assert who_is(rig.state, rig.clock, session.secret) is None
    assert rig.audit()[-1].what is Deed.PASSWORD_CHANGED


def test_a_changed_password_ends_the_other_sessions(rig: Rig) -> None:
    ben = rig.person("ben")
    here, there = rig.sign_in("ben"), rig.sign_in("ben")
    with pytest.raises(SignInError, match="old password is wrong"):
        change_password(rig.state, rig.clock, rig.passwords, ben, OTHER, OTHER, here.secret)
    change_password(rig.state, rig.clock, rig.passwords, ben, GOOD, OTHER, here.secret)
    assert who_is(rig.state, rig.clock, here.secret) == ben
    assert who_is(rig.state, rig.clock, there.secret) is None
    with pytest.raises(SignInError):
        rig.sign_in("ben")
    assert rig.sign_in("ben", OTHER).person == ben


def test_guessing_the_old_password_from_a_stolen_session_is_slowed_down(rig: Rig) -> None:
    ben = rig.person("ben")
    here = rig.sign_in("ben")
    told = []
    for _ in range(8):
        with pytest.raises(SignInError) as error:
            change_password(rig.state, rig.clock, rig.passwords, ben, "wrong", OTHER, here.secret)
        told.append(error.value.retry_after_seconds)
    assert told == [None] * 5 + [1.0] * 3
