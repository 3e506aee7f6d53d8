"""Which requests look like one problem: bursts beyond the usual, what came before, what downtime brings."""

from __future__ import annotations

from dataclasses import dataclass

from deskwise.analyses.bursts import (
    FEWEST_IN_BURST,
    FEWEST_WEEKS,
    LEAST_TIMES,
    WEEKS_BEFORE,
    Burst,
    Bursts,
    bursts,
)
from deskwise.analyses.downtime_contacts import WEEKS_BESIDE, DowntimeContacts, downtime_contacts
from deskwise.analyses.entry import AnalysisEntry, Option
from deskwise.analyses.finding import Finding, Number, NumberTable, Outcome
from deskwise.analyses.ground import Ground
from deskwise.analyses.ground_values import Note
from deskwise.analyses.of_whom import whole_of
from deskwise.analyses.one_period import rests_on_period
from deskwise.analyses.problem_tables import (
    MOST_LISTED,
    burst_columns,
    burst_row,
    course_table,
    downtime_table,
    outages_table,
    unlinked_table,
)
from deskwise.analyses.problem_words import doubts, sentences
from deskwise.analyses.raised_by_day import OutageContacts, RaisedByDay
from deskwise.kernel.errors import UsageError
from deskwise.kernel.language import marked, say
from deskwise.metrics.definition import Metric, Stat

METRIC = "requests_received"
SPLITS = {"both": ("category", "product"), "category": ("category",), "product": ("product",)}
DAY = 86_400_000_000
# How long before a burst's first day what may have begun it is looked for: an outage, or what was noted.
OUTAGE_BEFORE, NOTE_BEFORE = DAY, 3 * DAY


@dataclass(frozen=True)
class Candidate:
    """A burst, and what came shortly before: an outage of its product, and what was noted; null of none."""

    burst: Burst
    outage: OutageContacts | None
    note: Note | None


@dataclass(frozen=True)
class Problems:
    """What sentences are made of.

    `candidates` are the bursts that may be seen, the least likely first. `downtime` are the contacts of all
    unplanned outages that may be seen, null where there are none to be held against other weeks; `links` says
    whether any request that was looked at is linked to a problem.
    """

    by: tuple[str, ...]
    raised: RaisedByDay
    bursts: Bursts
    candidates: tuple[Candidate, ...]
    outages: tuple[OutageContacts, ...]
    downtime: DowntimeContacts | None
    links: bool
    zone: str

    @property
    def requests(self) -> int:
        """The requests of all candidates."""
        return sum(each.burst.requests for each in self.candidates)

    @property
    def unlinked(self) -> int:
        """Those of them that are linked to no problem."""
        return self.requests - sum(each.burst.linked for each in self.candidates)


def problem_candidates(ground: Ground) -> Finding:
    """Which requests look like one problem, and how requests go with downtime.

    Raises `UsageError` for a split that is none, and `NotAllowedError` where whoever asks may not see how
    many requests there are.
    """
    asked = ground.options.get("of_what", "") or "both"
    if asked not in SPLITS:
        raise UsageError(
            say("%(name)s is no way to part requests here", name=repr(asked)),
            do=say("choose from %(names)s", names=", ".join(SPLITS)),
        )
    by = SPLITS[asked]
    whole = whole_of(ground, METRIC, "count")
    raised = ground.raised_by_day(by)
    outages = tuple(each for each in ground.around_outages() if each.shown)
    found = bursts(raised)
    told = Problems(
        by=by,
        raised=raised,
        bursts=found,
        candidates=tuple(_candidate(ground, raised, by, each, outages) for each in found.found),
        outages=outages,
        downtime=downtime_contacts(outages),
        links=any(any(each.linked) for each in raised.groups.values()),
        zone=ground.zone,
    )
    outcome: Outcome = "found" if told.candidates else "nothing"
    if not found.days:
        outcome = "too few"
    more = [
        _unlinked(ground, told),
        course_table(told.raised, told.candidates[0].burst, told.zone) if told.candidates else None,
        downtime_table(told.outages) if told.downtime is not None else None,
        outages_table(told.outages, told.zone) if told.outages else None,
    ]
    return Finding(
        analysis=ENTRY.name,
        version=ENTRY.version,
        outcome=outcome,
        sentences=sentences(told, outcome),
        doubts=doubts(told, outcome),
        numbers=_numbers(told),
        columns=burst_columns(by),
        rows=tuple(
            burst_row(raised, each.burst, each.outage, each.note, told.zone) for each in told.candidates
        ),
        rests_on=rests_on_period(ground, whole, by[0], whole.n),
        label=marked("Requests that look like one problem"),
        more=tuple(each for each in more if each is not None),
    )


