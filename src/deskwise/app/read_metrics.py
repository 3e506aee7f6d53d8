"""Read metrics: a question in words becomes readings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from deskwise.app.remembered import remembered
from deskwise.app.workspace import Facts, Workspace
from deskwise.facts.rules import Rules
from deskwise.kernel.errors import EmptyWorkspaceError, UsageError
from deskwise.kernel.language import say
from deskwise.kernel.periods import parse_day_or_instant
from deskwise.metrics.catalogue import CATALOGUE
from deskwise.metrics.read import read
from deskwise.metrics.readings import Readings
from deskwise.metrics.selection import Selection, select


@dataclass(frozen=True)
class Question:
    """What is asked, in words.

    Dates without an offset are of the workspace's zone; `until` is left out itself. `where` pairs a dimension
    with the values it may have; null is one of them.
    """

    metrics: tuple[str, ...] = ()
    stats: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    where: Mapping[str, Sequence[str | None]] = field(default_factory=dict)
    every: str | None = None
    since: str | None = None
    until: str | None = None
    within_seconds: Decimal | None = None
    clock: str = "elapsed"
    as_of: str | None = None

    def selection(self, rules: Rules) -> Selection:
        """The question as a selection; raises `UsageError` where it cannot be one."""
        instants = {
            name: None if text is None else parse_day_or_instant(text, rules.zone)
            for name, text in (("since_at", self.since), ("until_at", self.until), ("as_of", self.as_of))
        }
        return select(
            self.metrics,
            stats=self._stats(),
            by=self.by,
            where=self.where,
            every=self.every,
            within_seconds=self.within_seconds,
            clock=self.clock,
            **instants,
        )

    def _stats(self) -> tuple[str, ...]:
        """The statistics asked; a threshold given for durations alone asks for the share within it too."""
        if self.stats or self.within_seconds is None or not self.metrics:
            return self.stats
        asked = [CATALOGUE[name] for name in self.metrics if name in CATALOGUE]
        if any("within" not in metric.stats for metric in asked):
            return ()
        return tuple(dict.fromkeys([*(stat for metric in asked for stat in metric.default_stats), "within"]))


# The as-of of a source whose history is being gone through for the first time.
NOTHING_YET = 0


@dataclass(frozen=True)
class Answer:
    """Readings, with the zone their periods are of and the sources that are known less far."""

    readings: Readings
    zone: str
    earlier_sources: tuple[tuple[str, int], ...]


def read_metrics(workspace: Workspace, question: Question) -> Answer:
    """The readings that answer a question.

    Raises `UsageError` for a question that cannot be, `WorkspaceError` where nothing was imported or
    no source is known to any instant yet.
    """
    selection = question.selection(workspace.rules())
    with workspace.facts(selection.as_of) as facts:
        raise_if_nothing_yet(facts)
        readings = readings_of(facts, selection)
    earlier = tuple((name, as_of) for name, as_of in facts.sources if as_of < readings.as_of)
    return Answer(readings, facts.rules.zone, earlier)


def raise_if_nothing_yet(facts: Facts) -> None:
    """Raise `WorkspaceError` where no source is known to any instant yet."""
    if facts.horizon.as_of == NOTHING_YET:
        raise EmptyWorkspaceError(
            say(
                "no event counts yet: the history of %(names)s has not been gone through",
                names=", ".join(name for name, _ in facts.sources),
            ),
            do=say("go on with it: deskwise sync; deskwise sources shows how far it is"),
        )


def readings_of(facts: Facts, selection: Selection) -> Readings:
    """The readings of a selection; what was read of the same facts lately is not read again."""
    return remembered(
        facts,
        "readings",
        selection,
        lambda: read(
            selection, rules=facts.rules, horizon=facts.horizon, engine=facts.engine, compiled=facts.compiled
        ),
    )


def threshold(text: str) -> Decimal:
    """Seconds as they are written, exactly; raises `UsageError` for what is no number.

    >>> threshold("0.1")
    Decimal('0.1')
    """
    try:
        seconds = Decimal(text)
    except InvalidOperation:
        seconds = Decimal("NaN")
    if not seconds.is_finite():
        raise UsageError(
            say("%(text)s is no number of seconds", text=repr(text)),
            do=say("write --within 3600 for one hour"),
        )
    return seconds


def chosen_values(pairs: Sequence[str]) -> dict[str, list[str | None]]:
    """The values asked of each dimension; of `team=` it is none.

    >>> chosen_values(["team=a", "team=b", "channel="])
    {'team': ['a', 'b'], 'channel': [None]}
    """
    found: dict[str, list[str | None]] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals:
            raise UsageError(
                say("%(pair)s names no value", pair=repr(pair)),
                do=say("write a filter as DIM=VALUE, such as team=support"),
            )
        found.setdefault(name, []).append(value or None)
    return found
