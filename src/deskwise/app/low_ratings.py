"""Bad ratings with words that are no complaint yet: what a person may look at, as far as they may read it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from deskwise.analyses.ground_values import LowRating
from deskwise.app.access.holders import Holder
from deskwise.app.access.reach import whose
from deskwise.app.access.things import Act, Kind
from deskwise.app.comments import Comment, CommentQuestion, CommentStore
from deskwise.app.seen_figures import Looker
from deskwise.app.who_sees_agent import agent_figures
from deskwise.kernel.periods import Period

# What a comment is known by, of what a question can be narrowed by.
KNOWN = ("source", "channel", "category", "team", "agent")


def low_ratings(
    store: CommentStore,
    holder: Holder,
    who: Looker | None,
    where: Mapping[str, Sequence[str | None]],
    period: Period,
) -> tuple[LowRating, ...] | None:
    """The bad ratings with words of a period, without a complaint, the latest first.

    Those alone whose words whoever asks may read; null where they cannot be narrowed as the question is.
    """
    if not set(where) <= set(KNOWN):
        return None
    reach = whose(holder, Kind.COMMENTS)
    found = store.low_without_complaint(CommentQuestion(reach, {}, period.start_at, period.end_at))
    return tuple(
        _low(each, who)
        for each in found
        if all(getattr(each, name) in values for name, values in where.items())
    )


def _low(each: Comment, who: Looker | None) -> LowRating:
    seen = each.agent is not None and (who is None or who.may(Act.READ, agent_figures(each.agent, each.team)))
    return LowRating(
        each.source, each.ticket or "", each.rated_at, each.scale, float(each.value),
        each.agent if seen else None, each.team, each.text,
    )  # fmt: skip
