"""Signing in and out, on both engines."""

from __future__ import annotations

import threading

import pytest
import sqlalchemy as sa

from deskwise.app.access.holders import Role
from deskwise.app.audit import Deed
from deskwise.app.sign_in import ABSOLUTE, IDLE, sign_in, sign_out, sign_out_everywhere, who_is
from deskwise.app.sign_in_throttle import FREE_OF_ACCOUNT, FREE_OF_ADDRESS
from deskwise.kernel.errors import SignInError
from stores.state.conftest import OpenAgain
from stores.state.state_rig import ADDRESS, GOOD, Rig


def fails(rig: Rig, email: str, password: str = "wrong", address: str = ADDRESS) -> SignInError:
    with pytest.raises(SignInError) as told:
        sign_in(rig.state, rig.clock, rig.passwords, email, password, address=address)
    return told.value


def test_a_session_is_known_by_its_secret_and_nothing_else(rig: Rig) -> None:
    ben = rig.person("ben")
    session = rig.sign_in("ben")
    assert len(session.secret) == 43
    assert who_is(rig.state, rig.clock, session.secret) == ben
    for wrong in ("", session.secret[:-1], session.secret + "x", "\udcff"):
        assert who_is(rig.state, rig.clock, wrong) is None


def test_no_secret_is_kept_anywhere(rig: Rig) -> None:
    rig.person("ben")
    secret = rig.sign_in("ben").secret
    with rig.state.database.reading() as connection:
        rows = [
            str(row)
            for table in sa.inspect(connection).get_table_names()
            for row in connection.execute(sa.text(f"select * from {table}"))
        ]
    everything = "\n".join(rows)
    assert "ben@example.org" in everything
    assert secret not in everything
    assert GOOD not in everything
    told = "\n".join(str(entry) for entry in rig.audit())
    assert "$argon2" not in told


def test_what_was_wrong_is_not_told_and_takes_as_long(rig: Rig) -> None:
    ben = rig.person("ben")
    rig.passwords.compared.clear()
    told = {str(fails(rig, email)) for email in ("ben@example.org", "nobody@example.org", "no address", "")}
    assert len(told) == 1
    # Each cost one comparison, which is what takes the time.
    assert rig.passwords.compared == [False] * 4
    assert ben.name not in told.pop()


def test_a_planted_session_is_not_gone_on_with(rig: Rig) -> None:
    rig.person("eve")
    rig.person("ben")
    planted = rig.sign_in("eve").secret
    session = rig.sign_in("ben", former=planted)
    assert session.secret != planted
    assert who_is(rig.state, rig.clock, planted) is None
    again = rig.sign_in("ben", former=session.secret)
    assert who_is(rig.state, rig.clock, session.secret) is None
    assert who_is(rig.state, rig.clock, again.secret) is not None


def test_a_session_ends_when_it_was_not_used_for_long(rig: Rig) -> None:
    rig.person("ben")
    secret = rig.sign_in("ben").secret
    rig.clock.go_on(seconds=IDLE.total_seconds() - 1)
    assert who_is(rig.state, rig.clock, secret) is not None
    rig.clock.go_on(seconds=IDLE.total_seconds() - 1)
    assert who_is(rig.state, rig.clock, secret) is not None
    rig.clock.go_on(seconds=IDLE.total_seconds())
    assert who_is(rig.state, rig.clock, secret) is None


def test_a_session_ends_in_any_case(rig: Rig) -> None:
    rig.person("ben")
    session = rig.sign_in("ben")
    begun = rig.clock.now()
    while rig.clock.now() + IDLE / 2 < begun + ABSOLUTE:
        rig.clock.go_on(seconds=IDLE.total_seconds() / 2)
        assert who_is(rig.state, rig.clock, session.secret) is not None
    rig.clock.instant = session.expires_at
    assert who_is(rig.state, rig.clock, session.secret) is None
    rig.sign_in("ben")
    with rig.state.changing() as stores:
        assert stores.sessions.end_of(session.person.id) == 1


