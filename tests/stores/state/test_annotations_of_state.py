"""Annotations, on both engines."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deskwise.app.access.holders import TERMINAL, Role
from deskwise.app.annotate import Note, annotate, change_annotation, list_annotations, remove_annotation
from deskwise.kernel.errors import ChangedMeanwhileError, NotAllowedError, UsageError
from stores.state.state_rig import Rig

DAY = datetime(2026, 2, 1, tzinfo=UTC)
RELEASE = Note("release", "4.2 is out", DAY)
ROTA = Note("rota", "new rota", DAY, DAY + timedelta(days=3), "support", "first_response_time")


def test_what_was_noted_is_read(rig: Rig) -> None:
    release, rota = (annotate(rig.state, rig.clock, TERMINAL, note) for note in (RELEASE, ROTA))
    assert set(list_annotations(rig.state, TERMINAL)) == {release, rota}
    assert (rota.author, rota.team, rota.version) == ("terminal", "support", 1)
    assert list_annotations(rig.state, TERMINAL, team="field") == (release,)
    assert list_annotations(rig.state, TERMINAL, metric="reopen_rate") == (release,)
    assert len(list_annotations(rig.state, TERMINAL, team="support", metric="first_response_time")) == 2


days = st.integers(0, 6)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(notes=st.lists(st.tuples(days, days), max_size=5), start=days, end=days)
def test_those_are_found_that_meet_a_time(
    rig: Rig, notes: list[tuple[int, int]], start: int, end: int
) -> None:
    for one in list_annotations(rig.state, TERMINAL):
        remove_annotation(rig.state, rig.clock, TERMINAL, one.id, one.version)
    for begins, lasts in notes:
        at = DAY + timedelta(days=begins)
        ends = at + timedelta(days=lasts) if lasts else None
        annotate(rig.state, rig.clock, TERMINAL, replace(RELEASE, at=at, end_at=ends))
    found = list_annotations(rig.state, TERMINAL, DAY + timedelta(days=start), DAY + timedelta(days=end))
    meet = [begins for begins, lasts in notes if begins < end and (begins >= start or begins + lasts > start)]
    assert [(one.at - DAY).days for one in found] == sorted(meet)


def test_of_two_who_change_one_the_second_is_told(rig: Rig) -> None:
    made = annotate(rig.state, rig.clock, TERMINAL, RELEASE)
    first = change_annotation(
        rig.state, rig.clock, TERMINAL, made.id, made.version, replace(RELEASE, text="4.3 is out")
    )
    assert (first.version, first.made_at) == (2, made.made_at)
    with pytest.raises(ChangedMeanwhileError) as told:
        change_annotation(rig.state, rig.clock, TERMINAL, made.id, made.version, ROTA)
    assert told.value.now == first
    with pytest.raises(ChangedMeanwhileError):
        remove_annotation(rig.state, rig.clock, TERMINAL, made.id, made.version)
    remove_annotation(rig.state, rig.clock, TERMINAL, made.id, first.version)
    with pytest.raises(UsageError, match="no annotation has this id"):
        remove_annotation(rig.state, rig.clock, TERMINAL, made.id, first.version)
    assert [(str(one.what), one.before, one.after) for one in rig.audit()[1:]] == [
        ("annotation_changed", {"text": "4.2 is out"}, {"text": "4.3 is out"}),
        ("annotation_removed", {
            "id": made.id, "kind": "release", "text": "4.3 is out", "at": "2026-02-01T00:00:00Z",
            "end_at": None, "team": None, "metric": None, "author": "terminal",
        }, None),
    ]  # fmt: skip


def test_a_lead_notes_on_their_own_teams_alone(rig: Rig) -> None:
    lead, agent = rig.person("lea", Role.LEAD, "support"), rig.person("ben", Role.AGENT, "support")
    own = annotate(rig.state, rig.clock, lead, ROTA)
    whole = annotate(rig.state, rig.clock, TERMINAL, RELEASE)
    for by, note in ((lead, RELEASE), (lead, replace(ROTA, team="field")), (agent, ROTA)):
        with pytest.raises(NotAllowedError):
            annotate(rig.state, rig.clock, by, note)
        with pytest.raises(NotAllowedError):
            change_annotation(rig.state, rig.clock, by, own.id, own.version, note)
    with pytest.raises(NotAllowedError):
        change_annotation(rig.state, rig.clock, lead, whole.id, whole.version, ROTA)
    with pytest.raises(NotAllowedError):
        remove_annotation(rig.state, rig.clock, lead, whole.id, whole.version)
    assert set(list_annotations(rig.state, agent)) == {own, whole}


@pytest.mark.parametrize(
    "note",
    [replace(RELEASE, kind="party"), replace(RELEASE, text=""), replace(RELEASE, text="x" * 501),
     replace(RELEASE, text="a\x1bb"), replace(RELEASE, end_at=DAY), replace(RELEASE, metric="none"),
     replace(RELEASE, team=" ")],
)  # fmt: skip
def test_a_note_that_does_not_hold_together_is_refused(rig: Rig, note: Note) -> None:
    with pytest.raises(UsageError):
        annotate(rig.state, rig.clock, TERMINAL, note)
    assert list_annotations(rig.state, TERMINAL) == ()
