"""Forgetting people: what is asked, and what settings say of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from deskwise.app.forget_people import find_expired, find_people, forget_expired, forget_people
from deskwise.app.forgetting import Forgotten, ForgottenNote, Reason
from deskwise.kernel.clock import FixedClock
from deskwise.kernel.errors import UsageError

CLOCK = FixedClock(datetime(2026, 1, 1, tzinfo=UTC))
FOUND = Forgotten(("forgotten-1",), 3, 2, 1, 0)
SETTINGS = """
[teams.ann]
tier = 1
[teams.support.hourly_cost]
EUR = 38.5
[[sla]]
name = "gold"
match = { organisation = "ann" }
resolution = { elapsed = "1h" }
"""


@dataclass
class Remembering:
    """Forgets nothing, and remembers what it was asked."""

    settings: str = ""
    asked: list[tuple[str, ...]] = field(default_factory=list)
    at: datetime | None = None

    def find(self, identifiers: tuple[str, ...]) -> Forgotten:
        return FOUND

    def forget(self, identifiers: tuple[str, ...], at: datetime) -> Forgotten:
        self.asked.append(identifiers)
        self.at = at
        return FOUND

    def find_expired(self) -> tuple[tuple[Reason, Forgotten], ...]:
        return (("text_days", FOUND),)

    def expire(self, at: datetime) -> tuple[tuple[Reason, Forgotten], ...]:
        self.at = at
        return (("text_days", FOUND),)

    def notes(self) -> tuple[ForgottenNote, ...]:
        return ()

    def settings_text(self) -> str:
        return self.settings


def test_settings_that_are_called_so_are_told() -> None:
    forgetter = Remembering(SETTINGS)
    assert find_people(forgetter, ("ann",)).settings == ("teams.ann", "sla.0.match.organisation")
    assert find_people(forgetter, ("ben",)).settings == ()
    assert forgetter.asked == []


def test_people_are_forgotten_at_the_instant_of_the_clock() -> None:
    forgetter = Remembering()
    assert forget_people(forgetter, ("ann", "ben"), CLOCK) == FOUND
    assert (forgetter.asked, forgetter.at) == ([("ann", "ben")], CLOCK.now())


@pytest.mark.parametrize("identifiers", [(), ("",), ("ann", "")])
def test_nobody_is_no_identifier(identifiers: tuple[str, ...]) -> None:
    with pytest.raises(UsageError, match="no identifier was named"):
        find_people(Remembering(), identifiers)
    with pytest.raises(UsageError, match="no identifier was named"):
        forget_people(Remembering(), identifiers, CLOCK)


def test_nothing_expires_where_all_is_kept() -> None:
    with pytest.raises(UsageError, match="for ever"):
        find_expired(Remembering('[retention]\ntext_days = "none"'))
    forgetter = Remembering("[retention]\ntext_days = 90")
    assert find_expired(forgetter) == forget_expired(forgetter, CLOCK)
    assert forgetter.at == CLOCK.now()
