"""Which articles were used in resolved requests, as far as whoever asks may see it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from deskwise.analyses.articles_used import ArticlesUsed
from deskwise.app.access.things import Act
from deskwise.app.seen_figures import Looker, require_split, things_of
from deskwise.app.workspace import Workspace
from deskwise.kernel.periods import Period


def used_articles(
    workspace: Workspace,
    who: Looker | None,
    where: Mapping[str, Sequence[str | None]],
    by: Sequence[str],
    period: Period,
) -> ArticlesUsed:
    """The articles used in what was resolved in a period; left out are those of too few people to be shown.

    Raises `NotAllowedError` where whoever asks may not split so.
    """
    if who is not None:
        require_split(who, where, *by)
    found = workspace.used_articles(period.start_at, period.end_at, by, where)
    shown = tuple(
        each.use
        for each in found.articles
        if who is None or all(who.may(Act.READ, thing) for thing in things_of(where, each.people))
    )
    return ArticlesUsed(found.requests, shown, len(found.articles) - len(shown))
