"""What it takes for a figure to reach a value: how many cases have to go better, which, and of the next."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from deskwise.analyses.entry import AnalysisEntry, Option
from deskwise.analyses.finding import Finding
from deskwise.analyses.ground import Ground
from deskwise.analyses.one_period import rests_on_period
from deskwise.analyses.takes import Aim, Takes, better_value, one_reading
from deskwise.analyses.target_value import Form, form_of_target, target_value
from deskwise.analyses.what_if_ages import of_ages
from deskwise.analyses.what_if_cases import of_cases
from deskwise.analyses.what_if_hours import of_hours
from deskwise.analyses.what_if_points import of_points
from deskwise.analyses.what_if_rates import of_rate
from deskwise.kernel.errors import UsageError
from deskwise.kernel.language import marked, say
from deskwise.metrics.definition import Metric, Stat

OF_FORM: Mapping[Form, Callable[[Ground, Aim], Takes]] = {
    "share": of_cases,
    "quantile": of_cases,
    "mean": of_cases,
    "points": of_points,
    "rate": of_rate,
    "age": of_ages,
    "hours": of_hours,
}


def what_if(ground: Ground) -> Finding:
    """What it takes for the figure of the period to reach a value.

    Raises `UsageError` for a value that it cannot have or a figure that cannot be brought to one, and
    `NotAllowedError` where whoever asks may not see it.
    """
    form = form_of_target(ground.metric, ground.stat)
    if form is None:
        raise UsageError(
            say(
                "%(stat)s of %(metric)s is made of nothing that could go better case by case",
                stat=ground.stat,
                metric=ground.metric.name,
            ),
            do=say("ask for a share, a mean, a percentile, a rate or a score that has a better side"),
        )
    reading = one_reading(ground, ground.stat, ground.within_seconds)
    asked = ground.options.get("value", "")
    target = (
        target_value(asked, ground.metric, ground.stat) if asked else better_value(ground.metric, reading)
    )
    lower = ground.metric.better_of(ground.stat) == "lower"
    aim = Aim(ground.metric, form, reading, target, lower, asked=bool(asked))
    takes = OF_FORM[form](ground, aim)
    return Finding(
        analysis=ENTRY.name,
        version=ENTRY.version,
        outcome=takes.outcome,
        sentences=takes.sentences,
        doubts=takes.doubts,
        numbers=takes.numbers,
        columns=takes.columns,
        rows=takes.rows,
        rests_on=rests_on_period(ground, reading, takes.by or None, reading.n),
        label=takes.label,
    )


def _supports(metric: Metric, stat: Stat) -> bool:
    return form_of_target(metric, stat) is not None


ENTRY = AnalysisEntry(
    name="what_if",
    label="What it takes",
    tells="How many requests must go better, and which, for a figure to reach a value, and at what rate.",
    answers="How many requests must go better, and which, for this figure to reach a value?",
    assumes=(
        "All other cases stay as they are: those that go better do not make others go worse.",
        "A case that goes better is still a case: none is added, none falls out but what is closed.",
        "What is still to come of a period comes as in the eight weeks before, by weekday.",
    ),
    distrust=(
        "It is arithmetic and no plan: it says how many, not whether they can be met, nor by what.",
        "Where most are missed is where most could be met, which need not be where it is easiest.",
        "A value that is within the noise of the figure is reached and lost by chance.",
        "What is decided late, such as a reopening or a sale, can still change cases of the period.",
        "A holiday or a campaign in the rest of the period is not foreseen.",
    ),
    method=(
        "Of a share of n cases a value v takes the least whole number of met cases that is v times n or"
        " more; those that lack have to go from missed to met. Where low is good, met is what did not"
        " happen. A percentile is linear between order statistics (type 7), so it lies at v for certain once"
        " the order statistic above it does: the least whole number that is (n - 1) p or more, and one. That"
        " many cases have to lie within v; what lacks are the slowest that have to come down to it. Of a"
        " mean it is by how much each has to change on average. A net promoter score takes a lead of"
        " promoters over detractors of v per cent of the ratings, rounded up: each detractor who becomes a"
        " promoter counts two, any other step one, so as few as can be are detractors first. A rate per 100"
        " allows v per cent of what is below the line, rounded down; those above that have to be avoided."
        " The age of open requests comes down soonest by closing the oldest: as many as leave a mean, a"
        " percentile or a share within a threshold that is as good as v. Occupancy has no better side, so"
        " its value has to be named: how much of the time available has to be work, or how much less of it"
        " there would have to be. Counts are exact: no rounding, and never below what it takes. Cases are"
        " those that the definition counts: what is undecided, provisional or left out is neither met nor"
        " missed, and is told beside. Groups are ordered by how many of the missed they have; without a"
        " dimension it is the one of channel, category, team, product and priority in whose groups they"
        " gather most, above what each would have, were all alike. In a period that has not ended, cases to"
        " come are the means of the weekdays of the last eight weeks, with the normal interval of the days'"
        " spread, and with less than a fortnight of days the pace of the period itself. How many of them"
        " have to be met is exact for that number; whether it can still be reached is said by the least"
        " number of cases that would do if all of them were met."
    ),
    reference=(
        "R. J. Hyndman, Y. Fan, Sample Quantiles in Statistical Packages, The American Statistician 50"
        " (1996), for the percentile"
    ),
    libraries="None: whole numbers and exact fractions.",
    example="what_if-four_of_five_within_the_hour",
    options=(
        Option(
            "value",
            "VALUE",
            marked("The value to reach: 0.9 or 90% of a share, 1800, 30m or 4h of a duration."),
            marked("a tenth better: a tenth of the missed, or of the mean"),
            label=marked("value to reach"),
        ),
        Option(
            "by",
            "DIM",
            marked("Where the missed are, by this dimension: channel, category, team, agent or another."),
            marked("the one in which they gather most of channel, category, team, product and priority"),
        ),
    ),
    compares=False,
    supports=_supports,
    run=what_if,
)
