"""Draws that never change, each decision by its own stream."""

from __future__ import annotations

import numpy as np

from deskwise.sample.draws import Draws
from deskwise.sample.span import SECOND


def test_a_stream_is_its_name_its_scope_its_block_and_its_seed() -> None:
    one = Draws(1, 0).uniform("a", 4)
    assert np.array_equal(one, Draws(1, 0).uniform("a", 4))
    for other in (
        Draws(1, 0).uniform("b", 4),
        Draws(1, 0, "there").uniform("a", 4),
        Draws(1, 1).uniform("a", 4),
        Draws(2, 0).uniform("a", 4),
    ):
        assert not np.array_equal(one, other)


def test_a_longer_stream_begins_as_the_shorter_one() -> None:
    assert np.array_equal(Draws(1, 0).uniform("a", 9)[:4], Draws(1, 0).uniform("a", 4))


def test_the_first_numbers_are_pinned() -> None:
    assert Draws(1, 0).below("pinned", 5, 1_000).tolist() == [112, 811, 984, 490, 953]


def test_weights() -> None:
    picked = Draws(1, 0).pick("weights", 30_000, (1, 0, 3))
    counts = np.bincount(picked, minlength=3)
    assert counts[1] == 0
    assert 0.23 < counts[0] / 30_000 < 0.27


def test_durations_lie_between_their_edges_in_equal_shares() -> None:
    lasting = Draws(1, 0).lasting("duration", 30_000, (10, 20, 100))
    assert lasting.min() >= 10 * SECOND
    assert lasting.max() < 100 * SECOND
    assert 0.48 < np.mean(lasting < 20 * SECOND) < 0.52
