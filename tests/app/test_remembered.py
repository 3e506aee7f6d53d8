"""An answer is found once for the same facts, by one thread for all that ask."""

from __future__ import annotations

import threading
from typing import Any, cast

import pytest

from deskwise.app.remembered import remembered
from deskwise.app.workspace import Facts
from deskwise.facts.rules import Rules
from deskwise.metrics.timeline import Horizon


def facts() -> Facts:
    nothing = cast(Any, None)
    return Facts(Rules(), Horizon(None, 0), nothing, nothing)


def test_the_same_question_is_asked_once() -> None:
    known, asked = facts(), []

    def ask() -> int:
        asked.append("x")
        return 3

    for _ in range(3):
        assert remembered(known, "sum", (1, 2), ask) == 3
    assert asked == ["x"]
    assert remembered(known, "product", (1, 2), lambda: 2) == 2
    assert remembered(facts(), "sum", (1, 2), lambda: 4) == 4


def test_threads_wait_for_the_one_that_asks() -> None:
    known, asked = facts(), []
    begun, go_on = threading.Event(), threading.Event()

    def ask() -> int:
        asked.append(1)
        begun.set()
        assert go_on.wait(10)
        return 7

    found: list[int] = []
    threads = [
        threading.Thread(target=lambda: found.append(remembered(known, "k", "q", ask))) for _ in range(5)
    ]
    threads[0].start()
    assert begun.wait(10)
    for thread in threads[1:]:
        thread.start()
    go_on.set()
    for thread in threads:
        thread.join()
    assert found == [7] * 5
    assert len(asked) == 1


def test_a_failure_is_not_remembered() -> None:
    known = facts()
    with pytest.raises(ZeroDivisionError):
        remembered(known, "k", "q", lambda: 1 // 0)
    assert remembered(known, "k", "q", lambda: 5) == 5


def test_no_more_than_asked_are_kept() -> None:
    known = facts()
    for number in range(10):
        remembered(known, "k", number, lambda number=number: number, 4)  # type: ignore[misc]  # bound in the loop
    assert len(known.remembered["k"]) <= 4
