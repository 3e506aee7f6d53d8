"""What the user said of a file, checked against the words there are."""

from __future__ import annotations

from collections.abc import Iterable

from deskwise.app.file_understanding import Answers
from deskwise.events.vocabulary import KIND_NAMES, STATUS_NAMES, scales_of
from deskwise.kernel.errors import UsageError
from deskwise.kernel.language import marked, say
from deskwise.sources.detection.durations import UNITS
from deskwise.sources.detection.words import ABANDONED, ANSWERED, NEITHER, REMOVED

ALLOWED = {
    "statuses": (*STATUS_NAMES, REMOVED),
    "outcomes": (ANSWERED, ABANDONED, NEITHER),
    "activities": (*KIND_NAMES, *STATUS_NAMES),
    "units": UNITS,
}
IS_NONE = {
    "statuses": marked("%(word)s is no status"),
    "outcomes": marked("%(word)s is no outcome"),
    "activities": marked("%(word)s is no kind"),
    "units": marked("%(word)s is no unit"),
}


def check_said(answers: Answers) -> None:
    """Raise `UsageError` for an answer that is none of the words there are."""
    for key, allowed in ALLOWED.items():
        for _, word in getattr(answers, key):
            _check(IS_NONE[key], word, allowed)
    if answers.scale is not None:
        _check(marked("%(word)s is no scale"), answers.scale, [scale.name for scale in scales_of("rated")])


def _check(is_none: str, word: str, allowed: Iterable[str]) -> None:
    names = list(allowed)
    if word not in names:
        raise UsageError(
            say(is_none, word=repr(word)),
            do=say("use one of %(names)s", names=", ".join(names)),
        )
