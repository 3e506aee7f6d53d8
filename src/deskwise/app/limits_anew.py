"""Limits set anew: from an instant on, on purpose and with a reason, a figure's limits are drawn again.

Who does so leaves a note of the kind `limits` on the line of time: whoever may note something on a metric, or
on a team's part of it, may set its limits anew. The audit tells of it, and charts show where it was.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from deskwise.analyses.ground_values import LimitsAnew
from deskwise.app.access.holders import Holder
from deskwise.app.annotate import Note, annotate, list_annotations, remove_annotation
from deskwise.app.annotations import Annotation, AnnotationKind
from deskwise.app.state import State
from deskwise.kernel.clock import Clock
from deskwise.kernel.errors import UsageError
from deskwise.kernel.language import say
from deskwise.kernel.periods import parse_day_or_instant

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


def since_instant(text: str, zone: str) -> datetime:
    """The instant of a date or an instant as somebody writes it; raises `UsageError` for what is neither.

    >>> since_instant("2026-03-02", "UTC").isoformat()
    '2026-03-02T00:00:00+00:00'
    """
    return EPOCH + parse_day_or_instant(text, zone) * MICROSECOND


def kept_anew(state: State) -> tuple[Annotation, ...]:
    """All that were set anew and not taken back: a figure has the same limits for everybody."""
    with state.reading() as stores:
        found = stores.annotations.between(None, None)
    return tuple(each for each in found if each.kind is AnnotationKind.LIMITS)


def list_anew(state: State, by: Holder, metric: str | None = None) -> tuple[Annotation, ...]:
    """Those that were set anew, of one metric or of all; raises `NotAllowedError`."""
    found = list_annotations(state, by, metric=metric)
    return tuple(each for each in found if each.kind is AnnotationKind.LIMITS)


def set_anew(
    state: State,
    clock: Clock,
    by: Holder,
    metric: str,
    since_at: datetime,
    reason: str,
    team: str | None = None,
) -> Annotation:
    """Have the limits of a metric, or of a team's part of it, drawn of what came from an instant on.

    Raises `NotAllowedError`, and `UsageError` for a metric there is not or without a reason.
    """
    return annotate(state, clock, by, Note(AnnotationKind.LIMITS, reason, since_at, team=team, metric=metric))


def take_back(state: State, clock: Clock, by: Holder, anew_id: str) -> Annotation:
    """Let limits be drawn as they were before; raises `NotAllowedError`, and `UsageError` for no such id."""
    found = next((each for each in kept_anew(state) if each.id == anew_id), None)
    if found is None:
        raise UsageError(
            say("no limits were set anew by this id"), do=say("see deskwise limits list for those that were")
        )
    remove_annotation(state, clock, by, found.id, found.version)
    return found


def anew_of(
    found: Sequence[Annotation], metric: str, where: Mapping[str, Sequence[str | None]], as_of: int
) -> LimitsAnew | None:
    """What was last set anew of a figure at as-of: on its metric, and on all of it or the team it is of."""
    team = tuple(where.get("team", ()))
    mine = [
        each
        for each in found
        if each.metric in {None, metric}
        and (each.team is None or team == (each.team,))
        and _at(each) <= as_of
    ]
    if not mine:
        return None
    last = max(mine, key=_at)
    return LimitsAnew(_at(last), last.text)


def _at(found: Annotation) -> int:
    return (found.at - EPOCH) // MICROSECOND
