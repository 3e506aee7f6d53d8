"""Why requests are escalated: whether people lack training, or the product something that no agent can do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from deskwise.analyses.cells import Group
from deskwise.analyses.crossed_effects import FEWEST_GROUPS
from deskwise.analyses.entry import AnalysisEntry
from deskwise.analyses.escalation_evidence import CAUSES, LABELS, UNDECIDED, Cause, direct_cause
from deskwise.analyses.escalation_evidence import GAP as OF_GAP
from deskwise.analyses.escalation_evidence import OTHER as OF_OTHER
from deskwise.analyses.escalation_evidence import TRAINING as OF_TRAINING
from deskwise.analyses.escalation_pattern import (
    FEWEST_REQUESTS,
    MANY,
    JudgedAgent,
    JudgedKind,
    Kind,
    Patterns,
    patterns,
)
from deskwise.analyses.escalation_words import doubts, sentences
from deskwise.analyses.finding import Cell as TableCell
from deskwise.analyses.finding import Finding, Number, NumberColumn, NumberTable, Outcome
from deskwise.analyses.ground import Ground
from deskwise.analyses.ground_values import Escalated, HeldCell
from deskwise.analyses.of_whom import others_only_where, whole_of
from deskwise.analyses.one_period import rests_on_period
from deskwise.analyses.product_gaps import ProductGap, gap_table, product_gaps
from deskwise.kernel.errors import NotAllowedError
from deskwise.kernel.language import marked, say
from deskwise.metrics.definition import Metric, Stat
from deskwise.metrics.readings import Reading

METRIC, COUNTED = "escalation_rate", "requests_escalated"
KIND = ("product", "category")
# The groups that whoever asks may see, null where they may see all.
Seen: TypeAlias = frozenset[tuple[str | None, ...]] | None


@dataclass(frozen=True)
class Told:
    """What sentences are made of.

    `escalated` of `requests` were. `direct` counts by what is evident by itself, `by_pattern` what a pattern
    tells of the rest. `shown` are the patterns without what whoever asks may not see, `hidden` says that
    there is such; `gaps` are the records of the gaps that are shown.
    """

    escalated: int
    requests: int
    direct: Mapping[Cause, int]
    by_pattern: Mapping[Cause, int]
    patterns: Patterns
    shown: Patterns
    gaps: tuple[ProductGap, ...]
    hidden: bool

    @property
    def undecided(self) -> int:
        """Of how many neither evidence nor a pattern tells why."""
        return self.by_pattern[UNDECIDED]


def escalation_causes(ground: Ground) -> Finding:
    """Whether escalations come of what agents do not know, or of what the product does not do.

    Raises `UsageError` where the question leaves no others to hold an agent against, and `NotAllowedError`
    where whoever asks may see nobody's figure.
    """
    others_only_where(ground, "agent")
    whole = whole_of(ground, METRIC, "share")
    held = ground.held()
    agents, kinds = ground.seen(METRIC, "share", ("agent",)), ground.seen(METRIC, "share", ("team", *KIND))
    if held and agents is not None and not any((each.agent,) in agents for each in held):
        raise NotAllowedError(
            say("nobody's figure of this analysis is for you to see"), do=say("ask an admin of the workspace")
        )
    found = patterns(_by_team(held))
    shown = _seen_of(found, agents, kinds)
    causes = _causes(ground.escalated(), found)
    gaps = product_gaps(ground, _of_gaps(causes, shown), Counter(each.kind for each in causes))
    told = Told(
        escalated=int(whole.numerator or 0),
        requests=whole.n,
        direct=_counted(causes, direct=True),
        by_pattern=_counted(causes, direct=False),
        patterns=found,
        shown=shown,
        gaps=gaps,
        hidden=len(shown.kinds) + len(shown.agents) < len(found.kinds) + len(found.agents),
    )
    rows = _rows(causes, ground.seen(METRIC, "share", KIND))
    return _finding(ground, whole, told, rows)


@dataclass(frozen=True)
class _Caused:
    """An escalated request with what tells its cause by itself, and what a pattern tells otherwise."""

    request: Escalated
    kind: Kind
    direct: Cause
    by_pattern: Cause | None


def _causes(escalated: Sequence[Escalated], found: Patterns) -> list[_Caused]:
    gaps = {(each.team, each.effect.name) for each in found.gaps}
    needs = {(each.team, each.effect.name) for each in found.needs}

    def caused(each: Escalated) -> _Caused:
        kind, direct = (each.product, each.category), direct_cause(each)
        if direct != UNDECIDED:
            return _Caused(each, kind, direct, None)
        gap, need = (each.team, kind) in gaps, (each.team, each.agent) in needs
        # Where both patterns would tell, neither does.
        return _Caused(each, kind, direct, UNDECIDED if gap == need else OF_GAP if gap else OF_TRAINING)

    return [caused(each) for each in escalated]


def _of_gaps(causes: Sequence[_Caused], shown: Patterns) -> dict[Kind, list[Escalated]]:
    """The requests that are told to be of each gap that is shown, by themselves or by the pattern."""
    found: dict[Kind, list[Escalated]] = {each.effect.name: [] for each in shown.gaps}
    for each in causes:
        if each.kind in found and OF_GAP in {each.direct, each.by_pattern}:
            found[each.kind].append(each.request)
    return found


def _counted(causes: Sequence[_Caused], *, direct: bool) -> dict[Cause, int]:
    told = [each.direct if direct else each.by_pattern for each in causes]
    return {cause: told.count(cause) for cause in CAUSES}


def _by_team(held: Sequence[HeldCell]) -> dict[Group, dict[tuple[Group, Kind], tuple[int, int]]]:
    """Escalated and held requests of each agent and kind, by team."""
    found: dict[Group, dict[tuple[Group, Kind], tuple[int, int]]] = {}
    for each in held:
        cell = each.agent, (each.product, each.category)
        found.setdefault(each.team, {})[cell] = (each.escalated, each.requests)
    return found


def _seen_of(found: Patterns, agents: Seen, kinds: Seen) -> Patterns:
    """The patterns of those whose figures may be seen."""
    return Patterns(
        tuple(each for each in found.kinds if kinds is None or (each.team, *each.effect.name) in kinds),
        tuple(each for each in found.agents if agents is None or (each.effect.name,) in agents),
        found.teams, found.small, found.few_kinds, found.few_agents, found.spread,
    )  # fmt: skip


def _rows(causes: Sequence[_Caused], seen: Seen) -> tuple[tuple[TableCell, ...], ...]:
    """Of each kind of request what tells why it was escalated, the most frequent first."""
    by_kind: dict[Kind, list[_Caused]] = {}
    for each in causes:
        by_kind.setdefault(each.kind, []).append(each)
    rows: list[tuple[TableCell, ...]] = []
    for kind, own in sorted(by_kind.items(), key=lambda each: (-len(each[1]), str(each[0]))):
        if seen is None or kind in seen:
            direct, rest = _counted(own, direct=True), _counted(own, direct=False)
            counts = (direct[cause] for cause in CAUSES if cause != UNDECIDED)
            rows.append((*kind, len(own), *counts, rest[UNDECIDED], rest[OF_GAP], rest[OF_TRAINING]))
    return tuple(rows)


def _finding(ground: Ground, whole: Reading, told: Told, rows: tuple[tuple[TableCell, ...], ...]) -> Finding:
    outcome: Outcome = "found" if told.shown.gaps or told.shown.needs else "nothing"
    evident = any(told.direct[each] for each in CAUSES if each != UNDECIDED)
    if not told.escalated or not (told.patterns.teams or evident):
        outcome = "too few"
    return Finding(
        analysis=ENTRY.name,
        version=ENTRY.version,
        outcome=outcome,
        sentences=sentences(told, outcome),
        doubts=doubts(told, outcome),
        numbers=_numbers(told),
        columns=_columns(),
        rows=rows,
        rests_on=rests_on_period(ground, whole, None, whole.n),
        label=marked("Escalated requests, and what tells why"),
        more=tuple(
            each
            for each in (
                gap_table(told.gaps, ground.zone),
                _kind_table(told.shown.kinds),
                _agent_table(told.shown.agents),
            )
            if each.rows
        ),
    )


def _numbers(told: Told) -> tuple[Number, ...]:
    evident = (
        (name, LABELS[cause], told.direct[cause])
        for name, cause in (("gap", OF_GAP), ("training", OF_TRAINING), ("other", OF_OTHER))
    )
    return (
        Number("escalated", marked("requests escalated"), told.escalated, "count"),
        Number("requests", marked("requests handled"), told.requests, "count"),
        *(Number(name, label, n, "count") for name, label, n in evident),
        Number("gap_pattern", BY_PATTERN[OF_GAP], told.by_pattern[OF_GAP], "count"),
        Number("training_pattern", BY_PATTERN[OF_TRAINING], told.by_pattern[OF_TRAINING], "count"),
        Number("undecided", LABELS[UNDECIDED], told.undecided, "count"),
        Number("spread", marked("factor of over-dispersion"), told.patterns.spread, "score"),
    )


BY_PATTERN: dict[Cause, str] = {
    OF_GAP: marked("product gap by pattern"),
    OF_TRAINING: marked("training need by pattern"),
}


def _columns() -> tuple[NumberColumn, ...]:
    return (
        NumberColumn("product", marked("product"), None, dimension="product"),
        NumberColumn("category", marked("category"), None, dimension="category"),
        NumberColumn("escalated", marked("requests escalated"), "count", opens=COUNTED),
        NumberColumn("gap", LABELS[OF_GAP], "count"),
        NumberColumn("training", LABELS[OF_TRAINING], "count"),
        NumberColumn("other", LABELS[OF_OTHER], "count"),
        NumberColumn("undecided", LABELS[UNDECIDED], "count"),
        NumberColumn("gap_pattern", BY_PATTERN[OF_GAP], "count"),
        NumberColumn("training_pattern", BY_PATTERN[OF_TRAINING], "count"),
    )


_COUNTS = (
    NumberColumn("verdict", marked("verdict"), None, said=True),
    NumberColumn("escalated", marked("escalated first"), "count"),
    NumberColumn("usual", marked("usual of them"), "count"),
    NumberColumn("times", marked("times the usual"), "score"),
    NumberColumn("low", marked("from"), "score"),
    NumberColumn("high", marked("to"), "score"),
    NumberColumn("requests", marked("requests held"), "count"),
)
_TEAM = NumberColumn("team", marked("team"), None, dimension="team")


def _kind_table(kinds: Sequence[JudgedKind]) -> NumberTable:
    ordered = sorted(kinds, key=lambda each: (-each.effect.times, str(each.team), str(each.effect.name)))
    return NumberTable(
        "categories",
        marked("Categories: escalated by many agents, given how much these escalate otherwise"),
        (
            _TEAM, *_columns()[:2], *_COUNTS,
            NumberColumn("above", marked("agents with more than usual"), "count"),
            NumberColumn("of", marked("of agents"), "count"),
        ),
        tuple((each.team, *each.effect.name, *_cells(each)) for each in ordered),
    )  # fmt: skip


def _agent_table(agents: Sequence[JudgedAgent]) -> NumberTable:
    """In the order of names: what chance alone may do is no order of people."""
    ordered = sorted(agents, key=lambda each: (str(each.effect.name), str(each.team)))
    return NumberTable(
        "agents",
        marked("Agents: many categories escalated, given which ones they had"),
        (
            NumberColumn("agent", marked("agent"), None, dimension="agent"), _TEAM, *_COUNTS,
            NumberColumn("above", marked("categories with more than usual"), "count"),
            NumberColumn("of", marked("of categories"), "count"),
        ),
        tuple((each.effect.name, each.team, *_cells(each)) for each in ordered),
    )  # fmt: skip


def _cells(judged: JudgedKind | JudgedAgent) -> tuple[TableCell, ...]:
    each = judged.effect
    return (
        judged.verdict, each.hits, each.expected, each.times, each.low, each.high, each.cases, each.above,
        each.of,
    )  # fmt: skip


def _supports(_metric: Metric, stat: Stat) -> bool:
    return stat == "share"


ENTRY = AnalysisEntry(
    name="escalation_causes",
    label="Causes of escalations",
    tells="Whether requests are escalated for what agents do not know, or for what the product does not do.",
    answers="Do our people need training, or does the product have a gap?",
    assumes=(
        "Requests of one product and category are about alike, whoever of a team handles them.",
        "Agents of a team are meant to solve the same requests.",
        "Whoever gives a reason at an escalation gives the one that it has.",
    ),
    distrust=(
        "A pattern is a reason to look at the requests: it does not say what is missing.",
        "A category that nobody was trained in looks like a product gap: many escalate it.",
        "Whoever gets the hardest requests of each category looks as if they needed training.",
        "What a source does not record as an escalation, nor as a change to a higher tier, is none here.",
        "That an article existed is known by its having been used before; when it was written is not.",
    ),
    method=(
        "Direct evidence comes first. The first reason given: `fault` is a product gap, `skill` a training"
        " need, `permission`, `oversold` and `policy` are another reason. Without one of these a link to a"
        " problem is a product gap; without that, that somebody else solved the request afterwards with an"
        " article that had been used before the escalation is a training need. Then comes the pattern, of"
        " each team by itself: of the requests that an agent acted on or held before anybody escalated"
        " them, how many this agent escalated. What comes to a second tier by an escalation is not"
        " counted there. The log odds of an escalation are a sum of what is usual, of the agent's and"
        " of the category's (of a product) effect, fitted by iterated weighted least squares: agents with"
        " categories as random effects and categories with agents so, hence each is adjusted for the"
        " other. Effects are drawn to their kind by empirical Bayes: the variance between them is Paule"
        " and Mandel's, and Morris's corrections for having estimated it make intervals wider. Usual is the"
        " mean effect of the middle half. Where cells vary more than chance makes them, beyond"
        " 1 + 2 sqrt(2 / degrees of freedom) by Pearson's chi-square, variances are multiplied by that"
        " factor. Named are those whose interval lies above the usual and whose exact chance Benjamini and"
        " Hochberg's procedure over all agents and categories of all teams leaves, so that of those named"
        " one in twenty is expected to be chance; given the escalations of one and of all others together,"
        f" those of one are binomial. It looks like a product gap where {MANY} agents at least"
        " escalate the category more than they do otherwise and no one of them has half of the excess;"
        " like a training need where an agent"
        f" does so in {MANY} categories. A request without evidence in such a category, or of such an agent,"
        " is told by the pattern; where both or neither tell, it stays undecided. Nothing is said of fewer"
        f" than {FEWEST_REQUESTS} requests, nor of teams with fewer than {FEWEST_GROUPS} agents or"
        " categories. That a gap's rate rose is told where a change of level of the months' shares, as arc"
        " sines, is as clear in one of ten shuffled courses at most, and upwards; when it did is the month"
        " that makes the counts likeliest, with the fewest months that hold 95 % of the binomial likelihood"
        " (flat priors); without a rise it is the first evidence. Revenue is what its customers bought in"
        " the year up to the period's end, less refunds."
    ),
    reference=(
        "N. E. Breslow, D. G. Clayton, Approximate Inference in Generalized Linear Mixed Models, Journal of"
        " the American Statistical Association 88 (1993); C. N. Morris, Parametric Empirical Bayes"
        " Inference, the same 78 (1983); Y. Benjamini, Y. Hochberg, Controlling the False Discovery Rate,"
        " Journal of the Royal Statistical Society B 57 (1995)"
    ),
    libraries="numpy for the least squares; the shrinkage is a few lines of sums.",
    example="escalation_causes-one_category_that_all_escalate",
    of=METRIC,
    compares=False,
    period="quarter",
    supports=_supports,
    run=escalation_causes,
)
