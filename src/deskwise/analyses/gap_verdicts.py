"""Which groups of requests are answered without articles, and what an answer to them would deflect."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from deskwise.analyses.fisher_tails import at_most
from deskwise.analyses.funnel import discoveries
from deskwise.analyses.one_more import OneMore, one_more

# A group is judged with so many resolved requests, and is a gap at so small a part of the others' share.
FEWEST_REQUESTS, PART_OF_OTHERS = 30, 0.5


@dataclass(frozen=True)
class Topic:
    """The resolved requests of a category, a product or both, by their values in `group`.

    `with_article` had one used in them, `solved` are those that one solved. `a_month` is how many are
    resolved in a month, `seconds` their mean handle time, null where none is known. `chance` is that of so
    few with an article if it were as among the others, null of too few requests; `gap` says that it has none
    or few.
    """

    group: tuple[str | None, ...]
    resolved: int
    with_article: int
    solved: int
    a_month: float
    seconds: float | None
    chance: float | None = None
    gap: bool = False

    @property
    def seconds_a_month(self) -> float | None:
        """Handle time that goes into them in a month, null where none is known."""
        return None if self.seconds is None else self.seconds * self.a_month


@dataclass(frozen=True)
class JudgedTopics:
    """Topics with their verdicts, and the share that articles solve in those that are no gaps."""

    topics: tuple[Topic, ...]
    elsewhere: OneMore | None


@dataclass(frozen=True)
class Deflected:
    """How many requests a month an answer would deflect at most, between two ends where they are known."""

    requests: float
    low: float | None
    high: float | None
    seconds: float | None


def judged_topics(topics: Sequence[Topic]) -> JudgedTopics:
    """Judge which topics are answered without articles.

    >>> used = {"a": 0, "b": 30, "c": 30}
    >>> made = [Topic((name,), 100, each, each, 10.0, None) for name, each in used.items()]
    >>> [each.gap for each in judged_topics(made).topics]
    [True, False, False]
    """
    all_used, all_resolved = _sums(topics)
    large = [place for place, each in enumerate(topics) if each.resolved >= FEWEST_REQUESTS]
    chances = [
        at_most(topics[place].with_article, topics[place].resolved, all_used, all_resolved) for place in large
    ]
    judged = list(topics)
    for place, chance, fewer in zip(large, chances, discoveries(chances), strict=True):
        each = topics[place]
        used, resolved = all_used - each.with_article, all_resolved - each.resolved
        few = each.with_article * resolved <= PART_OF_OTHERS * used * each.resolved
        judged[place] = replace(each, chance=chance, gap=few and fewer)
    others = [(each.solved, each.resolved) for each in judged if each.chance is not None and not each.gap]
    return JudgedTopics(tuple(judged), one_more(others))


def deflected(topic: Topic, elsewhere: OneMore) -> Deflected:
    """What an answer to a gap would deflect at most, were it to solve as much as articles do elsewhere."""
    already = topic.solved / topic.resolved

    def requests(share: float) -> float:
        return topic.a_month * max(share - already, 0.0)

    found = requests(elsewhere.mean)
    return Deflected(
        found,
        None if elsewhere.low is None else requests(elsewhere.low),
        None if elsewhere.high is None else requests(elsewhere.high),
        None if topic.seconds is None else found * topic.seconds,
    )


def _sums(topics: Sequence[Topic]) -> tuple[int, int]:
    return sum(each.with_article for each in topics), sum(each.resolved for each in topics)
