"""What `escalation_causes` says: which pattern there is, what tells of the rest, and what stays undecided."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from deskwise.analyses.cells import Group
from deskwise.analyses.escalation_evidence import GAP, OTHER, TRAINING, UNDECIDED
from deskwise.analyses.escalation_pattern import JudgedAgent, JudgedKind, Kind
from deskwise.analyses.finding import Outcome
from deskwise.analyses.funnel import FALSE_SHARE
from deskwise.analyses.product_gaps import ROSE, ProductGap
from deskwise.analyses.sentence import Amount, GroupName, Moment, Sentence, Value, sentence
from deskwise.kernel.language import marked

if TYPE_CHECKING:
    from deskwise.analyses.escalation_causes import Told

# Beside the clearest so many are told by name; the tables have all.
MOST_NAMED = 3


def sentences(told: Told, outcome: Outcome) -> tuple[Sentence, ...]:
    """The answer, and what tells of the requests one by one."""
    if outcome == "too few":
        few = marked(
            "There is too little to say why requests are escalated: %(escalated)s of %(requests)s were, and"
            " no team has enough agents and categories to hold them apart."
        )
        return (sentence(few, escalated=told.escalated, requests=told.requests),)
    return (*_pattern(told), *_evidence(told))


def doubts(told: Told, outcome: Outcome) -> tuple[Sentence, ...]:
    """What of this very finding is to be taken with care."""
    return tuple(_doubts(told, outcome))


def kind_words(kind: Kind) -> Sentence:
    """A category of a product, as it stands inside of a sentence."""
    product, category = kind
    if product is None:
        return sentence("%(category)s", category=GroupName(category, "category"))
    return sentence(
        marked("%(category)s of %(product)s"),
        category=GroupName(category, "category"),
        product=GroupName(product, "product"),
    )


def _pattern(told: Told) -> Iterator[Sentence]:
    gaps, needs = told.shown.gaps, told.shown.needs
    for each in gaps[:MOST_NAMED]:
        yield _gap(each)
        yield from _concerns(told, each)
    for need in needs[:MOST_NAMED]:
        yield _need(need)
    more = max(len(gaps) - MOST_NAMED, 0) + max(len(needs) - MOST_NAMED, 0)
    if more:
        yield sentence(marked("%(n)s more stand out; the tables have them."), n=more)
    if gaps or needs:
        return
    words = marked(
        "There is no pattern: no category is escalated by many agents more than chance alone may make it, and"
        " no agent escalates many categories so."
    )
    if not told.patterns.teams:
        words = marked("No team has enough agents and categories to say whether there is a pattern.")
    elif told.hidden:
        words = marked("Of what you may see nothing has a pattern beyond chance.")
    yield sentence(words)


def _gap(judged: JudgedKind) -> Sentence:
    effect = judged.effect
    return sentence(
        marked(
            "%(above)s of %(of)s agents%(team)s escalate %(kind)s more than they do otherwise:"
            " %(escalated)s of %(requests)s requests, where %(usual)s would be usual of them (allowing for"
            " chance %(times)s times as many, 95 %% interval %(low)s to %(high)s). That looks like a gap of"
            " the product."
        ),
        above=effect.above, of=effect.of, team=_of_team(judged.team), kind=kind_words(effect.name),
        **_amounts(judged),
    )  # fmt: skip


def _concerns(told: Told, judged: JudgedKind) -> Iterator[Sentence]:
    gap = next((each for each in told.gaps if each.kind == judged.effect.name), None)
    if gap is None or not gap.told:
        return
    yield sentence(
        marked("%(escalated)s requests told to be of it concern %(customers)s customers of"
            " %(organisations)s organisations%(revenue)s."),
        escalated=gap.told, customers=gap.customers, organisations=gap.organisations,
        revenue=_revenue(gap),
    )  # fmt: skip
    if gap.by == ROSE and gap.since_at is not None and gap.low_at is not None and gap.high_at is not None:
        yield sentence(
            marked("Its rate rose in the month from %(at)s on (95 %%: from %(low)s to %(high)s)."),
                at=Moment(gap.since_at, day=True),
            low=Moment(gap.low_at, day=True),
            high=Moment(gap.high_at, day=True),
        )  # fmt: skip
    elif gap.since_at is not None:
        yield sentence(
            marked(
                "When it began cannot be told from its rate; the first evidence in this period is of %(at)s."
            ),
            at=Moment(gap.since_at, day=True),
        )


def _revenue(gap: ProductGap) -> Sentence | str:
    """What a gap's customers bought: of several currencies the table has the others."""
    if not gap.revenue:
        return ""
    currency, value = max(gap.revenue, key=lambda each: each[1])
    return sentence(marked(", who bought for %(value)s in a year"), value=Amount(value, currency))