def test_signing_out_ends_one_and_everywhere_all(rig: Rig) -> None:
    ben, eve = rig.person("ben"), rig.person("eve")
    here, there, hers = rig.sign_in("ben"), rig.sign_in("ben"), rig.sign_in("eve")
    sign_out(rig.state, rig.clock, here.secret)
    sign_out(rig.state, rig.clock, here.secret)
    assert who_is(rig.state, rig.clock, here.secret) is None
    assert who_is(rig.state, rig.clock, there.secret) == ben
    third = rig.sign_in("ben")
    assert sign_out_everywhere(rig.state, rig.clock, ben) == 2
    assert who_is(rig.state, rig.clock, there.secret) is None
    assert who_is(rig.state, rig.clock, third.secret) is None
    assert who_is(rig.state, rig.clock, hers.secret) == eve
    assert [entry.what for entry in rig.audit()].count(Deed.SIGNED_OUT) == 1


def test_waits_grow_for_an_account_and_whether_it_exists_makes_no_difference(rig: Rig) -> None:
    rig.person("ben")
    for email in ("ben@example.org", "nobody@example.org"):
        for _ in range(FREE_OF_ACCOUNT + 1):
            assert fails(rig, email, address=email).retry_after_seconds is None
        waits = []
        for _ in range(5):
            wait = fails(rig, email, GOOD, address="elsewhere" + email).retry_after_seconds
            assert wait is not None
            waits.append(wait)
            rig.clock.go_on(seconds=wait)
            fails(rig, email, address=email)
        assert waits == [1, 2, 4, 8, 16]


def test_another_way_to_write_an_account_is_the_same_account(rig: Rig) -> None:
    for email in ["Zoe\u0308@example.org", " zo\u00eb@EXAMPLE.org", "zo\u00eb@example.org "] * 2:
        last = fails(rig, email)
    assert last.retry_after_seconds == 1


def test_an_address_that_guesses_at_many_accounts_has_to_wait(rig: Rig) -> None:
    rig.person("ben")
    for number in range(FREE_OF_ADDRESS + 1):
        # One network of IPv6 is one address.
        fails(rig, f"n{number}@example.org", address=f"2001:db8::{number:x}")
    assert fails(rig, "ben@example.org", GOOD, address="2001:db8::ffff").retry_after_seconds == 1
    session = sign_in(rig.state, rig.clock, rig.passwords, "ben@example.org", GOOD, address="2001:db8:1::1")
    assert session.person.role is Role.AGENT


def test_who_signs_in_well_again_and_again_never_waits(rig: Rig) -> None:
    rig.person("ben")
    for _ in range(FREE_OF_ADDRESS + 5):
        rig.sign_in("ben")


def test_signing_in_well_does_not_clear_the_guesses_of_an_address(rig: Rig) -> None:
    rig.person("eve")
    for number in range(FREE_OF_ADDRESS):
        fails(rig, f"n{number}@example.org")
        rig.sign_in("eve")
    fails(rig, "one@example.org")
    assert fails(rig, "more@example.org").retry_after_seconds == 1


def test_attempts_are_forgotten_after_a_day(rig: Rig) -> None:
    rig.person("ben")
    for _ in range(FREE_OF_ACCOUNT + 1):
        fails(rig, "ben@example.org")
    rig.clock.go_on(days=1, seconds=1)
    for _ in range(FREE_OF_ACCOUNT + 1):
        assert fails(rig, "ben@example.org").retry_after_seconds is None


def test_many_guesses_at_once_are_not_one(rig: Rig, open_again: OpenAgain) -> None:
    rig.person("ben")
    together, compared = 12, len(rig.passwords.compared)
    ready = threading.Barrier(together)

    def guess() -> None:
        state = open_again()
        ready.wait()
        with pytest.raises(SignInError):
            sign_in(state, rig.clock, rig.passwords, "ben@example.org", "wrong", address=ADDRESS)

    threads = [threading.Thread(target=guess) for _ in range(together)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(rig.passwords.compared) - compared == FREE_OF_ACCOUNT + 1
