"""What changed between two periods: how much of it within groups, and how much by other groups' cases."""

from __future__ import annotations

from deskwise.analyses.adding_up import form_of
from deskwise.analyses.change import Change
from deskwise.analyses.change_split import GroupChange, Split, split_of
from deskwise.analyses.difference import Whole, whole
from deskwise.analyses.entry import AnalysisEntry, Option
from deskwise.analyses.finding import Cell, Finding, Number, NumberColumn, Outcome, RestsOn
from deskwise.analyses.ground import Ground
from deskwise.analyses.ground_values import Note
from deskwise.analyses.what_changed_words import Told, doubts, sentences
from deskwise.kernel.errors import NotAllowedError, UsageError
from deskwise.kernel.language import marked, say
from deskwise.metrics.definition import Metric, Stat
from deskwise.metrics.dimensions import dimension
from deskwise.metrics.readings import Reading

# Looked through where none is named. Who somebody is explains nothing that they are not asked about: agents,
# customers and organisations are only told where they are asked for.
LOOKED_THROUGH = ("channel", "category", "team", "product", "priority")
FEWEST_CASES = 10
# What was noted so long before the period began may have moved it.
NEAR = 7 * 86_400_000_000


def what_changed(ground: Ground) -> Finding:
    """What a figure's change is made of.

    Raises `UsageError` for a metric or a statistic that does not add up over groups, or a dimension whose
    groups do not, and `NotAllowedError` where none of its groups may be told.
    """
    metric, stat = ground.metric, ground.stat
    if form_of(metric, stat) is None:
        raise UsageError(
            say("%(stat)s of %(metric)s does not add up over groups", stat=stat, metric=metric.name),
            do=_instead(metric),
        )
    asked = ground.options.get("by", "")
    if asked and not metric.has_dimension(dimension(asked).name):
        raise UsageError(
            say("%(metric)s cannot be split by %(dimension)s", metric=metric.name, dimension=asked),
            do=say("see deskwise catalogue %(metric)s", metric=metric.name),
        )
    now, before = ground.whole()
    change = ground.change()
    outcome = _outcome(metric, now, before, change)
    split, chosen = (None, ()) if outcome == "too few" else _split(ground, now, before)
    told = Told(
        metric=metric,
        stat=stat,
        now=now,
        before=before,
        change=change,
        outcome=outcome,
        split=split,
        looked_through=chosen,
        notes=_notes(ground, now),
        fewest=FEWEST_CASES,
    )
    return Finding(
        analysis=ENTRY.name,
        version=ENTRY.version,
        outcome=outcome,
        sentences=sentences(told),
        doubts=doubts(told),
        numbers=_numbers(told),
        columns=() if split is None else _columns(now.unit, counted=split.rate is None),
        rows=() if split is None else tuple(map(_row, split.groups)),
        rests_on=_rests_on(ground, now, before, split),
    )


def _split(ground: Ground, now: Reading, before: Reading) -> tuple[Split, tuple[str, ...]]:
    """By the dimension that was asked, or by the one that tells most; with those that were looked through."""
    asked = ground.options.get("by", "")
    if asked:
        return split_of(asked, ground.split(asked), now, before, ground.metric), ()
    found: list[Split] = []
    for name in LOOKED_THROUGH:
        if not ground.metric.has_dimension(name) or len(ground.where.get(name, ())) == 1:
            continue
        try:
            each = split_of(name, ground.split(name), now, before, ground.metric)
        except (UsageError, NotAllowedError):
            continue
        if len(each.groups) > 1:
            found.append(each)
    if not found:
        raise UsageError(
            say("no dimension splits these cases of %(metric)s", metric=ground.metric.name),
            do=say("name one: by agent, or by organisation"),
        )
    best = max(found, key=lambda each: each.standing.score)
    return best, tuple(each.dimension for each in found)


def _outcome(metric: Metric, now: Reading, before: Reading, change: Change) -> Outcome:
    counted = form_of(metric, now.stat) == "count"
    cases = max(now.n, before.n) if counted else min(now.n, before.n)
    if change.difference is None or change.interval is None or cases < FEWEST_CASES:
        return "too few"
    if change.verdict == "too few":
        return "not judged"
    return "found" if change.beyond_noise else "nothing"


def _notes(ground: Ground, now: Reading) -> tuple[Note, ...]:
    if now.period is None or now.period.start_at is None or now.period.end_at is None:
        return ()
    return ground.notes(now.period.start_at - NEAR, now.period.end_at)


def _instead(metric: Metric) -> str:
    means = [stat for stat in metric.stats if form_of(metric, stat) is not None]
    if means:
        return say("ask for its %(stat)s", stat=f" {say('or')} ".join(means))
    return say(
        "choose a share, a mean or a count, such as csat, average_resolution_time or requests_received"
    )


