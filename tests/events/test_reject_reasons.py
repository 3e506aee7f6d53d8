from __future__ import annotations

from deskwise.events.reject_reasons import REASON_BY_CODE, REJECT_REASONS


def test_every_reason_explains_itself() -> None:
    assert len(REASON_BY_CODE) == len(REJECT_REASONS)
    for reason in REJECT_REASONS:
        assert reason.sentence.endswith(".")
        assert reason.do.endswith(".")


def test_reasons_stand_in_the_order_they_are_asked() -> None:
    passes = [reason.found_by for reason in REJECT_REASONS]
    assert passes == sorted(passes, key=["row", "id", "ticket"].index)
