"""Subjects that say the same in other words: which of them are one reason for getting in touch.

A phrase is what is left of a subject: those of its words that many requests have. Phrases that share enough
of their telling words (TF-IDF, cosine) follow the most frequent one of them: its first words are the key of
the cluster.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Of fewer requests or customers no word is told: it might be somebody's name, or what one person wrote.
FEWEST_REQUESTS, FEWEST_CUSTOMERS = 10, 3
# A cluster is of so large a share of the requests at least, led by a phrase that alone is.
LEAST_SHARE = 0.001
MOST_CLUSTERS, MOST_LEADERS, MOST_PHRASES = 200, 1_500, 10_000
ALIKE = 0.5
KEY_WORDS = 3
AT_ONCE = 4_000
# Ten and eleven requests are as many: an order by every single one would turn with each that comes.
ROUGHLY = 4


@dataclass(frozen=True)
class Phrase:
    """The telling words of a subject, each once and in their order, and how many requests have it."""

    words: tuple[str, ...]
    requests: int


@dataclass(frozen=True)
class SubjectCluster:
    """Requests whose subjects say the same. `key` are the first words of its leading phrase."""

    key: str
    requests: int


def cluster_phrases(phrases: Sequence[Phrase], requests: int) -> tuple[str | None, ...]:
    """The key of each phrase's cluster; null of those that are in none.

    `requests` is how many there are with a subject. The same phrases give the same clusters, in whatever
    order they come.

    >>> cluster_phrases([Phrase(("refund", "order"), 40), Phrase(("order", "refund", "late"), 12)], 52)
    ('refund order', 'refund order')
    """
    fewest = fewest_requests(requests)
    order = sorted(
        (place for place, each in enumerate(phrases) if each.words), key=lambda each: _rank(phrases[each])
    )[:MOST_PHRASES]
    may_lead = [place for place in order if phrases[place].requests >= fewest][:MOST_LEADERS]
    if not may_lead:
        return (None,) * len(phrases)
    weights = _weights([phrases[place] for place in order], requests)
    rows = {place: row for row, place in enumerate(order)}
    leaders = _leaders(weights[[rows[place] for place in may_lead]])
    keys = [" ".join(phrases[may_lead[each]].words[:KEY_WORDS]) for each in leaders]
    found: list[str | None] = [None] * len(phrases)
    leading = weights[[rows[may_lead[each]] for each in leaders]]
    for row, leader in _nearest(weights, leading):
        found[order[row]] = keys[leader]
    return tuple(found)


def fewest_requests(requests: int) -> int:
    """How many of so many requests a phrase needs to lead a cluster, and a word to be part of any.

    >>> fewest_requests(200), fewest_requests(50_000)
    (10, 50)
    """
    return max(FEWEST_REQUESTS, round(requests * LEAST_SHARE))


def clusters_of(phrases: Sequence[Phrase], keys: Sequence[str | None]) -> tuple[SubjectCluster, ...]:
    """The clusters with how many requests each has, the largest first."""
    counted: dict[str, int] = {}
    for phrase, key in zip(phrases, keys, strict=True):
        if key is not None:
            counted[key] = counted.get(key, 0) + phrase.requests
    return tuple(
        SubjectCluster(key, n) for key, n in sorted(counted.items(), key=lambda each: (-each[1], each[0]))
    )


def _rank(phrase: Phrase) -> tuple[int, int, tuple[str, ...]]:
    """The more requests the sooner, roughly; of as many, the shorter."""
    size = phrase.requests.bit_length()
    return -(ROUGHLY * size + (phrase.requests * ROUGHLY >> size)), len(phrase.words), phrase.words


def _weights(phrases: Sequence[Phrase], requests: int) -> Any:
    """What each word weighs in each phrase: the rarer in requests, the more; rows have the length 1."""
    import numpy as np
    from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer

    counting = CountVectorizer(analyzer=_words, binary=True)
    counted = counting.fit_transform(phrases)
    of_words = counted.T @ np.array([each.requests for each in phrases], dtype=float)
    # Of requests, not of phrases: how many ways there are to say it makes no word rarer.
    weighing = TfidfTransformer()
    weighing.fit(counted)
    weighing.idf_ = np.log((1 + max(requests, 1)) / (1 + of_words)) + 1
    return weighing.transform(counted).tocsr()


def _words(phrase: Phrase) -> tuple[str, ...]:
    return phrase.words


def _leaders(weights: Any) -> list[int]:
    """Which of the phrases that may lead do: those unlike every one before them."""
    alike: NDArray[Any] = (weights @ weights.T).toarray() >= ALIKE
    taken = [False] * alike.shape[0]
    found: list[int] = []
    for each in range(alike.shape[0]):
        if taken[each]:
            continue
        if len(found) == MOST_CLUSTERS:
            break
        found.append(each)
        for other in alike[each].nonzero()[0]:
            taken[other] = True
    return found


def _nearest(weights: Any, leading: Any) -> Iterator[tuple[int, int]]:
    """Each phrase that is like some leader, with the one it is most like; of several, the first."""
    for start in range(0, weights.shape[0], AT_ONCE):
        likeness: NDArray[Any] = (weights[start : start + AT_ONCE] @ leading.T).toarray().round(9)
        nearest = likeness.argmax(axis=1)
        for row, leader in enumerate(nearest):
            if likeness[row, leader] >= ALIKE:
                yield start + row, int(leader)


def named(clusters: Sequence[SubjectCluster], names: Mapping[str, str]) -> dict[str, list[SubjectCluster]]:
    """The clusters by their name, by their key where nobody gave one: those of one name are one reason."""
    found: dict[str, list[SubjectCluster]] = {}
    for each in clusters:
        found.setdefault(names.get(each.key, each.key), []).append(each)
    return found
