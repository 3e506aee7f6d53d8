"""Customers who buy again, write again or fall silent, by what support did; and against those unmet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from deskwise.analyses.entry import AnalysisEntry, Option
from deskwise.analyses.experiences import (
    FEWEST,
    Deeds,
    Experience,
    Silence,
    counted,
    deeds,
    experiences,
    silence,
)
from deskwise.analyses.finding import Finding, Outcome
from deskwise.analyses.ground import Ground
from deskwise.analyses.matched_buyers import FEWEST_WITHOUT, Contacted, Matched, matched
from deskwise.analyses.of_whom import whole_of
from deskwise.analyses.one_period import rests_on_period
from deskwise.analyses.retention_tables import experience_columns, experience_row, numbers, stage_table
from deskwise.analyses.retention_words import doubts, sentences
from deskwise.kernel.errors import UsageError
from deskwise.kernel.language import marked, say
from deskwise.metrics.customer_courses import Courses
from deskwise.metrics.definition import Metric, Stat
from deskwise.metrics.readings import Reading

METRIC, STAGES = "customer_return_rate", "stage_conversion"
DAY, MOST_DAYS = 86_400_000_000, 3_650
# What narrows customers' stages; other filters are of requests.
OF_CUSTOMERS = frozenset({"source", "customer", "organisation"})


@dataclass(frozen=True)
class Retention:
    """What sentences are made of.

    `did` is what all customers did within `days` of their request, `young` how many of them have not had so
    many days yet, `new` how many were not known before they wrote and stand in no comparison with others.
    `stages` are null where the filters are of no customers.
    """

    days: int
    start_at: int
    end_at: int
    did: Deeds
    silent: Silence
    experiences: tuple[Experience, ...]
    matched: Matched | None
    any_sale: bool
    young: int
    new: int
    stages: Mapping[str | None, Reading] | None

    @property
    def named(self) -> bool:
        """Whether anything differs beyond chance."""
        told = (each for one in self.experiences for each in (one.bought, one.again))
        return any(each is not None and each.named for each in told)


def retention(ground: Ground) -> Finding:
    """What customers did after their requests, by what support did to them.

    Raises `UsageError` for days that are none, and where nobody's days are over; `NotAllowedError` where
    whoever asks may not see the figure.
    """
    within = _days(ground) * DAY
    ground = ground.settled(within)
    whole = whole_of(ground, METRIC, "share")
    told = _told(ground, within, ground.courses(), whole)
    return _finding(ground, told, whole)


def _days(ground: Ground) -> int:
    words = ground.options.get("days") or str(round(ground.return_microseconds / DAY))
    days = int(words) if words.isdecimal() else 0
    if not 0 < days <= MOST_DAYS:
        raise UsageError(
            say("%(words)s is no number of days", words=repr(words)), do=say("write days, such as 90")
        )
    return days


def _told(ground: Ground, within: int, found: Courses, whole: Reading) -> Retention:
    old = [each for each in found.wrote if each.since_at + within <= ground.as_of]
    met = [each for each in old if each.known_before and each.met_at is not None]
    contacted = [
        Contacted(
            each.alike,
            each.met_at,
            each.bought_after_met_at is not None and each.bought_after_met_at - each.met_at <= within,
        )
        for each in met
        if each.met_at is not None
    ]
    apart = None
    if found.any_sale and "customer" not in ground.where:
        apart = matched(contacted, found.silent, within)
    customers = counted(old, within)
    assert whole.period is not None
    return Retention(
        days=within // DAY,
        start_at=whole.period.start_at or 0,
        end_at=whole.period.end_at or ground.as_of,
        did=deeds(customers),
        silent=silence(customers),
        experiences=experiences(customers, sales=found.any_sale),
        matched=apart,
        any_sale=found.any_sale,
        young=len(found.wrote) - len(old),
        new=sum(not each.known_before for each in old),
        stages=_stages(ground),
    )


def _stages(ground: Ground) -> Mapping[str | None, Reading] | None:
    if not set(ground.where) <= OF_CUSTOMERS:
        return None
    found = ground.figures(STAGES, "share")
    return {key[0]: each for key, each in found.readings.items() if key and key not in found.hidden}


def _finding(ground: Ground, told: Retention, whole: Reading) -> Finding:
    outcome: Outcome = "nothing"
    if told.named or (told.matched is not None and told.matched.beyond):
        outcome = "found"
    if told.did.n < FEWEST:
        outcome = "too few"
    return Finding(
        analysis=ENTRY.name,
        version=ENTRY.version,
        outcome=outcome,
        sentences=sentences(told, outcome),
        doubts=doubts(told, outcome),
        numbers=numbers(told),
        columns=experience_columns(),
        rows=tuple(experience_row(each) for each in told.experiences if each.deeds.n),
        rests_on=rests_on_period(ground, whole, None, told.did.n),
        label=marked("What customers did, by what support did"),
        more=() if told.stages is None else (stage_table(told.stages),),
    )


def _supports(_metric: Metric, stat: Stat) -> bool:
    return stat == "share"


ENTRY = AnalysisEntry(
    name="retention",
    label="Customer retention",
    tells="Customers who buy again, write again or fall silent, by what support did to them.",
    answers="Do customers stay, and is their silence a good one? Do they buy more once they were helped?",
    assumes=(
        "Sales, requests and ratings name the same customer in the same way.",
        "Who did not write was like who did, given the same stage, purchases and organisation.",
        "Whoever neither buys nor writes within the days is silent, whatever they do elsewhere.",
    ),
    distrust=(
        "Who buys and then writes about it is never without contact, which makes the difference too large.",
        "It is what goes together, never what makes what: who means to buy writes more, too.",
        "Some customers buy each month and others each year: too few days call the latter silent.",
        "A rating can come after the purchase that it seems to explain.",
        "Where sales are known of some customers only, silence is too large.",
    ),
    method=(
        "Of each customer the first request that they raised in the period counts, from its first"
        " resolution on"
        " (without one, from its beginning). Within the days they bought (a sale, no refund), wrote again (a"
        " later request, or the same opened again), or fell silent: neither. The period lies so far back that"
        " the days are over; who has not had them is left out and counted. Silence is bad after a bad last"
        " rating, without a resolution, or where the customer gave up waiting; else it is good. Customers to"
        " whom something was done are held against those to whom it was not: Wilson's intervals,"
        " Newcombe's for the difference; named are those whom Benjamini and Hochberg's procedure leaves"
        " over all"
        f" comparisons, of groups of at least {FEWEST} on both sides. Late is a first answer later than three"
        " of four on the same channel. Writing again is not compared for what is defined by it (solved at"
        " first contact, opened again). Sales after contact: customers known before the period and met by a"
        " person in it, against customers known before it who raised no request in it, matched exactly on"
        " organisation, stage and purchases before (none, one, more) as it began; where more than half would"
        " be like nobody, on stage and purchases. Each is held against the share of at least"
        f" {FEWEST_WITHOUT} such others who bought in the very days after the contact. The interval is that"
        " of"
        " the mean within strata: the spread of who was met, and of how often each of the others bought in"
        " those days. Stages: stage_conversion of the same period."
    ),
    reference=(
        "E. A. Stuart, Matching methods for causal inference, Statistical Science 25 (2010); R. G. Newcombe,"
        " Interval estimation for the difference between independent proportions, Statistics in Medicine"
        " 17 (1998); Y. Benjamini, Y. Hochberg, Controlling the False Discovery Rate, Journal of the Royal"
        " Statistical Society B 57 (1995)"
    ),
    libraries="numpy for looking up many sales at once; the rest is sums.",
    example="retention-helped_at_once_and_bought",
    options=(
        Option(
            "days",
            "DAYS",
            marked("Within how many days customers buy, write again or are silent."),
            marked("those of the settings, 90"),
            label=marked("within days"),
        ),
    ),
    of=METRIC,
    compares=False,
    period="quarter",
    supports=_supports,
    run=retention,
)
