"""The spread of a team is of three people at least, and none of its sides is one of three people's own."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analyses.test_change import reading
from deskwise.analyses.peer_spread import FEWEST_CASES, FEWEST_PEERS, PeerSpread, peer_spread


def test_quartiles_of_five_people() -> None:
    assert peer_spread([reading(value) for value in (50, 10, 40, 20, 30)]) == PeerSpread(20, 40, 5)


def test_neither_side_is_the_own_figure_of_one_of_three() -> None:
    found = peer_spread([reading(value) for value in (10, 20, 40)])
    assert found == PeerSpread(15, 30, 3)


@pytest.mark.parametrize("people", range(FEWEST_PEERS))
def test_fewer_than_three_have_no_spread(people: int) -> None:
    assert peer_spread([reading(10.0 * number) for number in range(people)]) is None


def test_people_with_few_cases_or_without_a_figure_are_left_out() -> None:
    few = replace(reading(1_000), n=FEWEST_CASES - 1)
    enough = replace(reading(40), n=FEWEST_CASES)
    assert peer_spread([reading(10), reading(20), enough, few, reading(None)]) == PeerSpread(15, 30, 3)
    assert peer_spread([reading(10), reading(20), few, reading(None)]) is None
