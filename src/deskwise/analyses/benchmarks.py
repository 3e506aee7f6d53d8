"""A figure beside those that others published, and whether they count the same at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from deskwise.analyses.difference import whole
from deskwise.analyses.entry import AnalysisEntry
from deskwise.analyses.finding import Finding, Number, NumberColumn, NumberTable, Outcome
from deskwise.analyses.ground import Ground
from deskwise.analyses.of_whom import whole_of
from deskwise.analyses.one_period import rests_on_period
from deskwise.analyses.published_figures import PUBLISHED, PublishedFigure, published_of
from deskwise.analyses.sentence import Amount, Sentence, Value, Word, sentence
from deskwise.kernel.errors import UsageError
from deskwise.kernel.language import marked, say
from deskwise.metrics.definition import Metric, Stat
from deskwise.metrics.readings import Reading

SAME = marked("the same definition")
ABOVE, WITHIN, BELOW = marked("above it"), marked("not told apart"), marked("below it")


@dataclass(frozen=True)
class Beside:
    """A published figure and where the own one lies: 1 above it beyond its own noise, -1 below it, else 0.

    Null where they do not count the same, or the own one has no interval.
    """

    published: PublishedFigure
    side: int | None


def benchmarks(ground: Ground) -> Finding:
    """How a figure lies to those that were published of it.

    Raises `UsageError` of a metric of which none is known, and `NotAllowedError` where whoever asks may not
    see it.
    """
    metric, stat = ground.metric, ground.stat
    published = tuple(each for each in published_of(metric.name) if each.stat == stat)
    if not published:
        raise UsageError(
            say("no published figure of %(stat)s of %(metric)s is known", stat=stat, metric=metric.name),
            do=say("choose from %(names)s", names=", ".join(sorted({each.metric for each in PUBLISHED}))),
        )
    reading = whole_of(ground, metric.name, stat)
    beside = tuple(Beside(each, _side(each, reading)) for each in published)
    low, high = reading.interval or (None, None)
    value = None if reading.value is None else float(reading.value)
    return Finding(
        analysis=ENTRY.name,
        version=ENTRY.version,
        outcome=_outcome(beside, reading),
        sentences=tuple(_sentences(metric, reading, beside)),
        doubts=tuple(_doubts(ground, beside)),
        numbers=(
            Number("value", marked("your figure"), value, reading.unit, low, high),
            Number("published", marked("published figures"), len(beside), "count"),
            Number("same", marked("with the same definition"), len(_same(beside)), "count"),
        ),
        columns=(
            NumberColumn("whose", marked("whose"), None, said=True),
            NumberColumn("year", marked("year"), None),
            NumberColumn("low", marked("published"), reading.unit),
            NumberColumn("high", marked("up to"), reading.unit),
            NumberColumn("yours", marked("yours lies"), None, said=True),
            NumberColumn("source", marked("source"), None),
        ),
        rows=tuple(_row(each) for each in beside),
        rests_on=rests_on_period(ground, reading, None, reading.n),
        label=marked("What others published"),
        more=(_counted(beside),),
    )


def _counted(beside: tuple[Beside, ...]) -> NumberTable:
    """What each source counted, of whom, and in what that is not what the metric counts."""
    rows = dict.fromkeys(
        (found.source, found.counted, found.population, found.unlike or found.nearly or SAME)
        for found in (each.published for each in beside)
    )
    return NumberTable(
        "counted",
        marked("What was counted"),
        (
            NumberColumn("source", marked("source"), None),
            NumberColumn("counted", marked("what was counted"), None, said=True),
            NumberColumn("population", marked("of whom"), None, said=True),
            NumberColumn("unlike", marked("beside yours"), None, said=True),
        ),
        tuple(rows),
    )


def _side(published: PublishedFigure, reading: Reading) -> int | None:
    """Where the whole interval of the own figure lies beside a published one that counts the same."""
    sides = whole(reading.interval)
    if published.unlike or sides is None:
        return None
    if sides[0] > (published.value if published.high is None else published.high):
        return 1
    return -1 if sides[1] < published.value else 0


def _same(beside: tuple[Beside, ...]) -> tuple[Beside, ...]:
    return tuple(each for each in beside if not each.published.unlike)


def _outcome(beside: tuple[Beside, ...], reading: Reading) -> Outcome:
    if reading.value is None or whole(reading.interval) is None:
        return "too few"
    same = _same(beside)
    if not same:
        return "not judged"
    return "found" if same[0].side else "nothing"


def _sentences(metric: Metric, reading: Reading, beside: tuple[Beside, ...]) -> Iterator[Sentence]:
    sides = whole(reading.interval)
    if reading.value is None or sides is None:
        yield sentence(
            marked("There are too few cases to set %(metric)s beside what others published."),
            metric=Word(metric.label),
        )
        return
    own: dict[str, Value] = {
        "metric": Word(metric.label, first=True),
        "value": Amount(float(reading.value), reading.unit),
        "low": Amount(sides[0], reading.unit),
        "high": Amount(sides[1], reading.unit),
    }
    same = _same(beside)
    if not same:
        yield sentence(
            marked(
                "%(metric)s is %(value)s (95 %% interval %(low)s to %(high)s); of the published figures none"
                " is counted the same way, so none of them says whether that is much."
            ),
            **own,
        )
        return
    first = same[0]
    words = {
        1: marked(
            "%(metric)s is %(value)s (95 %% interval %(low)s to %(high)s) and lies above what was published"
            " for %(year)s: %(published)s of %(population)s."
        ),
        0: marked(
            "%(metric)s is %(value)s (95 %% interval %(low)s to %(high)s) and cannot be told from what was"
            " published for %(year)s: %(published)s of %(population)s."
        ),
        -1: marked(
            "%(metric)s is %(value)s (95 %% interval %(low)s to %(high)s) and lies below what was published"
            " for %(year)s: %(published)s of %(population)s."
        ),
    }
    yield sentence(
        words[first.side or 0],
        **own,
        year=str(first.published.year),
        published=_told(first.published, reading.unit),
        population=Word(first.published.population),
    )


def _told(published: PublishedFigure, unit: str) -> Sentence | Amount:
    if published.high is None:
        return Amount(published.value, unit)
    return sentence(
        marked("%(low)s to %(high)s"), low=Amount(published.value, unit), high=Amount(published.high, unit)
    )


def _doubts(ground: Ground, beside: tuple[Beside, ...]) -> Iterator[Sentence]:
    unlike = [each for each in beside if each.published.unlike]
    if unlike:
        yield sentence(
            marked(
                "%(n)s of the published figures count otherwise: they stand there, and nothing is judged."
            ),
            n=len(unlike),
        )
    for words in dict.fromkeys(each.published.nearly for each in beside if each.published.nearly):
        yield sentence(words)
    if ground.where:
        yield sentence(
            marked("Your figure is of a part of your requests, and what was published of all of others'.")
        )


def _row(each: Beside) -> tuple[str | float | None, ...]:
    found = each.published
    told = {None: "", 1: ABOVE, 0: WITHIN, -1: BELOW}
    return found.whose, found.year, found.value, found.high, told[each.side], found.source


def _supports(metric: Metric, stat: Stat) -> bool:
    return any(each.metric == metric.name and each.stat == stat for each in PUBLISHED)


ENTRY = AnalysisEntry(
    name="benchmarks",
    label="Benchmarks",
    tells="A figure beside those that others published, set side by side only where both count the same.",
    answers="Is that much or little, beside what is known of others?",
    assumes=(
        "What was published is what it says: nobody but its publisher has seen the data.",
        "The customers, products and channels of those others are like yours.",
    ),
    distrust=(
        "A published figure is of whoever took part, and those who do well take part more gladly.",
        "It is of its year; what customers expect has moved since.",
        "It is no target: what your customers expect is in your own data.",
    ),
    method=(
        "Each published figure is kept with its year, whose it is, what was counted and its source. Yours is"
        " the reading of the same metric and statistic in the period. Where both count the same, yours lies"
        " above or below if its whole 95 % interval does, of a range beyond the range's end; published"
        " figures mostly come without an interval, so that the noise of theirs is not known. Where they do"
        " not, it is said in what, and nothing is judged."
    ),
    reference=(
        "each figure's own source stands beside it; that there is no standard without a definition: Abandon"
        " Rate Standard, ICMI Queue Tips (2002)"
    ),
    libraries="none: two numbers are compared.",
    example="benchmarks-above_what_was_published",
    compares=False,
    period="quarter",
    supports=_supports,
    run=benchmarks,
)
