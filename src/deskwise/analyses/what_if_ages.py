"""What the age of open requests takes to come down to a value: which of the oldest have to be closed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor

from deskwise.analyses.finding import CasePart, Cell, Number, NumberColumn
from deskwise.analyses.ground import Ground
from deskwise.analyses.missed_groups import Missed, MissedGroup, parted
from deskwise.analyses.sentence import Amount, GroupName, Sentence, Value, Word, sentence
from deskwise.analyses.takes import Aim, Takes
from deskwise.analyses.takes_words import about_the_target, no_figure, not_listed
from deskwise.kernel.language import marked
from deskwise.metrics.definition import QUANTILES, Stat
from deskwise.metrics.dimensions import dimension
from deskwise.metrics.readings import Reading

SECOND = 1_000_000
STAT_WORDS: dict[Stat, str] = {
    "mean": marked("mean"),
    "p50": marked("median"),
    "p90": marked("90th percentile"),
    "p95": marked("95th percentile"),
}


@dataclass(frozen=True)
class Oldest:
    """How many of the oldest have to be closed; `cut` is the age of the oldest that stays, in microseconds.

    It is null where none stays. `older` of them are older than it, the others just as old.
    """

    n: int
    short: int
    cut: int | None
    older: int

    @property
    def part(self) -> CasePart | None:
        """Those that are older than the oldest that stays; null where none stays."""
        return None if self.cut is None else CasePart("beyond", Decimal(self.cut) / SECOND)


def oldest_to_close(
    ages: Sequence[int], stat: Stat, target: Fraction, within_seconds: float | None = None
) -> Oldest:
    """How few have to be closed for a statistic of ages in microseconds to be as good as a target.

    The oldest count most in each: no fewer others would do.

    >>> oldest_to_close([10 * SECOND, 20 * SECOND, 60 * SECOND], "mean", Fraction(15))
    Oldest(n=3, short=1, cut=20000000, older=1)
    """
    rising = sorted(ages)
    n = len(rising)
    if stat == "within":
        within = Fraction(str(within_seconds or 0)) * SECOND
        hits = sum(age <= within for age in rising)
        stay = n if not target else min(n, floor(hits / target))
    else:
        stay = _stay(rising, stat, target * SECOND)
    cut = rising[stay - 1] if stay else None
    older = sum(age > cut for age in rising) if cut is not None else n
    return Oldest(n, n - stay, cut, older)


def _stay(rising: Sequence[int], stat: Stat, target: Fraction) -> int:
    """How many of the youngest can stay."""
    if stat == "mean":
        total = sum(rising)
        for n in range(len(rising), 0, -1):
            if total <= target * n:
                return n
            total -= rising[n - 1]
        return 0
    return next((n for n in range(len(rising), 0, -1) if _quantile(rising[:n], stat) <= target), 0)


def _quantile(rising: Sequence[int], stat: Stat) -> Fraction:
    above, below = QUANTILES[stat]
    whole, rest = divmod((len(rising) - 1) * above, below)
    step = rising[whole + 1] - rising[whole] if rest else 0
    return rising[whole] + Fraction(rest, below) * step


def of_ages(ground: Ground, aim: Aim) -> Takes:
    """How few of the oldest have to be closed for the age to come down to the value."""
    if aim.reading.value is None:
        return Takes("too few", (no_figure(),), (), aim.value_and_target()[:1], (), (), "", "")
    found = oldest_to_close(ground.open_ages(), ground.stat, aim.target, ground.within_seconds)
    by, groups, hidden = _groups(ground, found) if found.short else ("", (), 0)
    period = aim.reading.period
    ended = period is not None and not period.partial
    return Takes(
        outcome="found" if found.short else "nothing",
        sentences=(
            _answer(ground, aim, found),
            *_where(by, groups, found),
        ),
        doubts=(*about_the_target(aim), *not_listed(hidden), *([_since()] if ended and found.short else [])),
        numbers=tuple(_numbers(aim, found)),
        columns=_columns(aim, found, by),
        rows=tuple(_row(each, found) for each in groups),
        by=by,
        label=marked("Where the oldest are"),
    )


def _groups(ground: Ground, found: Oldest) -> tuple[str, tuple[MissedGroup, ...], int]:
    part = found.part

    def missed(_: str | None, group: Reading) -> float:
        return group.n - (0 if part is None else int(group.numerator or 0))

    def missed_by(_: str) -> Missed:
        return missed

    if part is None:
        return parted(ground, missed_by, ground.stat, ground.within_seconds)
    return parted(ground, missed_by, "within", part.within_seconds)


def _answer(ground: Ground, aim: Aim, found: Oldest) -> Sentence:
    named: dict[str, Value] = {
        "metric": Word(aim.metric.label, first=True), "value": aim.amount(aim.reading.value), "n": found.n,
        "target": aim.amount(float(aim.target)), "short": found.short, "older": found.older,
        "alike": found.short - found.older,
        "cut": Amount(None if found.cut is None else found.cut / SECOND, "seconds"),
        "stat": Word(STAT_WORDS.get(ground.stat, "")),
        "threshold": Amount(ground.within_seconds, "seconds"),
    }  # fmt: skip
    head = marked("%(metric)s has its %(stat)s at %(value)s in %(n)s open requests.")
    if ground.stat == "within":
        head = marked("%(metric)s is within %(threshold)s in %(value)s of %(n)s open requests.")
    if not found.short:
        words = marked("%(head)s It is as good as %(target)s already: none has to be closed for that.")
    elif found.cut is None:
        words = marked("%(head)s To bring it to %(target)s, all of them have to be closed.")
    elif found.older == found.short == 1:
        words = marked(
            "%(head)s To bring it to %(target)s, the oldest has to be closed: the next is %(cut)s old."
        )
    elif found.older == found.short:
        words = marked(
            "%(head)s To bring it to %(target)s, the %(short)s oldest have to be closed: all that are older"
            " than %(cut)s."
        )
    else:
        words = marked(
            "%(head)s To bring it to %(target)s, the %(short)s oldest have to be closed: all %(older)s that"
            " are older than %(cut)s, and %(alike)s of those that are just as old."
        )
    return sentence(words, head=sentence(head, **named), **named)


def _where(by: str, groups: tuple[MissedGroup, ...], found: Oldest) -> Iterator[Sentence]:
    if len(groups) > 1 and groups[0].missed:
        yield sentence(
            marked(
                "By %(dimension)s, most of them are at %(group)s: %(missed)s of %(all)s, in %(n)s of"
                " %(cases)s open requests."
            ),
            dimension=Word(dimension(by).label),
            group=GroupName(groups[0].value, dimension(by).label),
            missed=int(groups[0].missed), all=found.older, n=groups[0].n, cases=found.n,
        )  # fmt: skip


def _since() -> Sentence:
    return sentence(marked("They stood open at the period's end: some may have been closed since."))


def _numbers(aim: Aim, found: Oldest) -> Iterator[Number]:
    yield from aim.value_and_target()
    name = aim.metric.name
    yield Number("cases", marked("open requests"), found.n, "count", opens=name)
    yield Number("short", marked("have to be closed"), found.short, "count")
    if found.short:
        yield Number(
            "missed", marked("of them older than the oldest that stays"), found.older, "count", opens=name,
            part=found.part,
        )  # fmt: skip
    if found.short and found.cut is not None:
        yield Number("cut", marked("age of the oldest that stays"), found.cut / SECOND, "seconds")


def _columns(aim: Aim, found: Oldest, by: str) -> tuple[NumberColumn, ...]:
    if not by:
        return ()
    name = aim.metric.name
    return (
        NumberColumn(by, dimension(by).label, None, dimension=by),
        NumberColumn("n", marked("open requests"), "count", opens=name),
        NumberColumn("missed", marked("to be closed"), "count", opens=name, part=found.part),
        NumberColumn("of_missed", marked("of all to be closed"), "share"),
    )


def _row(group: MissedGroup, found: Oldest) -> tuple[Cell, ...]:
    missed = int(group.missed)
    return group.value, group.n, missed, missed / found.older if found.older else None
