"""Deliveries that were taken lately, on both engines."""

from __future__ import annotations

from datetime import timedelta

from stores.state.conftest import OpenAgain
from stores.state.state_rig import Rig, SetClock

LATER = timedelta(minutes=5)


def remember(rig: Rig, word: str) -> bool:
    at = rig.clock.now()
    with rig.state.changing() as stores:
        return stores.deliveries.remember(word, at + LATER, at)


def test_a_delivery_is_new_once_also_to_another_process(open_again: OpenAgain) -> None:
    clock = SetClock()
    assert remember(Rig(open_again(), clock), "a")
    assert not remember(Rig(open_again(), clock), "a")
    assert remember(Rig(open_again(), clock), "b")


def test_it_is_remembered_to_the_last_instant_and_no_longer(rig: Rig) -> None:
    assert remember(rig, "a")
    rig.clock.go_on(minutes=5)
    assert not remember(rig, "a")
    rig.clock.go_on(seconds=1)
    assert remember(rig, "a")


def test_what_was_not_taken_is_forgotten(rig: Rig) -> None:
    assert remember(rig, "a")
    with rig.state.changing() as stores:
        stores.deliveries.forget("a")
    assert remember(rig, "a")
