"""What the user said of a file, checked against the words there are."""

from __future__ import annotations

from collections.abc import Iterable

from deskwise.app.file_understanding import Answers
from deskwise.events.vocabulary import KIND_NAMES, STATUS_NAMES, scales_of
from deskwise.kernel.errors import UsageError
from deskwise.sources.detection.durations import UNITS
from deskwise.sources.detection.words import ABANDONED, ANSWERED, NEITHER, REMOVED

ALLOWED = {
    "statuses": (*STATUS_NAMES, REMOVED),
    "outcomes": (ANSWERED, ABANDONED, NEITHER),
    "activities": (*KIND_NAMES, *STATUS_NAMES),
    "units": UNITS,
}
CALLED = {"statuses": "status", "outcomes": "outcome", "activities": "kind", "units": "unit"}


def check_said(answers: Answers) -> None:
    """Raise `UsageError` for an answer that is none of the words there are."""
    for key, allowed in ALLOWED.items():
        for _, word in getattr(answers, key):
            _check(CALLED[key], word, allowed)
    if answers.scale is not None:
        _check("scale", answers.scale, [scale.name for scale in scales_of("rated")])


def _check(what: str, word: str, allowed: Iterable[str]) -> None:
    names = list(allowed)
    if word not in names:
        raise UsageError(f"{word!r} is no {what}", do=f"use one of {', '.join(names)}")