def _need(judged: JudgedAgent) -> Sentence:
    effect = judged.effect
    return sentence(
        marked(
            "%(who)s escalates more than the others%(team)s in %(above)s of %(of)s categories: %(escalated)s"
            " of %(requests)s requests, where %(usual)s would be usual of the same (allowing for chance"
            " %(times)s times as many, 95 %% interval %(low)s to %(high)s). That looks like a need of"
            " training."
        ),
        who=GroupName(effect.name, "agent"), above=effect.above, of=effect.of, team=_of_team(judged.team),
        **_amounts(judged),
    )  # fmt: skip


def _amounts(judged: JudgedKind | JudgedAgent) -> dict[str, Value]:
    effect = judged.effect
    return {
        "escalated": effect.hits,
        "requests": effect.cases,
        "usual": Amount(effect.expected, "count"),
        "times": Amount(effect.times, "points"),
        "low": Amount(effect.low, "points"),
        "high": Amount(effect.high, "points"),
    }


def _of_team(team: Group) -> Sentence | str:
    return "" if team is None else sentence(marked(" of %(team)s"), team=team)


def _evidence(told: Told) -> Iterator[Sentence]:
    evident = sum(told.direct[each] for each in (GAP, TRAINING, OTHER))
    if evident:
        yield sentence(
            marked(
                "Of %(escalated)s escalated requests %(evident)s tell why themselves: %(gap)s a product gap"
                " (a fault, or a problem they are linked to), %(training)s a training need (skill, or an"
                " article that was there), %(other)s another reason."
            ),
            escalated=told.escalated, evident=evident, gap=told.direct[GAP], training=told.direct[TRAINING],
            other=told.direct[OTHER],
        )  # fmt: skip
    else:
        yield sentence(
            marked(
                "None of %(escalated)s escalated requests tells why itself: no reason was given, none is"
                " linked to a problem, none was solved with an article that was there."
            ),
            escalated=told.escalated,
        )
    if told.by_pattern[GAP] or told.by_pattern[TRAINING]:
        yield sentence(
            marked(
                "Of the others the pattern makes %(gap)s a product gap and %(training)s a training need;"
                " %(undecided)s stay undecided."
            ),
            gap=told.by_pattern[GAP],
            training=told.by_pattern[TRAINING],
            undecided=told.by_pattern[UNDECIDED],
        )
    elif told.undecided:
        yield sentence(marked("%(undecided)s stay undecided."), undecided=told.undecided)


def _doubts(told: Told, outcome: Outcome) -> Iterator[Sentence]:
    found = told.patterns
    if len(told.shown.gaps) + len(told.shown.needs) > 1:
        yield sentence(
            marked("Of all that are named, %(share)s are expected to be named by chance."),
            share=Amount(FALSE_SHARE, "share"),
        )
    if outcome != "too few" and found.small and found.teams:
        yield sentence(
            marked("Teams without a pattern, having too few agents or categories: %(n)s."),
            n=len(found.small),
        )
    if outcome != "too few" and found.few_agents + found.few_kinds:
        yield sentence(
            marked("Too few requests to be judged: %(agents)s of the agents, %(kinds)s of the categories."),
            agents=found.few_agents,
            kinds=found.few_kinds,
        )
    if found.spread > 1:
        yield sentence(
            marked(
                "Escalations vary more from agent to agent and category to category than chance makes them"
                " (over-dispersion of %(factor)s), so it takes more to stand out."
            ),
            factor=Amount(found.spread, "points"),
        )
