"""Why customers get in touch: how few reasons make most of it, and what ending the biggest would save."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, replace

from deskwise.analyses.contact_reasons_words import HOUR_SECONDS, doubts, sentences
from deskwise.analyses.entry import AnalysisEntry
from deskwise.analyses.fewest_that_make import largest_first
from deskwise.analyses.finding import Cell, Finding, Number, NumberColumn, NumberTable, Outcome
from deskwise.analyses.ground import Ground
from deskwise.analyses.ground_values import Groups
from deskwise.analyses.of_whom import whole_of
from deskwise.analyses.one_period import rests_on_period
from deskwise.analyses.reason_amounts import Made, cases, hits, made_of, misses, shown, total
from deskwise.analyses.reasons_by import OPTION, ReasonsBy, reasons_by
from deskwise.analyses.saved_a_month import FEWEST_CASES, Saved, saved_a_month
from deskwise.analyses.subject_clusters import ALIKE, FEWEST_CUSTOMERS, KEY_WORDS
from deskwise.analyses.subject_clusters import FEWEST_REQUESTS as FEWEST_REQUESTS_OF_A_WORD
from deskwise.kernel.language import marked
from deskwise.metrics.catalogue import metric
from deskwise.metrics.definition import Metric, Stat
from deskwise.metrics.readings import Reading

METRIC, WORK, COST = "requests_received", "handle_time", "cost_per_request"
RECONTACTS, SATISFIED = "recontact_rate", "csat"
# Of fewer requests nothing is said of reasons; of fewer of anything else, nothing of how it is spread.
FEWEST_REQUESTS, FEWEST_EVENTS = 30, 20
DAY = 86_400_000_000
SAVED_MONEY = marked("money saved a month")


@dataclass(frozen=True)
class Reasons:
    """What sentences are made of.

    `saved` is what ending each reason would save, in seconds, and `money` the same by currency; a reason of
    which too little is known is missing. `worked_on` are the resolved requests with recorded work, `days` how
    long the period is as far as there is data. `priced` says that some team has an hourly cost, `hidden` that
    there are reasons that whoever asks may not see. `by` is what reasons are read from.
    """

    by: ReasonsBy
    volume: Made
    work: Made
    recontacts: Made
    dissatisfied: Made
    saved: Mapping[str, Saved]
    money: Mapping[str, Mapping[str, Saved]]
    worked_on: int
    days: float
    priced: bool
    hidden: bool

    @property
    def biggest(self) -> str | None:
        """The reason that takes most work; null where it is not known what ending it would save."""
        found = self.work.first if self.work.enough else None
        return found if found in self.saved else None

    @property
    def measures(self) -> tuple[tuple[str, Made], ...]:
        """What reasons are held against, by name."""
        return (
            ("requests", self.volume),
            ("work", self.work),
            ("recontacts", self.recontacts),
            ("dissatisfied", self.dissatisfied),
        )


def contact_reasons(ground: Ground) -> Finding:
    """How few reasons make most of the volume, the work, the re-contacts and the dissatisfaction.

    Raises `NotAllowedError` where whoever asks may not see the requests of all reasons together.
    """
    whole = whole_of(ground, METRIC, "count")
    by = reasons_by(ground, METRIC)
    told = _reasons(ground, whole, by)
    outcome = outcome_of(told.volume)
    rests = rests_on_period(ground, whole, by.dimension, int(told.volume.whole))
    beside = tuple(metric(each).definition for each in (WORK, RECONTACTS, SATISFIED, COST))
    return Finding(
        analysis=ENTRY.name,
        version=ENTRY.version,
        outcome=outcome,
        sentences=sentences(told, outcome),
        doubts=doubts(told, outcome),
        numbers=_numbers(told),
        columns=_columns(by),
        rows=tuple(_row(told, reason) for reason in _in_order(told.volume)),
        rests_on=replace(rests, beside=beside),
        label=marked("Reasons, and what each takes"),
        more=(_savings(told),) if told.saved else (),
    )


def outcome_of(volume: Made) -> Outcome:
    """Whether few reasons, half of them at most, make 80 % of the requests: counted, not tested."""
    if len(volume.amounts) < 2 or sum(volume.amounts.values()) < FEWEST_REQUESTS:
        return "too few"
    few = volume.few
    return "found" if few is not None and 2 * len(few) <= len(volume.amounts) else "nothing"


def _reasons(ground: Ground, whole: Reading, by: ReasonsBy) -> Reasons:
    found = ground.figures(METRIC, "count", (by.dimension,))
    work = ground.figures(WORK, "mean", (by.dimension,))
    recontacts = ground.figures(RECONTACTS, "share", (by.dimension,))
    rated = ground.figures(SATISFIED, "share", (by.dimension,))
    costs = ground.figures(COST, "mean", (by.dimension,))
    unseen = {key[0] for key in found.hidden}
    days = _days(ground, whole)
    saved = _saved(work, unseen, days)
    made = made_of(work, unseen, total)
    worked_on = sum(each.n for each in shown(work, unseen).values())
    return Reasons(
        by=by,
        volume=made_of(found, unseen, cases),
        work=replace(made, enough=worked_on >= FEWEST_CASES and any(made.amounts.values())),
        recontacts=_enough(made_of(recontacts, unseen, hits)),
        dissatisfied=_enough(made_of(rated, unseen, misses)),
        saved={reason: each for (reason, _), each in saved.items()},
        money=_by_currency(_saved(costs, unseen, days), {reason for reason, _ in saved}),
        worked_on=worked_on,
        days=days,
        priced=any(each.n for each in costs.readings.values()),
        hidden=any(each.hidden for each in (found, work, recontacts, rated, costs)),
    )


def _enough(made: Made) -> Made:
    return replace(made, enough=made.whole >= FEWEST_EVENTS and any(made.amounts.values()))


def _saved(groups: Groups, unseen: Set[str | None], days: float) -> dict[tuple[str, str], Saved]:
    """What ending each reason would save of what a mean is of, by reason and currency, if there is one."""
    found = {
        (key[0], str(key[1]) if len(key) > 1 else ""): saved_a_month(each, days)
        for key, each in shown(groups, unseen).items()
        if key[0] is not None
    }
    return {key: each for key, each in found.items() if each is not None}


def _by_currency(
    saved: Mapping[tuple[str, str], Saved], reasons: Set[str]
) -> Mapping[str, Mapping[str, Saved]]:
    """Money of the reasons whose work is known, for most of what a cost is of has none."""
    return {
        currency: {
            reason: each for (reason, own), each in saved.items() if own == currency and reason in reasons
        }
        for currency in sorted({currency for reason, currency in saved if reason in reasons})
    }


def _days(ground: Ground, whole: Reading) -> float:
    """How many days of the period there is data of; 0 where nobody knows since when."""
    period = whole.period
    assert period is not None
    starts = [each for each in (period.start_at, ground.first_at) if each is not None]
    end = ground.as_of if period.end_at is None else min(period.end_at, ground.as_of)
    return max(end - max(starts), 0) / DAY if starts else 0.0


def _in_order(volume: Made) -> list[str | None]:
    """The reasons, the most frequent first, then the requests without one."""
    return [*largest_first(volume.amounts), *([None] if volume.nameless else [])]


NUMBERS = {
    "requests": marked("reasons that make 80 % of the requests"),
    "work": marked("reasons that make 80 % of the work"),
    "recontacts": marked("reasons that make 80 % of the re-contacts"),
    "dissatisfied": marked("reasons that make 80 % of the ratings that are not good"),
}


WITHOUT = {
    "category": marked("requests without a category"),
    "subject": marked("requests in no cluster of subjects"),
}


def _numbers(told: Reasons) -> tuple[Number, ...]:
    found = [
        Number("reasons", marked("reasons"), len(told.volume.amounts), "count"),
        Number("without", WITHOUT[told.by.name], int(told.volume.without), "count"),
    ]
    if told.by.category_share is not None:
        share = told.by.category_share
        found.append(Number("category_share", marked("requests with a category"), share, "share"))
    for name, made in told.measures:
        few = made.few if made.enough else None
        found.append(Number(f"few_{name}", NUMBERS[name], None if few is None else len(few), "count"))
    hours = (None, None, None) if told.biggest is None else _hours(told.saved[told.biggest])
    found.append(Number("saved_hours", marked("hours saved a month"), hours[0], "count", *hours[1:]))
    money = [
        Number(f"saved_{currency}", SAVED_MONEY, each.value, currency, each.low, each.high)
        for currency, by_reason in told.money.items()
        if (each := by_reason.get(told.biggest or "")) is not None
    ]
    return (*found, *(money or [Number("saved_money", SAVED_MONEY, None, "money")]))


def _hours(saved: Saved) -> tuple[float, float, float]:
    return saved.value / HOUR_SECONDS, saved.low / HOUR_SECONDS, saved.high / HOUR_SECONDS


OF_ALL = marked("of all")
AMOUNTS = (
    NumberColumn("requests", marked("requests"), "count", opens=METRIC),
    NumberColumn("requests_share", OF_ALL, "share"),
    NumberColumn("work_hours", marked("hours of work"), "count"),
    NumberColumn("work_share", OF_ALL, "share"),
    NumberColumn("recontacts", marked("re-contacts"), "count"),
    NumberColumn("recontacts_share", OF_ALL, "share"),
    NumberColumn("dissatisfied", marked("ratings not good"), "count"),
    NumberColumn("dissatisfied_share", OF_ALL, "share"),
)


def _columns(by: ReasonsBy) -> tuple[NumberColumn, ...]:
    return (_reason_column(by), *AMOUNTS)


def _reason_column(by: ReasonsBy) -> NumberColumn:
    return NumberColumn(by.name, marked("reason"), None, dimension=by.dimension)


def _row(told: Reasons, reason: str | None) -> tuple[Cell, ...]:
    cells: list[Cell] = [reason]
    for name, made in told.measures:
        amount = made.of(reason)
        counted: Cell = None if amount is None else int(amount)
        if amount is not None and name == "work":
            counted = float(amount / HOUR_SECONDS)
        cells += [counted, made.share_of(reason)]
    return tuple(cells)


def _savings(told: Reasons) -> NumberTable:
    """What ending each reason would save, the one with most work first."""
    columns = [_reason_column(told.by)]
    for name, label, unit in (
        ("hours", marked("hours saved a month"), "count"),
        *((currency, SAVED_MONEY, currency) for currency in told.money),
    ):
        columns += [
            NumberColumn(name, label, unit),
            NumberColumn(f"{name}_low", marked("from"), unit),
            NumberColumn(f"{name}_high", marked("to"), unit),
        ]
    rows = []
    for reason in largest_first(told.work.amounts):
        if reason in told.saved:
            cells: list[Cell] = [reason, *_hours(told.saved[reason])]
            for by_reason in told.money.values():
                each = by_reason.get(reason)
                cells += [None] * 3 if each is None else [each.value, each.low, each.high]
            rows.append(tuple(cells))
    return NumberTable("savings", marked("What ending each would save a month"), tuple(columns), tuple(rows))


def _supports(_metric: Metric, stat: Stat) -> bool:
    return stat == "count"


ENTRY = AnalysisEntry(
    name="contact_reasons",
    label="Contact reasons",
    tells="How few reasons make most of the requests and the work, and what ending the biggest would save.",
    answers="Which reasons for getting in touch are worth ending, and what would that save?",
    assumes=(
        "The category of a request, or what its subject is about, is why the customer got in touch.",
        "Requests come one by one, and the next months bring as many as the period did.",
        "Work that is not done on a reason that has ended is not done at all.",
    ),
    distrust=(
        "The reason with most work is the biggest in part by chance: expect a little less of ending it.",
        "An outage brings many requests at once: then the interval is too narrow, and no month like another.",
        "What it takes to end a reason is not reckoned, and seldom does a reason end wholly.",
        "A category that gathers all the rest is big without being one reason.",
        "How many reasons there are is how finely somebody cut them: fewer, wider ones look more alike.",
        "Clusters go by words: the same matter in other words is another one until both get one name.",
        "Who is dissatisfied is only known of those who rate.",
        "Work of teams without an hourly cost is in the hours, and not in the money.",
    ),
    method=(
        "Reasons are the categories of requests, or where most have none and texts are kept, clusters of"
        " their subjects; requests without one count in the whole and are shown on a line of their own, but"
        " are no reason. For each: the requests that were raised in the period; the recorded work on"
        " those resolved in it; the first resolutions of it that the customer came back"
        " after within the window; the ratings given in it that are not good (4 and 5 of 5, and good, are)."
        " From the largest on, those are taken that together make 80 % of the whole (Pareto); with fewer than"
        f" {FEWEST_EVENTS} re-contacts or such ratings nothing is said of these. Few are found where half of"
        " the reasons at most made 80 % of the requests: that is counted, not tested; with fewer than"
        f" {FEWEST_REQUESTS} requests or two reasons nothing is said."
        " What ending a reason would save is its work in the period, carried over to a month of 30.4 days;"
        " the interval leaves both to chance, how many requests come and how much each takes (the variance of"
        " a compound Poisson sum is the number of requests times the mean square of their work), on a"
        f" logarithmic scale with Student's t, and takes {FEWEST_CASES} requests with work. In money it is"
        " the same of what that work cost by the hourly costs of the teams, in each currency."
        " Clusters are made of the subjects of all requests, whatever the period: of the first line of what"
        " opened a ticket, without numbers, addresses, what holds a digit, agents' names and words such as"
        " re, please or der. A word counts, and is told, where"
        f" {FEWEST_REQUESTS_OF_A_WORD} requests and a thousandth of all have it, of {FEWEST_CUSTOMERS}"
        " customers at least."
        " Words weigh the more, the fewer requests have them (TF-IDF); from the most frequent wording on,"
        f" each leads a cluster that is not like one before it (a cosine of {ALIKE:.1f}), if it is itself of"
        f" {FEWEST_REQUESTS_OF_A_WORD} requests and of a thousandth of all; the others follow the one they"
        f" are most like. The first {KEY_WORDS} words of the leading one are its name until somebody gives it"
        " another; clusters of one name are one reason."
    ),
    reference=(
        "J. M. Juran, Quality Control Handbook (1951), for the vital few; W. Feller, An Introduction to"
        " Probability Theory and Its Applications I (1968), XII, for compound Poisson sums; G. Salton and C."
        " Buckley, Term-weighting approaches in automatic text retrieval (1988), for TF-IDF"
    ),
    libraries="scipy for Student's t, scikit-learn for TF-IDF; all else is sums.",
    example="contact_reasons-half_the_work_is_billing",
    options=(OPTION,),
    version=2,
    of=METRIC,
    compares=False,
    period="quarter",
    supports=_supports,
    run=contact_reasons,
)
