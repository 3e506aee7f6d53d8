"""What occupancy takes to have a value: how much time has to go to other work, or not to be there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from deskwise.analyses.finding import Cell, Number, NumberColumn
from deskwise.analyses.ground import Ground
from deskwise.analyses.missed_groups import Missed, MissedGroup, parted
from deskwise.analyses.sentence import Amount, GroupName, Sentence, Value, Word, sentence
from deskwise.analyses.takes import Aim, Takes
from deskwise.analyses.takes_words import left_out, no_figure, not_listed
from deskwise.kernel.language import marked
from deskwise.metrics.dimensions import dimension
from deskwise.metrics.readings import Reading

# Time available for tickets is of people and of no ticket: by what a ticket has, it is in no group.
AMONG = ("team",)


@dataclass(frozen=True)
class Spent:
    """Seconds of work, of all seconds with those available, and the share that they are to be.

    With as much time there, `moved` seconds have to become work, or below 0 available; with as much work,
    `there` seconds have to be there more, or below 0 less, null where no time is enough.
    """

    work: Fraction
    total: Fraction
    target: Fraction

    @property
    def moved(self) -> Fraction:
        """How much has to become work."""
        return self.target * self.total - self.work

    @property
    def there(self) -> Fraction | None:
        """How much more has to be there with as much work."""
        return self.work / self.target - self.total if self.target else None


def of_hours(ground: Ground, aim: Aim) -> Takes:
    """How much time has to go otherwise for a share of time to have the value; no side of it is better."""
    reading = aim.reading
    if reading.value is None:
        said = (no_figure(), *left_out(aim.metric, reading))
        return Takes("too few", said, (), aim.value_and_target()[:1], (), (), "", "")
    spent = _spent(reading, aim.target)

    def missed(_: str | None, group: Reading) -> float:
        return float(abs(_spent(group, aim.target).moved))

    def missed_by(_: str) -> Missed:
        return missed

    by, groups, hidden = parted(ground, missed_by, ground.stat, among=AMONG)
    by, groups = (by, groups) if aim.asked else ("", ())
    return Takes(
        outcome="found" if aim.asked and spent.moved else "nothing",
        sentences=tuple(_sentences(aim, spent, by, groups)),
        doubts=tuple(not_listed(hidden)) if groups else (),
        numbers=tuple(_numbers(aim, spent)),
        columns=_columns(aim, by),
        rows=tuple(_row(each) for each in groups),
        by=by,
        label=marked("Where the time is"),
    )


def _spent(reading: Reading, target: Fraction) -> Spent:
    work, total = (Fraction(str(each or 0)) for each in (reading.numerator, reading.denominator))
    return Spent(work, total, target)


def _sentences(aim: Aim, spent: Spent, by: str, groups: tuple[MissedGroup, ...]) -> Iterator[Sentence]:
    there = spent.there
    named: dict[str, Value] = {
        "metric": Word(aim.metric.label, first=True), "value": aim.amount(aim.reading.value),
        "target": aim.amount(float(aim.target)), "work": _seconds(spent.work),
        "free": _seconds(spent.total - spent.work), "moved": _seconds(spent.moved),
        "there": _seconds(there or 0),
    }  # fmt: skip
    if not aim.asked:
        yield sentence(
            marked(
                "%(metric)s is at %(value)s: %(work)s of work on tickets and %(free)s available for them."
                " Neither more nor less of it is better: name the value that it is to have."
            ),
            **named,
        )
        return
    if not spent.moved:
        words = marked("%(metric)s is at %(value)s, which is the value it is to have.")
    elif spent.moved > 0:
        words = marked(
            "%(metric)s is at %(value)s: %(work)s of work on tickets and %(free)s available for them. To come"
            " up to %(target)s, %(moved)s of what is available have to be work; with as much work, %(there)s"
            " less would have to be available."
        )
    elif there is None:
        words = marked(
            "%(metric)s is at %(value)s: %(work)s of work on tickets and %(free)s available for them. To come"
            " down to %(target)s, all of the work has to be avoided."
        )
    else:
        words = marked(
            "%(metric)s is at %(value)s: %(work)s of work on tickets and %(free)s available for them. To come"
            " down to %(target)s, %(moved)s of the work have to be time available; with as much work,"
            " %(there)s more would have to be available."
        )
    yield sentence(words, **named)
    if spent.moved and len(groups) > 1 and groups[0].missed:
        yield sentence(
            marked("By %(dimension)s, %(group)s is farthest from it: %(missed)s, at %(figure)s."),
            dimension=Word(dimension(by).label),
            group=GroupName(groups[0].value, dimension(by).label),
            missed=Amount(groups[0].missed, "seconds", "extent"),
            figure=aim.amount(groups[0].figure),
        )


def _seconds(value: Fraction | int) -> Amount:
    return Amount(abs(float(value)), "seconds", "extent")


def _numbers(aim: Aim, spent: Spent) -> Iterator[Number]:
    value, target = aim.value_and_target()
    yield value
    yield Number("work", marked("work on tickets"), float(spent.work), "seconds")
    yield Number("available", marked("time available"), float(spent.total - spent.work), "seconds")
    if not aim.asked:
        return
    yield target
    yield Number("moved", marked("has to become work"), float(spent.moved), "seconds", signed=True)
    if spent.there is not None:
        yield Number(
            "there", marked("or more time available, with as much work"), float(spent.there), "seconds",
            signed=True,
        )  # fmt: skip


def _columns(aim: Aim, by: str) -> tuple[NumberColumn, ...]:
    if not by:
        return ()
    return (
        NumberColumn(by, dimension(by).label, None, dimension=by),
        NumberColumn("n", marked("cases"), "count", opens=aim.metric.name),
        NumberColumn("value", marked("the figure"), aim.reading.unit),
        NumberColumn("missed", marked("away from it"), "seconds"),
    )


def _row(group: MissedGroup) -> tuple[Cell, ...]:
    return group.value, group.n, group.figure, group.missed
