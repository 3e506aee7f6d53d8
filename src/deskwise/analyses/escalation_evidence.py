"""What tells directly why a request was escalated: a reason given, a problem, an article known then."""

from __future__ import annotations

from typing import Literal

from deskwise.analyses.ground_values import Escalated
from deskwise.kernel.language import marked

Cause = Literal["product gap", "training need", "another reason", "undecided"]
GAP: Cause = "product gap"
TRAINING: Cause = "training need"
OTHER: Cause = "another reason"
UNDECIDED: Cause = "undecided"
CAUSES: tuple[Cause, ...] = (GAP, TRAINING, OTHER, UNDECIDED)
LABELS: dict[Cause, str] = {
    GAP: marked("product gap"),
    TRAINING: marked("training need"),
    OTHER: marked("another reason"),
    UNDECIDED: marked("undecided"),
}
# What the reasons of the book say. `other` says nothing, and neither does a word that is not among them.
REASONS: dict[str, Cause] = {
    "fault": GAP, "skill": TRAINING, "permission": OTHER, "oversold": OTHER, "policy": OTHER,
}  # fmt: skip


def direct_cause(escalated: Escalated) -> Cause:
    """The cause that is evident by itself: of a reason first, then of a link, then of an article.

    >>> from dataclasses import replace
    >>> bare = Escalated("desk", "7", 0, "anna", "support", None, None, None, None, None, None, False)
    >>> direct_cause(bare), direct_cause(replace(bare, reason="other", problem="P-1"))
    ('undecided', 'product gap')
    >>> direct_cause(replace(bare, reason="policy", problem="P-1"))
    'another reason'
    >>> direct_cause(replace(bare, known_article=True))
    'training need'
    """
    told = REASONS.get((escalated.reason or "").strip().lower(), UNDECIDED)
    if told != UNDECIDED:
        return told
    if escalated.problem is not None:
        return GAP
    return TRAINING if escalated.known_article else UNDECIDED
