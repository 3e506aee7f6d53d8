"""Which articles were used in resolved requests, before it is known who may see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from deskwise.analyses.articles_used import ArticleUse


@dataclass(frozen=True)
class ArticlePeople:
    """The uses of an article, and of how many agents the requests are that it was used in."""

    use: ArticleUse
    people: int


@dataclass(frozen=True)
class ArticlesFound:
    """The resolved requests with an article, by group, and all articles with the people behind them."""

    requests: Mapping[tuple[str | None, ...], int]
    articles: tuple[ArticlePeople, ...]
