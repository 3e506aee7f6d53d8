"""What a rate per 100 takes to come down to a value: how many fewer events, and how many may still come."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, floor

from deskwise.analyses.finding import Cell, Number, NumberColumn
from deskwise.analyses.ground import Ground
from deskwise.analyses.missed_groups import Missed, MissedGroup, parted
from deskwise.analyses.sentence import Amount, GroupName, Moment, Sentence, Value, Word, sentence
from deskwise.analyses.takes import Aim, Takes, ToCome, cases_to_come
from deskwise.analyses.takes_words import about_the_target, left_out, no_figure, not_listed, paced
from deskwise.kernel.language import marked
from deskwise.metrics.catalogue import CATALOGUE
from deskwise.metrics.dimensions import dimension
from deskwise.metrics.readings import Reading

PER = 100


@dataclass(frozen=True)
class Events:
    """So many events for so many of what is below the line, and the rate that they are to come down to."""

    count: int
    below: int
    target: Fraction

    @property
    def allowed(self) -> int:
        """How many there may be."""
        return floor(self.target * self.below / PER)

    @property
    def short(self) -> int:
        """How many have to be avoided."""
        return max(0, self.count - self.allowed)

    @property
    def spare(self) -> int:
        """How many more there could be."""
        return max(0, self.allowed - self.count)

    def of_next(self, more: int) -> int:
        """How many may come with so many more below the line; below 0 where it is out of reach."""
        return floor(self.target * (self.below + more) / PER) - self.count

    def least_after(self) -> int | None:
        """How many more it takes below the line, none of them with an event; null where none is enough.

        >>> Events(12, 100, Fraction(10)).least_after(), Events(1, 100, Fraction(0)).least_after()
        (20, None)
        """
        return None if not self.target else max(0, ceil(PER * self.count / self.target) - self.below)


def of_rate(ground: Ground, aim: Aim) -> Takes:
    """How many fewer events there have to be for the rate to come down to the value."""
    reading = aim.reading
    if reading.value is None:
        said = (no_figure(), *left_out(aim.metric, reading))
        return Takes("too few", said, (), aim.value_and_target()[:1], (), (), "", "")
    events = Events(int(reading.numerator or 0), int(reading.denominator or 0), aim.target)

    def missed(_: str | None, group: Reading) -> float:
        return float(group.numerator or 0)

    def missed_by(_: str) -> Missed:
        return missed

    by, groups, hidden = parted(ground, missed_by, ground.stat)
    # What is below the line is a stock here and does not come by the day.
    stock = aim.metric.below is not None and aim.metric.below.stock
    to_come = None if stock else cases_to_come(ground, reading)
    return Takes(
        outcome="found" if events.short else "nothing",
        sentences=(
            _answer(aim, events), *_where(by, groups, events), *_to_come(aim, events, to_come),
            # What is open happened all the same.
            *left_out(aim.metric, replace(reading, open=0)),
        ),
        doubts=(
            *about_the_target(aim), *not_listed(hidden),
            *([] if hidden else _nobodys(groups, events)),
            *([paced()] if to_come is not None and to_come.paced else []),
        ),
        numbers=tuple(_numbers(aim, events, to_come)),
        columns=_columns(aim, by),
        rows=tuple(_row(each, events) for each in groups),
        by=by,
        label=marked("Where it happened"),
    )  # fmt: skip


def _answer(aim: Aim, events: Events) -> Sentence:
    words = (
        marked(
            "%(metric)s is at %(value)s, %(count)s for %(n)s. To come down to %(target)s, %(short)s of these"
            " %(count)s have to be avoided: %(allowed)s may be."
        )
        if events.short
        else marked(
            "%(metric)s is at %(value)s and has reached %(target)s already: there are %(count)s for %(n)s,"
            " and %(spare)s more could be."
        )
    )
    return sentence(
        words, metric=Word(aim.metric.label, first=True), value=aim.amount(aim.reading.value),
        target=aim.amount(float(aim.target)), count=events.count, n=events.below, short=events.short,
        allowed=events.allowed, spare=events.spare,
    )  # fmt: skip


def _where(by: str, groups: tuple[MissedGroup, ...], events: Events) -> Iterator[Sentence]:
    if len(groups) > 1 and groups[0].missed:
        yield sentence(
            marked("By %(dimension)s, most happened at %(group)s: %(missed)s of %(all)s.")
            if groups[0].n == events.below
            else marked(
                "By %(dimension)s, most happened at %(group)s: %(missed)s of %(all)s, for %(n)s of %(cases)s."
            ),
            dimension=Word(dimension(by).label),
            group=GroupName(groups[0].value, dimension(by).label),
            missed=int(groups[0].missed), all=events.count, n=groups[0].n, cases=events.below,
        )  # fmt: skip


def _nobodys(groups: tuple[MissedGroup, ...], events: Events) -> Iterator[Sentence]:
    parts = sum(int(each.missed) for each in groups)
    if groups and parts > events.count:
        yield sentence(marked("Some cases are in several of the groups, and count in each."))
    elif groups and parts < events.count:
        yield sentence(
            marked("%(n)s of them are in none of the groups: nothing is below the line there."),
            n=events.count - parts,
        )


def _to_come(aim: Aim, events: Events, come: ToCome | None) -> Iterator[Sentence]:
    if come is None or not come.n:
        return
    may, least = events.of_next(come.n), events.least_after()
    named: dict[str, Value] = {
        "end": Moment(come.end_at), "more": come.n, "may": may, "target": aim.amount(float(aim.target)),
        "rate": Amount(PER * may / come.n, aim.reading.unit), "so_far": aim.amount(aim.reading.value),
    }  # fmt: skip
    if may >= 0:
        words = marked(
            "The period ends %(end)s, with about %(more)s more cases until then: to end at %(target)s, it may"
            " happen %(may)s times in these, %(rate)s, where so far it was %(so_far)s."
        )
    elif least is None:
        words = marked(
            "The period ends %(end)s, with about %(more)s more cases until then: %(target)s cannot be reached"
            " any more, however many come."
        )
    else:
        named["least"] = least
        words = marked(
            "The period ends %(end)s, with about %(more)s more cases until then: %(target)s cannot be reached"
            " any more with these, for it takes %(least)s at least in which it does not happen."
        )
    yield sentence(words, **named)


def _numbers(aim: Aim, events: Events, come: ToCome | None) -> Iterator[Number]:
    yield from aim.value_and_target()
    yield Number("cases", marked("cases below the line"), events.below, "count", opens=_below(aim))
    yield Number("missed", marked("happened"), events.count, "count", opens=aim.metric.name)
    yield Number("short", marked("have to be avoided"), events.short, "count")
    yield Number("spare", marked("could happen besides"), events.spare, "count")
    if come is not None and come.n:
        yield Number("expected", marked("cases still to come"), come.n, "count", come.low, come.high)
        if events.of_next(come.n) >= 0:
            yield Number("may", marked("it may happen in them"), events.of_next(come.n), "count")


def _below(aim: Aim) -> str:
    """The metric whose cases are those below the line; empty where they are a stock."""
    part = aim.metric.below
    return part.name if part is not None and not part.stock and part.name in CATALOGUE else ""


def _columns(aim: Aim, by: str) -> tuple[NumberColumn, ...]:
    if not by:
        return ()
    return (
        NumberColumn(by, dimension(by).label, None, dimension=by),
        NumberColumn("n", marked("cases below the line"), "count", opens=_below(aim)),
        NumberColumn("missed", marked("happened"), "count", opens=aim.metric.name),
        NumberColumn("of_missed", marked("of all that happened"), "share"),
        NumberColumn("value", marked("the figure"), aim.reading.unit),
    )


def _row(group: MissedGroup, events: Events) -> tuple[Cell, ...]:
    missed = int(group.missed)
    return group.value, group.n, missed, missed / events.count if events.count else None, group.figure
