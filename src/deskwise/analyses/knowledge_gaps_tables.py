"""The tables of `knowledge_gaps`: what is answered, what answers would deflect, how articles do."""

from __future__ import annotations

from collections.abc import Sequence

from deskwise.analyses.article_verdicts import JudgedArticle
from deskwise.analyses.finding import Cell, NumberColumn, NumberTable
from deskwise.analyses.gap_verdicts import Topic, deflected
from deskwise.analyses.one_more import OneMore
from deskwise.kernel.language import marked

OF_GROUP = {"category": marked("category"), "product": marked("product")}
GAP, FEW, NO_GAP = marked("a gap"), marked("too few requests"), marked("no gap")
WORSE, WITHIN = marked("solves less than others"), marked("within chance")


def topic_columns(by: Sequence[str]) -> tuple[NumberColumn, ...]:
    """The columns of what is answered."""
    return (
        *_groups(by),
        NumberColumn("resolved", marked("requests resolved"), "count", opens="requests_resolved"),
        NumberColumn("with_article", marked("with an article"), "count"),
        NumberColumn("with_article_share", marked("share of them"), "share"),
        NumberColumn("solved", marked("solved by it"), "count", opens="known_fix_rate"),
        NumberColumn("handle_time", marked("handle time each"), "seconds"),
        NumberColumn("verdict", marked("verdict"), None, said=True),
    )


def topic_row(topic: Topic) -> tuple[Cell, ...]:
    """A row of what is answered."""
    verdict = FEW if topic.chance is None else GAP if topic.gap else NO_GAP
    return (
        *topic.group, topic.resolved, topic.with_article, topic.with_article / topic.resolved, topic.solved,
        topic.seconds, verdict,
    )  # fmt: skip


def gaps_table(by: Sequence[str], gaps: Sequence[Topic], elsewhere: OneMore | None) -> NumberTable:
    """What answers to the gaps would deflect at most in a month."""
    rows = []
    for each in gaps:
        found = None if elsewhere is None else deflected(each, elsewhere)
        told = (None,) * 4 if found is None else (found.requests, found.low, found.high, found.seconds)
        rows.append((*each.group, each.a_month, each.seconds_a_month, *told))
    return NumberTable(
        "deflected",
        marked("What an answer would deflect in a month, at most"),
        (
            *_groups(by),
            NumberColumn("a_month", marked("requests a month"), "count"),
            NumberColumn("work_a_month", marked("work on them"), "seconds"),
            NumberColumn("deflected", marked("deflected at most"), "count"),
            NumberColumn("deflected_low", marked("from"), "count"),
            NumberColumn("deflected_high", marked("to"), "count"),
            NumberColumn("work_saved", marked("work saved at most"), "seconds"),
        ),
        tuple(rows),
    )


def articles_table(judged: Sequence[JudgedArticle]) -> NumberTable:
    """How often each article did not solve."""
    return NumberTable(
        "articles",
        marked("Articles, and how often they did not solve"),
        (
            NumberColumn("article", marked("article"), None),
            NumberColumn("requests", marked("requests"), "count"),
            NumberColumn("unmarked", marked("not marked as solved"), "count"),
            NumberColumn("returned", marked("customer came back"), "count"),
            NumberColumn("failed", marked("not solved"), "count"),
            NumberColumn("failed_share", marked("share of them"), "share"),
            NumberColumn("failed_low", marked("from"), "share"),
            NumberColumn("failed_high", marked("to"), "share"),
            NumberColumn("drawn", marked("drawn to all"), "share"),
            NumberColumn("verdict", marked("verdict"), None, said=True),
        ),
        tuple(
            (
                each.use.article, each.use.mature, each.use.unmarked, each.use.returned, each.failures,
                each.share, each.low, each.high, each.shrunken.mean, WORSE if each.named else WITHIN,
            )
            for each in judged
        ),
    )  # fmt: skip


def _groups(by: Sequence[str]) -> tuple[NumberColumn, ...]:
    return tuple(NumberColumn(name, OF_GROUP[name], None, dimension=name) for name in by)
