"""What articles of the knowledge base were used for: in which resolved requests, and whether they helped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class ArticleUse:
    """One article in the resolved requests of a period that it was used in.

    `article` is null where nobody said which. `mature` are the requests in which the customer had the whole
    window to come back, and of these are: `unmarked` those in which no use of it is said to have solved,
    `returned` those that were reopened or followed by a re-contact within the window after its last use,
    `failed` those of either kind.
    """

    article: str | None
    requests: int
    mature: int
    unmarked: int
    returned: int
    failed: int


@dataclass(frozen=True)
class ArticlesUsed:
    """The articles used in the resolved requests of a period.

    `requests` are the resolved requests with an article, by the values they were split by; `articles` those
    articles whose figures whoever asks may see, `hidden` how many more there are.
    """

    requests: Mapping[tuple[str | None, ...], int]
    articles: tuple[ArticleUse, ...]
    hidden: int = 0
