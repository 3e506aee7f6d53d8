"""Whether complaints gather at somebody: a single complaint is no pattern, and some have harder requests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from deskwise.analyses.cells import Cell, Group
from deskwise.analyses.complaint_pattern_words import doubts, sentences
from deskwise.analyses.entry import AnalysisEntry, Option
from deskwise.analyses.expected import FEWEST_IN_CELL, Counted
from deskwise.analyses.finding import Cell as TableCell
from deskwise.analyses.finding import Finding, Number, NumberColumn, NumberTable, Outcome
from deskwise.analyses.funnel import Judged, funnel
from deskwise.analyses.ground import Ground
from deskwise.analyses.ground_values import LowRating
from deskwise.analyses.of_whom import OF_WHOM, asked_of, others_only_where, whole_of
from deskwise.analyses.one_period import rests_on_period
from deskwise.kernel.errors import NotAllowedError
from deskwise.kernel.language import marked, say
from deskwise.metrics.definition import Metric, Stat
from deskwise.metrics.readings import Reading

METRIC, COUNTED = "complaints_per_100_requests", "requests_handled"
# What makes requests alike, that which matters most first.
CELLS = ("category", "channel", "priority")
# A verdict takes so many requests; to stand out above all others, so many complaints.
FEWEST_REQUESTS, FEWEST_COMPLAINTS = 30, 3

MORE, FEWER, WITHIN = marked("above chance"), marked("below chance"), marked("within chance")


@dataclass(frozen=True)
class Pattern:
    """What sentences are made of.

    `judged` are all groups that handled enough to be judged, `hidden` those among them whose figures whoever
    asks may not see; `small` are those with too few requests. `complaints` are those of all groups together,
    `nobodys` those that are about nobody. `spread` is the factor of over-dispersion.
    """

    of_whom: str
    judged: tuple[Judged, ...]
    hidden: frozenset[Group]
    small: int
    complaints: int
    requests: int
    nobodys: int
    alone: int
    spread: float
    low: tuple[LowRating, ...] | None

    @property
    def shown(self) -> tuple[Judged, ...]:
        """Those whose figures may be told."""
        return tuple(each for each in self.judged if each.standing.group not in self.hidden)

    @property
    def above(self) -> tuple[Judged, ...]:
        """Those who have more complaints than chance alone makes, the clearest first."""
        found = [each for each in self.shown if verdict_of(each) == MORE]
        return tuple(sorted(found, key=lambda each: (each.chance, str(each.standing.group))))

    @property
    def below(self) -> tuple[Judged, ...]:
        """Those who have fewer, the clearest first."""
        found = [each for each in self.shown if verdict_of(each) == FEWER]
        return tuple(sorted(found, key=lambda each: (each.chance, str(each.standing.group))))


def complaint_pattern(ground: Ground) -> Finding:
    """Whether somebody has more complaints than chance makes of requests like theirs.

    Raises `UsageError` where the question leaves no others to hold somebody against, and `NotAllowedError`
    where whoever asks may see nobody's figure.
    """
    of_whom = asked_of(ground)
    others_only_where(ground, of_whom)
    cells = tuple(each for each in CELLS if len(ground.where.get(each, ())) != 1)
    alone = ground.figures(METRIC, "rate", (of_whom,))
    groups = ground.figures(METRIC, "rate", (of_whom, *cells))
    counts, nobodys = _counts(groups.readings, nobody=of_whom == "agent")
    found = funnel(counts, FEWEST_REQUESTS, FEWEST_COMPLAINTS)
    hidden = frozenset(key[0] for key in alone.hidden)
    if counts and not set(counts) - hidden:
        raise NotAllowedError(
            say("nobody's figure of this analysis is for you to see"), do=say("ask an admin of the workspace")
        )
    told = Pattern(
        of_whom=of_whom,
        judged=found.judged,
        hidden=hidden,
        small=len(counts) - len(found.judged),
        complaints=sum(count for cells in counts.values() for count, _ in cells.values()),
        requests=sum(below for cells in counts.values() for _, below in cells.values()),
        nobodys=nobodys,
        alone=sum(each.standing.alone for each in found.judged),
        spread=found.spread,
        low=ground.low_ratings(),
    )
    return _finding(ground, told)


def verdict_of(judged: Judged) -> str:
    """What is said of somebody."""
    standing = judged.standing
    if not judged.named:
        return WITHIN
    if standing.observed < standing.expected:
        return FEWER
    return MORE if standing.observed >= FEWEST_COMPLAINTS else WITHIN


def _counts(
    readings: Mapping[tuple[str | None, ...], Reading], *, nobody: bool
) -> tuple[dict[Group, dict[Cell, Counted]], int]:
    """Complaints and handled requests by group and cell; and the complaints about nobody."""
    found: dict[Group, dict[Cell, Counted]] = {}
    nobodys = 0
    for (group, *cell), each in readings.items():
        complaints, requests = int(each.numerator or 0), int(each.denominator or 0)
        if nobody and group is None:
            nobodys += complaints
        elif complaints or requests:
            found.setdefault(group, {})[tuple(cell)] = (complaints, requests)
    return found, nobodys


def _finding(ground: Ground, told: Pattern) -> Finding:
    whole = whole_of(ground, METRIC, "rate")
    outcome: Outcome = "found" if told.above or told.below else "nothing"
    if len(told.judged) < 2 or not told.complaints:
        outcome = "too few"
    return Finding(
        analysis=ENTRY.name,
        version=ENTRY.version,
        outcome=outcome,
        sentences=sentences(told, outcome),
        doubts=doubts(told, outcome),
        numbers=_numbers(told),
        columns=_columns(told.of_whom),
        rows=tuple(_row(each) for each in _by_name(told.shown)),
        rests_on=rests_on_period(ground, whole, told.of_whom, told.requests),
        label=marked("Complaints, and how many would be expected of the same requests"),
        more=() if not told.low else (_low_table(told.low),),
    )


def _by_name(judged: tuple[Judged, ...]) -> list[Judged]:
    """In the order of names: what chance alone may do is no order of people."""
    return sorted(judged, key=lambda each: (each.standing.group is None, str(each.standing.group)))


def _numbers(told: Pattern) -> tuple[Number, ...]:
    return (
        Number("complaints", marked("complaints"), told.complaints, "count"),
        Number("requests", marked("requests handled"), told.requests, "count"),
        Number("judged", marked("judged"), len(told.judged), "count"),
        Number("too_few", marked("too few requests to be judged"), told.small, "count"),
        Number("spread", marked("factor of over-dispersion"), told.spread, "score"),
    )


def _columns(of_whom: str) -> tuple[NumberColumn, ...]:
    return (
        NumberColumn(of_whom, OF_WHOM[of_whom], None, dimension=of_whom),
        NumberColumn("requests", marked("requests handled"), "count", opens=COUNTED),
        NumberColumn("complaints", marked("complaints"), "count", opens="complaints"),
        NumberColumn("expected", marked("expected"), "count"),
        NumberColumn("ratio", marked("times expected"), "score"),
        NumberColumn("ratio_low", marked("from"), "score"),
        NumberColumn("ratio_high", marked("to"), "score"),
        NumberColumn("verdict", marked("verdict"), None, said=True),
    )


def _row(judged: Judged) -> tuple[TableCell, ...]:
    each = judged.standing
    return (
        each.group, each.requests, each.observed, each.expected, each.ratio, judged.low, judged.high,
        verdict_of(judged),
    )  # fmt: skip


def _low_table(low: tuple[LowRating, ...]) -> NumberTable:
    return NumberTable(
        "candidates",
        marked("Bad ratings with words that are no complaint yet"),
        (
            NumberColumn("ticket", marked("ticket"), None, ticket_of="source"),
            NumberColumn("source", marked("source"), None),
            NumberColumn("scale", marked("question"), None),
            NumberColumn("value", marked("score"), "count"),
            NumberColumn("agent", marked("agent"), None),
            NumberColumn("team", marked("team"), None),
            NumberColumn("words", marked("words"), None),
        ),
        tuple(
            (each.ticket, each.source, each.scale, each.value, each.agent, each.team, each.text)
            for each in low
        ),
    )


def _supports(_metric: Metric, stat: Stat) -> bool:
    return stat == "rate"


ENTRY = AnalysisEntry(
    name="complaint_pattern",
    label="Complaint pattern",
    tells="Whether complaints gather at somebody beyond what chance makes of requests like theirs.",
    answers="Is there a pattern in the complaints, or are they spread as chance spreads them?",
    assumes=(
        "Requests of one channel, category and priority are alike, whoever handles them.",
        "Complaints come one by one: a customer who complains five times counts as five.",
        "Whom a complaint is about was decided in the same way for all.",
    ),
    distrust=(
        "It says that complaints gather, never whose fault it is: look at the requests before you talk.",
        "Who gets the angry customers within a category and priority is not seen by it.",
        "A request that two teams handled counts with both, its complaint with who held it.",
        "Who has few requests can have a pattern that nothing shows yet.",
        "Where a product failed or a rule changed, complaints follow about who had to tell customers.",
    ),
    method=(
        "It is about complaints for each 100 requests handled, not about complaints alone: who handles"
        " more gets more. For each agent (or team) the expected complaints are taken from what they were"
        " given: in each cell of channel, category and priority the rate of all others' requests times"
        " their own handled requests (indirect standardisation); where the others have fewer than"
        f" {FEWEST_IN_CELL} requests or fewer than the one who is judged, the rate is that of all"
        " priorities, then of all channels, then of all requests, and who stands out above is none of"
        " the others that anybody else is held against. The interval and the chance are exact in a cell:"
        " given the complaints of the group and of the others together, the group's are binomial; over"
        " several cells the others count as many as the noise of the expectation is worth. Limits at 95"
        " and 99.8 % are the exact Poisson limits, or the negative binomial's where the expectation"
        " itself rests on few complaints. With ten groups or more their scores, the outer tenth drawn in"
        " on each side, tell how much they spread: where the mean square is beyond 1 + 2 sqrt(2 /"
        " groups), intervals, limits and chances are widened by its root (multiplicative over-"
        "dispersion). Named are those whom Benjamini and Hochberg's procedure leaves, so that of those"
        " named one in twenty is expected to be chance. Nothing is said of who handled fewer than"
        f" {FEWEST_REQUESTS} requests, and with fewer than {FEWEST_COMPLAINTS} complaints nobody has a"
        " pattern. Beside it stand bad ratings (1 or 2 of 5, bad, not solved) with words, of requests"
        " that nobody complained about: no ruling makes a complaint of them, so a person reads them at"
        " the ticket, and where it is one records it in the help desk it came from."
    ),
    reference=(
        "D. J. Spiegelhalter, Funnel plots for comparing institutional performance, Statistics in"
        " Medicine 24 (2005); Y. Benjamini, Y. Hochberg, Controlling the False Discovery Rate, Journal"
        " of the Royal Statistical Society B 57 (1995); N. E. Breslow, N. E. Day, Statistical Methods in"
        " Cancer Research II (1987), for indirect standardisation"
    ),
    libraries="scipy for the distributions; the standardisation is sums.",
    example="complaint_pattern-four_times_what_is_expected",
    options=(
        Option(
            "of_whom",
            "WHOM",
            marked("Whom complaints gather at: agent or team."),
            "agent",
            label=marked("of whom (agent, team)"),
        ),
    ),
    of=METRIC,
    compares=False,
    period="quarter",
    supports=_supports,
    run=complaint_pattern,
)
