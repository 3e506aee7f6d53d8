"""Which articles solve less than the others, by the requests they were used in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from deskwise.analyses.articles_used import ArticleUse
from deskwise.analyses.fisher_tails import at_least
from deskwise.analyses.funnel import discoveries
from deskwise.analyses.shrinkage import Shrunken, shrink
from deskwise.metrics.intervals import TAIL

# An article is judged with so many requests, and named with so many failures.
FEWEST_USES, FEWEST_FAILURES = 10, 3


@dataclass(frozen=True)
class JudgedArticle:
    """An article: in how many requests it failed, between which ends its true share lies, its verdict.

    `low` and `high` are exact; `shrunken` is what is expected of it once all others are known; `others` the
    share in which all others fail. `chance` is that of so many failures if it were as good as they are.
    """

    use: ArticleUse
    failures: int
    low: float
    high: float
    shrunken: Shrunken
    others: float | None
    chance: float
    named: bool

    @property
    def share(self) -> float:
        """In what share of its requests it failed."""
        return self.failures / self.use.mature


def judged_articles(uses: Sequence[ArticleUse]) -> tuple[JudgedArticle, ...]:
    """Judge all articles with enough requests, those that fail most often first.

    Where no use is marked as solved, marks are not kept: then only what came back has failed.

    >>> failed = {"a": 24, "b": 8, "c": 8}
    >>> uses = [ArticleUse(name, 40, 40, each, 0, each) for name, each in failed.items()]
    >>> [(each.use.article, each.named) for each in judged_articles(uses)]
    [('a', True), ('b', False), ('c', False)]
    """
    marks = any(each.unmarked < each.mature for each in uses)
    known = [each for each in uses if each.article is not None and each.mature >= FEWEST_USES]
    if not known:
        return ()
    failures = [each.failed if marks else each.returned for each in known]
    cases, failed = sum(each.mature for each in known), sum(failures)
    chances = [at_least(own, each.mature, failed, cases) for own, each in zip(failures, known, strict=True)]
    more = discoveries(chances)
    together = min(max(failed / cases, 0.5 / cases), 1 - 0.5 / cases)
    drawn = shrink(
        [own / each.mature for own, each in zip(failures, known, strict=True)],
        [together * (1 - together) / each.mature for each in known],
    ).figures
    found = []
    for place, each in enumerate(known):
        own, rest = failures[place], cases - each.mature
        low, high = exact_ends(own, each.mature)
        found.append(
            JudgedArticle(
                use=each,
                failures=own,
                low=low,
                high=high,
                shrunken=drawn[place],
                others=(failed - own) / rest if rest else None,
                chance=chances[place],
                named=more[place] and own >= FEWEST_FAILURES and rest > 0,
            )
        )
    return tuple(sorted(found, key=lambda each: (-each.share, each.use.article or "")))


def exact_ends(hits: int, cases: int) -> tuple[float, float]:
    """Clopper and Pearson's 95 % interval of a share.

    >>> tuple(round(end, 4) for end in exact_ends(24, 40))
    (0.4333, 0.7514)
    """
    from scipy.special import betaincinv

    low = float(betaincinv(hits, cases - hits + 1, TAIL)) if hits else 0.0
    return low, float(betaincinv(hits + 1, cases - hits, 1 - TAIL)) if hits < cases else 1.0
