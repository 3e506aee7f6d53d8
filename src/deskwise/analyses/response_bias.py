"""Who answers beside who was asked, and what satisfaction would be had all answered alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from deskwise.analyses.falling_curve import CurveCell
from deskwise.analyses.standing_out import standing_of_count
from deskwise.metrics.intervals import NORMAL

Known = Sequence[tuple[float, int, int]]
# Each so many asked, so that the chi-square holds.
FEWEST_EXPECTED = 5


@dataclass(frozen=True)
class Response:
    """Of one bin of a driver: who was asked and who of them answered."""

    asked: int
    answered: int


@dataclass(frozen=True)
class ResponseBias:
    """Who answered, and the share of good ratings as it is and weighted by the inverse of the response.

    `chance` is that of responses so unlike in the bins where all are as likely to answer; `low` and `high`
    are the 95 % interval of the weighted share.
    """

    bins: tuple[Response, ...]
    plain: float
    weighted: float
    low: float
    high: float
    chance: float

    @property
    def asked(self) -> int:
        """All who were asked."""
        return sum(each.asked for each in self.bins)

    @property
    def answered(self) -> int:
        """Those of them who answered."""
        return sum(each.answered for each in self.bins)

    @property
    def is_of_all(self) -> bool:
        """Whether all who were asked answered, so that nothing can be told of who does not."""
        return self.answered == self.asked

    @property
    def is_unlike(self) -> bool:
        """Whether who answers depends on the driver beyond chance."""
        return self.chance <= 0.05


def response_bias(bins: Sequence[CurveCell], asked: Known) -> ResponseBias | None:
    """The bias of ratings in bins of a driver; null where nobody was asked or nobody answered.

    `asked` are the values of those who were asked, with how many of them answered. A rating counts as many
    times as there were asked for each who answered in its bin.
    """
    responses = tuple(
        Response(sum(n for _, n, _ in inside), sum(hits for _, _, hits in inside))
        for inside in _by_bin(bins, asked)
    )
    # Of a bin where nobody answered what was asked of it no rating stands for anybody.
    inverse = [
        one.n * each.asked / each.answered if each.answered else 0.0
        for one, each in zip(bins, responses, strict=True)
    ]
    total = sum(inverse)
    if not total:
        return None
    n, hits = sum(each.n for each in bins), sum(each.hits for each in bins)
    weights = [each / total for each in inverse]
    weighted = sum(w * each.share for w, each in zip(weights, bins, strict=True))
    # A bin where all are good has a spread too: half a rating more of each sort.
    spread = sum(
        w * w * (each.hits + 0.5) * (each.n - each.hits + 0.5) / (each.n + 1) ** 2 / each.n
        for w, each in zip(weights, bins, strict=True)
    )
    side = NORMAL * spread**0.5
    return ResponseBias(
        responses,
        hits / n,
        weighted,
        max(weighted - side, 0.0),
        min(weighted + side, 1.0),
        _chance(responses),
    )


def middle(known: Known, *, hits: bool) -> float | None:
    """The median of the values of the hits, or of the others; null of none."""
    counts = [(value, good if hits else n - good) for value, n, good in sorted(known)]
    total, so_far = sum(count for _, count in counts), 0
    for value, count in counts:
        so_far += count
        if total and 2 * so_far >= total:
            return value
    return None


def mean(known: Known, *, hits: bool) -> float | None:
    """The mean of the values of the hits, or of the others; null of none."""
    total = sum(good if hits else n - good for _, n, good in known)
    return sum(value * (good if hits else n - good) for value, n, good in known) / total if total else None


def _by_bin(bins: Sequence[CurveCell], asked: Known) -> list[list[tuple[float, int, int]]]:
    """Those asked by the bin whose end they do not pass; the last holds all beyond."""
    found: list[list[tuple[float, int, int]]] = [[] for _ in bins]
    for each in asked:
        place = next((place for place, one in enumerate(bins) if each[0] <= one.high), len(bins) - 1)
        found[place].append(each)
    return found


def _chance(responses: Sequence[Response]) -> float:
    from scipy.special import chdtrc

    answered, asked = sum(each.answered for each in responses), sum(each.asked for each in responses)
    share = answered / asked
    enough = [each for each in responses if each.asked * min(share, 1 - share) >= FEWEST_EXPECTED]
    if len(enough) < 2:
        return 1.0
    standing = standing_of_count([(each.answered, each.asked - each.answered) for each in enough])
    return float(chdtrc(standing.freedom, standing.square)) if standing.freedom else 1.0
