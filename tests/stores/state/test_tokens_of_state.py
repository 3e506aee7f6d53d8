"""Tokens of programs, on both engines."""

from __future__ import annotations

import pytest

from deskwise.app.access.holders import TERMINAL, Role, Scope
from deskwise.app.audit import AuditQuestion, Deed
from deskwise.app.change_people import PersonChange, change_person, deactivate
from deskwise.app.make_tokens import NewToken, list_tokens, make_token, revoke_token, token_of
from deskwise.app.read_audit import read_audit
from deskwise.kernel.errors import NotAllowedError, UsageError
from stores.state.state_rig import Rig


def test_a_token_is_known_by_its_secret_until_it_runs_out(rig: Rig) -> None:
    token, secret = make_token(rig.state, rig.clock, TERMINAL, NewToken("dashboard", ["read"], 30))
    assert secret.startswith(token.prefix)
    assert (len(token.prefix), token.prefix[:3], token.made_by) == (9, "dw_", "terminal")
    assert token_of(rig.state, rig.clock, secret) == token
    for wrong in ("", secret[:-1], token.prefix, token.id, "\udcff"):
        assert token_of(rig.state, rig.clock, wrong) is None
    rig.clock.go_on(days=29)
    found = token_of(rig.state, rig.clock, secret)
    assert found is not None
    assert found.scopes == {Scope.READ}
    (listed,) = list_tokens(rig.state, TERMINAL)
    assert listed.last_used_at == rig.clock.now()
    rig.clock.go_on(days=1)
    assert token_of(rig.state, rig.clock, secret) is None


def test_a_revoked_token_works_no_more_and_stays_listed(rig: Rig) -> None:
    ada = rig.person("ada", Role.ADMIN)
    token, secret = make_token(rig.state, rig.clock, ada, NewToken("feed", ["write_events"], None))
    assert token.expires_at is None
    revoke_token(rig.state, rig.clock, ada, token.id)
    revoke_token(rig.state, rig.clock, ada, token.id)
    assert token_of(rig.state, rig.clock, secret) is None
    assert [one.revoked_at for one in list_tokens(rig.state, ada)] == [rig.clock.now()]
    told = read_audit(rig.state, ada, AuditQuestion(on=f"token:{token.id}"))
    assert [(one.what, one.who) for one in told] == [(Deed.TOKEN_REVOKED, ada.id), (Deed.TOKEN_MADE, ada.id)]
    assert secret not in str(told)


def test_what_somebody_made_ends_with_their_right_to_make_it(rig: Rig) -> None:
    rig.person("ada", Role.ADMIN)
    eve, ben = rig.person("eve", Role.ADMIN), rig.person("ben", Role.ADMIN)
    secrets = [
        make_token(rig.state, rig.clock, by, NewToken("t", ["admin"]))[1] for by in (eve, ben, TERMINAL)
    ]
    deactivate(rig.state, rig.clock, TERMINAL, eve.id)
    change_person(rig.state, rig.clock, TERMINAL, ben.id, ben.version, PersonChange(role=Role.LEAD))
    assert [token_of(rig.state, rig.clock, one) is not None for one in secrets] == [False, False, True]


@pytest.mark.parametrize(
    "wanted",
    [NewToken("t", []), NewToken("t", ["all"]), NewToken(" ", ["read"]), NewToken("t", ["read"], 0),
     NewToken("t", ["read"], 10_000)],
)  # fmt: skip
def test_a_token_that_cannot_be_is_refused(rig: Rig, wanted: NewToken) -> None:
    with pytest.raises(UsageError):
        make_token(rig.state, rig.clock, TERMINAL, wanted)
    assert list_tokens(rig.state, TERMINAL) == ()


def test_only_admins_and_their_tokens_see_tokens_and_the_audit(rig: Rig) -> None:
    lead = rig.person("lea", Role.LEAD, "support")
    token, secret = make_token(rig.state, rig.clock, TERMINAL, NewToken("t", ["read", "write_events"]))
    reader = token_of(rig.state, rig.clock, secret)
    assert reader is not None
    for holder in (lead, reader):
        for asked in (
            lambda by: list_tokens(rig.state, by),
            lambda by: make_token(rig.state, rig.clock, by, NewToken("t", ["admin"])),
            lambda by: revoke_token(rig.state, rig.clock, by, token.id),
            lambda by: read_audit(rig.state, by, AuditQuestion()),
        ):
            with pytest.raises(NotAllowedError):
                asked(holder)
    _, of_admin = make_token(rig.state, rig.clock, TERMINAL, NewToken("t", ["admin"]))
    admin = token_of(rig.state, rig.clock, of_admin)
    assert admin is not None
    revoke_token(rig.state, rig.clock, admin, token.id)
    assert read_audit(rig.state, admin, AuditQuestion(most=1))[0].who == f"token:{admin.id}"


@pytest.mark.parametrize("most", [0, -1, 10_001])
def test_the_audit_is_read_in_pieces(rig: Rig, most: int) -> None:
    with pytest.raises(UsageError):
        read_audit(rig.state, TERMINAL, AuditQuestion(most=most))