def _unlinked(ground: Ground, told: Problems) -> NumberTable | None:
    """The requests of the candidates that are linked to no problem, the clearest first; null of none."""
    starts = told.raised.starts
    spans = [
        (each.burst.group, starts[each.burst.first], starts[each.burst.last + 1]) for each in told.candidates
    ]
    found = ground.unlinked_requests(told.by, spans, MOST_LISTED) if spans else ()
    return unlinked_table(told.by, found, told.zone) if found else None


def _candidate(
    ground: Ground,
    raised: RaisedByDay,
    by: tuple[str, ...],
    burst: Burst,
    outages: tuple[OutageContacts, ...],
) -> Candidate:
    start, first_end = raised.starts[burst.first], raised.starts[burst.first + 1]
    group = dict(zip(by, burst.group, strict=True))
    near = [
        each
        for each in outages
        if start - OUTAGE_BEFORE <= each.began_at < first_end
        and (each.product is None or "product" not in group or each.product == group["product"])
    ]
    # What nobody planned comes before what was announced, the later before the earlier.
    near.sort(key=lambda each: (not each.planned, each.began_at))
    noted = ground.notes(start - NOTE_BEFORE, first_end)
    return Candidate(burst, near[-1] if near else None, noted[-1] if noted else None)


def _numbers(told: Problems) -> tuple[Number, ...]:
    found = [
        Number("groups", marked("groups looked at"), told.bursts.groups, "count"),
        Number("days", marked("days looked at"), told.bursts.days, "count"),
        Number("candidates", marked("bursts"), len(told.candidates), "count"),
        Number("requests", marked("requests in them"), told.requests, "count"),
        Number("unlinked", marked("of them linked to no problem"), told.unlinked, "count"),
    ]
    if told.downtime is not None:
        each = told.downtime
        label = marked("requests in and after an outage, for each usual one")
        found.append(Number("downtime", label, each.times, "score", each.low, each.high))
    return tuple(found)


def _supports(_metric: Metric, stat: Stat) -> bool:
    return stat == "count"


ENTRY = AnalysisEntry(
    name="problem_candidates",
    label="Problem candidates",
    tells="Which requests look like one problem, what came before them, and what downtime brings.",
    answers="Is there a problem behind these requests that nobody has opened yet?",
    assumes=(
        "What a category of a product brings on a day of the week is what it brought in the weeks before.",
        "One problem shows in one category of a product; requests are put into it as they always were.",
        "Requests come one by one: a customer who writes five times counts as five.",
    ),
    distrust=(
        "That an outage or a release came first does not make it the cause.",
        "A burst can be a campaign, an invoice run or a holiday made up for: read some of its requests.",
        "A category that was renamed, or used for the first time, looks like a burst.",
        "A slow problem that brings one request more a day is no burst, and is not found.",
        "What requests say is not read: two problems of one category and day are one here.",
        "Where days vary far more than chance makes them, more than one burst in twenty may be chance.",
    ),
    method=(
        "Requests are counted by day and by category and product (or one of them). What is usual for a day is"
        f" the mean of the same days of the {WEEKS_BEFORE} weeks before; with fewer than {FEWEST_WEEKS} weeks"
        " nothing is said of a day. The chance of so many or more is the negative binomial's, which for a"
        " count that chance alone makes is exact: it takes into account that the mean is itself of few"
        " counts. Where a group, or all groups together, vary more from day to day than chance makes them,"
        " the variance is as many times larger. Of all groups on all days those stand out that Benjamini and"
        " Hochberg's"
        f" procedure leaves at 5 %, that have at least {FEWEST_IN_BURST} requests and {LEAST_TIMES:g} times"
        " what is usual. Days that follow each other, with one between them at most, are one burst; its"
        " interval is that of one count after another (binomial), as much wider. Beside it stands the last"
        " outage of the product that began on its first day or the day before, and what was noted in the"
        " three days before. For downtime the requests on a product during an outage and in the two hours"
        f" after it are held against those of the same hours in the {WEEKS_BESIDE} nearest weeks in which it"
        " was up, over all unplanned outages that are known; outages that differ more than chance makes them"
        " widen the interval."
    ),
    reference=(
        "G. J. Hahn, W. Q. Meeker, Statistical Intervals (1991), for a count after other counts; C. P."
        " Farrington and others, A statistical algorithm for the early detection of outbreaks, Journal of the"
        " Royal Statistical Society A 159 (1996), for what is usual; Y. Benjamini, Y. Hochberg, Controlling"
        " the False Discovery Rate, Journal of the Royal Statistical Society B 57 (1995)"
    ),
    libraries="numpy for the counts, scipy for the distributions.",
    example="problem_candidates-an_outage_and_its_requests",
    options=(
        Option(
            "of_what",
            "WHAT",
            marked("What requests are parted by: category, product or both."),
            "both",
            label=marked("parted by"),
            choices=("both", "category", "product"),
        ),
    ),
    of=METRIC,
    compares=False,
    period="quarter",
    supports=_supports,
    run=problem_candidates,
)
