"""Restating check-ins: what the same instant reads now, why, and that what was known then stays as it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from app.objectives.small_desk import (
    MORE,
    OBJECTIVE,
    QUARTER,
    bound,
    desk,
    reaching,
    received,
    replies,
    stands,
)
from app.ruling_rig import AS_OF, RulingRig
from deskwise.app.objectives.restate import Restated, restate
from deskwise.metrics.catalogue import metric
from deskwise.okr.binding import Window
from deskwise.okr.check_in import CheckIn, Known
from deskwise.okr.key_result import Bounds, KeyResult, KeyResultKind, Milestone

# What came in ten days later: a request of January that nobody had told of, and one of February.
LATE = """event_id,at,kind,ticket,role,customer,category
l8,2025-01-09T10:00:00Z,opened,T8,customer,C8,billing
l9,2025-02-05T10:00:00Z,opened,T9,customer,C9,billing
"""
LATER = datetime(2025, 2, 10, tzinfo=UTC)


@pytest.fixture
def rig(tmp_path: Path) -> RulingRig:
    return desk(tmp_path)


def checked_in(rig: RulingRig, key_result: KeyResult, name: str = "i1") -> CheckIn:
    """A check-in of what is known now."""
    return CheckIn(name, key_result.id, "p1", rig.clock.now(), stands(rig, key_result).known)


def restated(rig: RulingRig, key_result: KeyResult, *check_ins: CheckIn) -> list[Restated]:
    return list(restate(rig.workspace, QUARTER, OBJECTIVE, key_result, check_ins).values())


def test_what_nothing_happened_to_reads_as_it_did(rig: RulingRig) -> None:
    made = checked_in(rig, replies())
    assert restated(rig, replies(), made) == [Restated("i1", made.known, ())]


def test_a_ruling_changes_what_the_instant_reads_and_not_what_was_known(rig: RulingRig) -> None:
    made = checked_in(rig, replies())
    # One wait of 70 minutes; what began it was no question, so that it is one of 10.
    assert made.known.value == 4_200
    assert made.known.progress == pytest.approx(3_000 / 6_600)
    as_it_was = replace(made)
    rig.rule("T1", "m3", "acknowledgement")
    (found,) = restated(rig, replies(), made)
    assert found.now is not None
    assert (found.now.value, found.now.progress) == (600, 1.0)
    assert [each.cause for each in found.reasons] == ["rulings"]
    assert made == as_it_was


def test_a_ruling_made_after_more_data_came_in_is_read_at_the_instant_of_before(rig: RulingRig) -> None:
    made = checked_in(rig, replies())
    rig.bring_in(LATE, source="shop", as_of=LATER)
    rig.rule("T1", "m3", "acknowledgement")
    (found,) = restated(rig, replies(), made)
    assert found.now is not None
    assert (made.known.value, found.now.value) == (4_200, 600)
    assert "rulings" in {each.cause for each in found.reasons}


def test_what_came_in_late_is_counted_and_what_lies_after_the_instant_is_not(rig: RulingRig) -> None:
    made = checked_in(rig, received())
    rig.bring_in(LATE, source="shop", as_of=LATER)
    assert stands(rig, received()).known.value == 6
    (found,) = restated(rig, received(), made)
    assert found.now is not None
    assert (made.known.value, found.now.value) == (4, 5)
    assert [each.cause for each in found.reasons] == ["late_events"]
    assert (found.now.start_at, found.now.end_at) == (made.known.start_at, made.known.end_at)
    assert found.now.as_of == made.known.as_of
    assert [each.cause for each in found.reasons] == ["late_events"]


def test_a_log_that_was_filled_up_and_reaches_no_further_is_named_too(rig: RulingRig) -> None:
    made = checked_in(rig, received())
    rig.bring_in(MORE, source="shop", as_of=AS_OF)
    (found,) = restated(rig, received(), made)
    assert found.now is not None
    assert found.now.value == 6
    assert [each.cause for each in found.reasons] == ["late_events"]


def test_it_is_read_by_the_settings_of_today(rig: RulingRig) -> None:
    made = checked_in(rig, received())
    # Whoever asks again within as many days asks the same thing.
    rig.settings("window_days = 1\n")
    (found,) = restated(rig, received(), made)
    assert found.now is not None
    assert found.now.settings != made.known.settings


def test_a_cycle_that_was_moved_does_not_move_the_time_that_is_compared(rig: RulingRig) -> None:
    made = checked_in(rig, received())
    moved = replace(QUARTER, first_day=date(2025, 1, 4))
    (found,) = restate(rig.workspace, moved, OBJECTIVE, received(), [made]).values()
    assert found.now is not None
    assert (found.now.value, found.reasons) == (4, ())


def test_a_keep_is_restated_with_its_weeks(rig: RulingRig) -> None:
    weekly = KeyResult(
        "k1", "k1", "o1", "Few", KeyResultKind.KEEP,
        bound("requests_received", "count", window=Window("last_full_week")), bounds=Bounds(upper=1.0),
        higher_is_better=None,
    )  # fmt: skip
    rig.bring_in(MORE, source="web", as_of=AS_OF)
    made = checked_in(rig, weekly)
    # Four requests in the first week, one in the second and the fourth, and none in the third.
    assert made.known.progress == 3 / 4
    rig.bring_in(LATE, source="shop", as_of=LATER)
    (found,) = restated(rig, weekly, made)
    assert found.now is not None
    # One more came late into the second.
    assert found.now.progress == 2 / 4


def test_check_ins_of_one_as_of_are_folded_once_and_remembered(
    rig: RulingRig, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = [checked_in(rig, received(), name) for name in ("i1", "i2")]
    rig.bring_in(LATE, source="shop", as_of=LATER)
    asked = []
    fold = rig.workspace.facts

    def counted(as_of: int | None = None) -> object:
        asked.append(as_of)
        return fold(as_of)

    monkeypatch.setattr(rig.workspace, "facts", counted)
    first = restated(rig, received(), *made)
    assert [each for each in asked if each is not None] == [made[0].known.as_of]
    assert restated(rig, received(), *made) == first
    assert [each for each in asked if each is not None] == [made[0].known.as_of]
    # Another state of the log is looked at anew.
    rig.rule("T1", "m3", "acknowledgement")
    restated(rig, received(), *made)
    assert len([each for each in asked if each is not None]) == 2


def test_what_cannot_be_told_any_more_is_null(rig: RulingRig) -> None:
    made = checked_in(rig, received())
    assert made.known.as_of is not None
    beyond = replace(made, id="i2", known=replace(made.known, as_of=made.known.as_of + 1))
    nothing = replace(made, id="i3", known=Known(None, None, as_of=made.known.as_of))
    found = restated(rig, received(), beyond, nothing)
    assert [(each.check_in, each.now, each.reasons) for each in found] == [("i2", None, ()), ("i3", None, ())]
    steps = KeyResult("k1", "k1", "o1", "S", KeyResultKind.MILESTONES, milestones=(Milestone("one"),))
    assert restated(rig, steps, made) == [Restated("i1", None, ())]


def test_one_that_was_taken_out_is_restated_too(rig: RulingRig) -> None:
    made = checked_in(rig, received())
    (found,) = restated(rig, replace(received(), kept=False), made)
    assert found.now == made.known


def test_another_definition_is_named(rig: RulingRig) -> None:
    key_result = reaching(bound("reply_time", "mean"), 600.0)
    made = checked_in(rig, key_result)
    then = replace(made, known=replace(made.known, definition="reply_time@0", value=5_000.0))
    (found,) = restated(rig, key_result, then)
    assert [each.cause for each in found.reasons] == ["definition"]
    assert metric("reply_time").definition in found.reasons[0].sentence