def _numbers(told: Told) -> tuple[Number, ...]:
    unit, split = told.now.unit, told.split
    found = [
        Number("value", marked("later"), _value(told.now), unit, *_sides(whole(told.now.interval))),
        Number(
            "value_before", marked("earlier"), _value(told.before), unit, *_sides(whole(told.before.interval))
        ),
        _part("difference", marked("difference"), told.change.difference, unit, told.change.interval),
    ]
    if split is not None and split.rate is not None:
        found += [
            _part("rate", marked("within the groups"), split.rate, unit, split.rate_interval),
            _part("mix", marked("by the mix"), split.mix, unit, split.mix_interval),
        ]
    return tuple(found)


def _part(name: str, label: str, value: float | None, unit: str, interval: Whole | None) -> Number:
    return Number(name, label, value, unit, *_sides(interval), signed=True)


def _value(reading: Reading) -> float | None:
    return None if reading.value is None else float(reading.value)


def _sides(interval: Whole | None) -> tuple[float | None, float | None]:
    return (None, None) if interval is None else interval


def _columns(unit: str, *, counted: bool) -> tuple[NumberColumn, ...]:
    parts = (
        NumberColumn("rate", "within it", unit, signed=True),
        NumberColumn("mix", "by its share", unit, signed=True),
    )
    return (
        NumberColumn("group", "group", None),
        NumberColumn("members", "groups", "count"),
        NumberColumn("n_before", "n before", "count"),
        NumberColumn("n", "n", "count"),
        NumberColumn("share_before", "share before", "share"),
        NumberColumn("share", "share", "share"),
        NumberColumn("value_before", "before", unit),
        NumberColumn("value", "now", unit),
        NumberColumn("change", "change", unit, signed=True),
        NumberColumn("change_low", "from", unit, signed=True),
        NumberColumn("change_high", "to", unit, signed=True),
        NumberColumn("beyond", "beyond noise", None),
        NumberColumn("share_beyond", "share beyond noise", None),
        *(() if counted else parts),
        NumberColumn("total", "of the whole", unit, signed=True),
    )


def _row(group: GroupChange) -> tuple[Cell, ...]:
    low, high = _sides(group.change_interval)
    parts = () if group.rate is None else (group.rate, group.mix)
    pair = group.pair
    return (
        pair.value, pair.members, pair.n_before, pair.n, group.share_before, group.share, group.value_before,
        group.value, group.change, low, high, group.beyond, group.share_beyond, *parts, group.total,
    )  # fmt: skip


def _rests_on(ground: Ground, now: Reading, before: Reading, split: Split | None) -> RestsOn:
    assert now.period is not None
    assert before.period is not None
    return RestsOn(
        metric=ground.metric.name,
        definition=now.definition,
        stat=now.stat,
        clock=now.clock,
        within_seconds=ground.within_seconds,
        unit=now.unit,
        by=None if split is None else split.dimension,
        where=tuple((name, tuple(values)) for name, values in ground.where.items()),
        period=now.period,
        before=before.period,
        as_of=ground.as_of,
        zone=ground.zone,
        n=now.n,
        n_before=before.n,
    )


def _supports(metric: Metric, stat: Stat) -> bool:
    return form_of(metric, stat) is not None


ENTRY = AnalysisEntry(
    name="what_changed",
    label="What changed",
    tells="What a figure's change between two periods is made of.",
    answers="Did it change because the work was done otherwise, or because there was other work?",
    assumes=(
        "Each case is in one group, and its group was decided in the same way in both periods.",
        "Cases are independent: where one customer or one outage makes many, intervals are too narrow.",
        "A group's average would have been the same with more or fewer of its cases.",
    ),
    distrust=(
        "It says where a figure changed, never why: what happened at the same time need not be the cause.",
        "Another dimension parts the same difference otherwise, and a mix within its groups is not seen.",
        "Where a category, a channel or a team was renamed or parted, the mix is that of the names.",
        "Groups of few cases move by chance: of twenty, one is beyond noise though nothing changed.",
    ),
    method=(
        "Each group's share of the cases and its average are taken in both periods. Within the group: the"
        " change of its average, at the middle of its two shares. By the mix: the change of its share, at how"
        " far the middle of its two averages is from that of the whole. This is the Shapley value of the two"
        " parts: they add up to the difference exactly, and no order makes a difference. A group that is new"
        " or gone is all mix. A count has no average: each group's difference is its part. Intervals are"
        " Newcombe's square-and-add of the groups' own, with the noise of their shares. Of several dimensions"
        " that one is told whose groups moved most unlike each other (Cochran's Q, and the square of the mix"
        " in its noise)."
    ),
    reference=(
        "E. M. Kitagawa, Components of a Difference Between Two Rates, Journal of the American Statistical"
        " Association 50 (1955); P. Das Gupta, Standardization and Decomposition of Rates: A User's Manual,"
        " U.S. Bureau of the Census, P23-186 (1993)"
    ),
    libraries=(
        "None for the parts, which are a few lines of exact fractions; scipy for the distributions behind the"
        " intervals, as everywhere."
    ),
    example="what_changed-worse_on_email_and_more_of_it",
    options=(
        Option(
            "by",
            "DIM",
            "Part the difference by this dimension: channel, category, team, agent, organisation or another.",
            marked("the one that tells most of channel, category, team, product and priority"),
        ),
    ),
    supports=_supports,
    run=what_changed,
)
