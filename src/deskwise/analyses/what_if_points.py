"""What a net promoter score takes to reach a value: how few ratings have to be otherwise, and which."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import ceil

from deskwise.analyses.finding import CasePart, Cell, Number, NumberColumn
from deskwise.analyses.ground import Ground
from deskwise.analyses.missed_groups import Missed, MissedGroup, parted
from deskwise.analyses.sentence import GroupName, Moment, Sentence, Value, Word, sentence
from deskwise.analyses.takes import Aim, Takes, ToCome, cases_to_come
from deskwise.analyses.takes_words import about_the_target, left_out, no_figure, not_listed, paced
from deskwise.analyses.to_reach import MOST, Standing
from deskwise.kernel.language import marked
from deskwise.metrics.dimensions import dimension
from deskwise.metrics.recommendations import Recommendations

PER = 100


@dataclass(frozen=True)
class Points:
    """How many ratings have to be otherwise for promoters to lead detractors by enough.

    A detractor who becomes a promoter counts two, every other step one.
    """

    counts: Recommendations
    needed: int

    @property
    def lacking(self) -> int:
        """By how many promoters have to lead more than they do."""
        return max(0, self.needed - self.counts.lead)

    @property
    def spare(self) -> int:
        """By how many fewer they could lead."""
        return max(0, self.counts.lead - self.needed)

    @property
    def turned(self) -> int:
        """So many detractors have to be promoters, where as few ratings as can be are otherwise."""
        return min(self.lacking // 2, self.counts.detractors)

    @property
    def stepped(self) -> int:
        """So many other ratings have to be a step better: a passive a promoter, or a detractor passive."""
        return self.lacking - 2 * self.turned

    @property
    def fewest(self) -> int:
        """How many ratings have to be otherwise at least."""
        return self.turned + self.stepped


def of_points(ground: Ground, aim: Aim) -> Takes:
    """How few ratings have to be otherwise for the score to reach the value."""
    whole = ground.recommendations().get((), Recommendations(0, 0, 0))
    if aim.reading.value is None or not whole.n:
        said = (no_figure(), *left_out(aim.metric, aim.reading))
        return Takes("too few", said, (), aim.value_and_target()[:1], (), (), "", "")
    points = Points(whole, _needed(aim, whole.n))
    parts: dict[str, Mapping[tuple[str | None, ...], Recommendations]] = {}

    def missed_by(by: str) -> Missed:
        counts = parts[by] = ground.recommendations((by,))
        return lambda value, _: counts[(value,)].detractors

    by, groups, hidden = parted(ground, missed_by, ground.stat)
    to_come = cases_to_come(ground, aim.reading)
    return Takes(
        outcome="found" if points.lacking else "nothing",
        sentences=(
            _answer(aim, points), *_where(by, groups, whole), *_to_come(aim, whole, to_come),
            *left_out(aim.metric, aim.reading),
        ),
        doubts=(
            *about_the_target(aim), *not_listed(hidden),
            *([paced()] if to_come is not None and to_come.paced else []),
        ),
        numbers=tuple(_numbers(aim, points, to_come)),
        columns=_columns(aim, by),
        rows=tuple(_row(each, parts[by][(each.value,)]) for each in groups),
        by=by,
        label=marked("Where the detractors are"),
    )  # fmt: skip


def _needed(aim: Aim, n: int) -> int:
    return ceil(aim.target * n / PER)


def _answer(aim: Aim, points: Points) -> Sentence:
    counts = points.counts
    named: dict[str, Value] = {
        "metric": Word(aim.metric.label, first=True), "value": aim.amount(aim.reading.value),
        "target": aim.amount(float(aim.target)), "promoters": counts.promoters, "passives": counts.passives,
        "detractors": counts.detractors, "n": counts.n, "fewest": points.fewest, "turned": points.turned,
        "stepped": points.stepped, "spare": points.spare, "lacking": points.lacking,
    }  # fmt: skip
    if not points.lacking:
        words = marked(
            "%(metric)s is at %(value)s and has reached %(target)s already: of %(n)s ratings %(promoters)s"
            " are by promoters and %(detractors)s by detractors, and the lead of the promoters could be"
            " smaller by %(spare)s."
        )
    elif points.turned and points.stepped > 1:
        words = marked(
            "%(metric)s is at %(value)s: %(promoters)s promoters, %(passives)s passives and %(detractors)s"
            " detractors. To reach %(target)s, %(fewest)s ratings at least have to be otherwise: all"
            " %(turned)s detractors have to be promoters, and %(stepped)s of the passives too."
        )
    elif not points.counts.detractors:
        words = marked(
            "%(metric)s is at %(value)s: %(promoters)s promoters, %(passives)s passives and no detractors. To"
            " reach %(target)s, %(fewest)s of the passives have to be promoters."
        )
    elif not points.turned:
        words = marked(
            "%(metric)s is at %(value)s: %(promoters)s promoters, %(passives)s passives and %(detractors)s"
            " detractors. To reach %(target)s, one rating has to be a step better."
        )
    elif points.stepped:
        words = marked(
            "%(metric)s is at %(value)s: %(promoters)s promoters, %(passives)s passives and %(detractors)s"
            " detractors. To reach %(target)s, %(fewest)s ratings at least have to be otherwise: %(turned)s"
            " detractors have to be promoters, and one rating more a step better."
        )
    else:
        words = marked(
            "%(metric)s is at %(value)s: %(promoters)s promoters, %(passives)s passives and %(detractors)s"
            " detractors. To reach %(target)s, %(fewest)s ratings at least have to be otherwise: %(turned)s"
            " detractors have to be promoters."
        )
    return sentence(words, **named)


def _where(by: str, groups: tuple[MissedGroup, ...], whole: Recommendations) -> Iterator[Sentence]:
    if len(groups) > 1 and groups[0].missed:
        yield sentence(
            marked(
                "By %(dimension)s, most detractors are at %(group)s: %(missed)s of %(all)s, in %(n)s of"
                " %(cases)s ratings."
            ),
            dimension=Word(dimension(by).label),
            group=GroupName(groups[0].value, dimension(by).label),
            missed=int(groups[0].missed), all=whole.detractors, n=groups[0].n, cases=whole.n,
        )  # fmt: skip


def _to_come(aim: Aim, whole: Recommendations, come: ToCome | None) -> Iterator[Sentence]:
    if come is None or not come.n:
        return
    lead = _needed(aim, whole.n + come.n) - whole.lead
    named: dict[str, Value] = {
        "end": Moment(come.end_at), "more": come.n, "lead": lead, "target": aim.amount(float(aim.target)),
        "score": aim.amount(PER * lead / come.n), "so_far": aim.amount(aim.reading.value),
    }  # fmt: skip
    if lead > come.n:
        standing = Standing(whole.lead, whole.n, lambda n: _needed(aim, n))
        if standing.of_next(MOST) > MOST:
            words = marked(
                "The period ends %(end)s, with about %(more)s more ratings until then: %(target)s cannot be"
                " reached any more, however many come."
            )
        else:
            named["least"] = standing.best_after() or 0
            words = marked(
                "The period ends %(end)s, with about %(more)s more ratings until then: %(target)s cannot be"
                " reached any more with these, for it takes %(least)s at least, all of promoters."
            )
    elif lead <= -come.n:
        words = marked(
            "The period ends %(end)s, with about %(more)s more ratings until then: %(target)s is reached"
            " whatever these are."
        )
    else:
        words = marked(
            "The period ends %(end)s, with about %(more)s more ratings until then: to end at %(target)s,"
            " these have to be at %(score)s, where so far it was %(so_far)s."
        )
    yield sentence(words, **named)


def _numbers(aim: Aim, points: Points, come: ToCome | None) -> Iterator[Number]:
    yield from aim.value_and_target()
    counts, name = points.counts, aim.metric.name
    yield Number("cases", marked("cases"), counts.n, "count", opens=name)
    for key, label, n, part in (
        ("promoters", marked("promoters"), counts.promoters, CasePart("promoter")),
        ("passives", marked("passives"), counts.passives, CasePart("passive")),
        ("detractors", marked("detractors"), counts.detractors, CasePart("detractor")),
    ):
        yield Number(key, label, n, "count", opens=name, part=part)
    yield Number("lacking", marked("the lead of the promoters lacks"), points.lacking, "count")
    yield Number("short", marked("ratings that have to be otherwise at least"), points.fewest, "count")
    yield Number("turned", marked("of them detractors who have to be promoters"), points.turned, "count")
    if come is not None and come.n:
        yield Number("expected", marked("cases still to come"), come.n, "count", come.low, come.high)
        lead = _needed(aim, counts.n + come.n) - counts.lead
        if -come.n < lead <= come.n:
            required = PER * lead / come.n
            yield Number("required_score", marked("these have to be at"), required, aim.reading.unit)


def _columns(aim: Aim, by: str) -> tuple[NumberColumn, ...]:
    if not by:
        return ()
    name = aim.metric.name
    return (
        NumberColumn(by, dimension(by).label, None, dimension=by),
        NumberColumn("n", marked("cases"), "count", opens=name),
        NumberColumn("missed", marked("detractors"), "count", opens=name, part=CasePart("detractor")),
        NumberColumn("passives", marked("passives"), "count", opens=name, part=CasePart("passive")),
        NumberColumn("promoters", marked("promoters"), "count", opens=name, part=CasePart("promoter")),
        NumberColumn("value", marked("the figure"), aim.reading.unit),
    )


def _row(group: MissedGroup, counts: Recommendations) -> tuple[Cell, ...]:
    return group.value, group.n, counts.detractors, counts.passives, counts.promoters, group.figure
