"""What is hidden in the sample company for an analysis to find, and what its placebo twin lacks.

* A product gap: from a date on, most agents of the first team escalate one category of one product.
* A complaint pattern: customers complain about one agent far more often than about the agent's peers, who get
  the same mix of requests.
* An improvement: from a date on, the first team answers sooner and has fewer requests reopened.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np  # noqa: TID253 - plans are columns of numbers

from deskwise.sample.span import Flags, Floats, Ints, midnight
from deskwise.sample.staff import FIRST_NAMES, SPECIALISTS, SUPPORT
from deskwise.sample.words import CATEGORIES, PRODUCTS

GAP_FROM = date(2025, 6, 1)
GAP_PRODUCT, GAP_CATEGORY = "comet", "sync"
PATTERN_AGENT = "kim"
IMPROVED_FROM = date(2025, 10, 1)
IMPROVED_TEAM = "support"

_USUAL_ESCALATION, _SPECIALISTS_ESCALATION, _GAP_ESCALATION = 0.09, 0.05, 0.58
_USUAL_COMPLAINT, _PATTERN_COMPLAINT = 0.014, 0.075
_FIRST_REPLY_PERCENT, _REOPENING_FACTOR = 58, 0.45


@dataclass(frozen=True)
class Planted:
    """The chances of things that are planted; of the placebo, the usual ones everywhere."""

    placebo: bool

    def escalation(self, opened_at: Ints, product: Ints, category: Ints, team: Ints) -> Floats:
        """The chance that a request is escalated."""
        usual = np.where(team == SPECIALISTS, _SPECIALISTS_ESCALATION, _USUAL_ESCALATION)
        gap = (
            (opened_at >= midnight(GAP_FROM))
            & (product == PRODUCTS.index(GAP_PRODUCT))
            & (category == CATEGORIES.index(GAP_CATEGORY))
            & (team == SUPPORT)
        )
        return usual if self.placebo else np.where(gap, _GAP_ESCALATION, usual)

    def complaint(self, agents: Ints) -> Floats:
        """The chance of a complaint about a request that this agent replied to."""
        pattern = agents == FIRST_NAMES.index(PATTERN_AGENT)
        return np.where(pattern & (not self.placebo), _PATTERN_COMPLAINT, _USUAL_COMPLAINT)

    def first_reply(self, durations: Ints, opened_at: Ints, team: Ints) -> Ints:
        """How long first replies take, given how long they usually do."""
        return np.where(self._improved(opened_at, team), durations * _FIRST_REPLY_PERCENT // 100, durations)

    def reopening(self, resolved_at: Ints, team: Ints) -> Floats:
        """By what the chance of a reopening is multiplied."""
        return np.where(self._improved(resolved_at, team), _REOPENING_FACTOR, 1.0)

    def _improved(self, at: Ints, team: Ints) -> Flags:
        improved: Flags = (at >= midnight(IMPROVED_FROM)) & (team == SUPPORT) & (not self.placebo)
        return improved
