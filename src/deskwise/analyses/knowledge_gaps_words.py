"""What `knowledge_gaps` says: what has no answer, what that costs, which articles do not solve."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from deskwise.analyses.finding import Outcome
from deskwise.analyses.funnel import FALSE_SHARE
from deskwise.analyses.gap_verdicts import FEWEST_REQUESTS, Topic, deflected
from deskwise.analyses.sentence import Amount, GroupName, Sentence, sentence
from deskwise.kernel.language import marked

if TYPE_CHECKING:
    from deskwise.analyses.article_verdicts import JudgedArticle
    from deskwise.analyses.knowledge_gaps import Gaps

# Beside the costliest so many are told by name; the tables have all.
MOST_NAMED = 3
FEW_ARTICLES = 0.02


def sentences(told: Gaps, outcome: Outcome) -> tuple[Sentence, ...]:
    """The answer and what stands beside it."""
    if outcome == "too few":
        return (_too_few(told), *_most(told))
    return (*_gaps(told), *_articles(told))


def doubts(told: Gaps, outcome: Outcome) -> tuple[Sentence, ...]:
    """What of this very finding is to be taken with care."""
    return tuple(_doubts(told, outcome))


def _too_few(told: Gaps) -> Sentence:
    if not told.with_article:
        return sentence(
            marked(
                "No article is recorded on any of %(n)s resolved requests, so nobody can say what is answered"
                " without one."
            ),
            n=told.resolved,
        )
    return sentence(
        marked("There are too few resolved requests to say where articles are missing: %(n)s in all."),
        n=told.resolved,
    )


def _most(told: Gaps) -> Iterator[Sentence]:
    if told.topics and told.topics[0].resolved >= FEWEST_REQUESTS:
        most = told.topics[0]
        yield sentence(
            marked("Most requests are of %(what)s: %(n)s, %(a_month)s a month."),
            what=_name(told, most),
            n=most.resolved,
            a_month=Amount(most.a_month, "count"),
        )


def _gaps(told: Gaps) -> Iterator[Sentence]:
    if not told.gaps:
        yield sentence(
            marked(
                "No group of requests is answered without articles: %(used)s of %(n)s resolved requests had"
                " one (%(share)s), and no group far fewer."
            ),
            used=told.with_article,
            n=told.resolved,
            share=Amount(told.with_article / told.resolved, "share"),
        )
        return
    for place, each in enumerate(told.gaps[:MOST_NAMED]):
        yield _gap(told, each, first=not place)
        yield from _worth(told, each)
    if len(told.gaps) > MOST_NAMED:
        yield sentence(
            marked("%(n)s more are answered without articles; the table has them."),
            n=len(told.gaps) - MOST_NAMED,
        )


def _gap(told: Gaps, each: Topic, *, first: bool) -> Sentence:
    words = (
        marked(
            "Answered again and again without an article: %(what)s, %(n)s requests (%(a_month)s a month),"
            " %(used)s of them with one, where others have one in %(others)s."
        )
        if first
        else marked(
            "So is this: %(what)s, %(n)s requests (%(a_month)s a month), %(used)s of them with an article,"
            " others in %(others)s."
        )
    )
    rest = told.resolved - each.resolved
    return sentence(
        words,
        what=_name(told, each),
        n=each.resolved,
        a_month=Amount(each.a_month, "count"),
        used=each.with_article,
        others=Amount((told.with_article - each.with_article) / rest if rest else None, "share"),
    )


def _worth(told: Gaps, each: Topic) -> Iterator[Sentence]:
    if told.elsewhere is None:
        return
    found = deflected(each, told.elsewhere)
    if found.low is None or found.high is None:
        yield sentence(
            marked("An answer would deflect %(n)s of them a month at most."),
            n=Amount(found.requests, "count"),
        )
    elif found.seconds is None:
        yield sentence(
            marked(
                "An answer would deflect %(n)s of them a month at most (95 %% interval %(low)s to %(high)s)."
            ),
            n=Amount(found.requests, "count"),
            low=Amount(found.low, "count"),
            high=Amount(found.high, "count"),
        )
    else:
        yield sentence(
            marked(
                "An answer would deflect %(n)s of them a month at most (95 %% interval %(low)s to %(high)s),"
                " %(work)s of work."
            ),
            n=Amount(found.requests, "count"),
            low=Amount(found.low, "count"),
            high=Amount(found.high, "count"),
            work=Amount(found.seconds, "seconds"),
        )


def _articles(told: Gaps) -> Iterator[Sentence]:
    if not told.judged:
        return
    if not told.failing:
        yield sentence(
            marked("Of %(n)s articles none fails more often than chance makes of the others."),
            n=len(told.judged),
        )
        return
    for place, each in enumerate(told.failing[:MOST_NAMED]):
        yield _article(each, first=not place)
    if len(told.failing) > MOST_NAMED:
        yield sentence(
            marked("%(n)s more articles solve less than others; the table has them."),
            n=len(told.failing) - MOST_NAMED,
        )


def _article(each: JudgedArticle, *, first: bool) -> Sentence:
    words = (
        marked(
            "The article %(article)s does not solve: it failed in %(failed)s of %(n)s requests, %(share)s"
            " (95 %% interval %(low)s to %(high)s), where the others fail in %(others)s."
        )
        if first
        else marked(
            "Nor does %(article)s: it failed in %(failed)s of %(n)s, %(share)s (%(low)s to %(high)s), the"
            " others in %(others)s."
        )
    )
    return sentence(
        words,
        article=each.use.article or "",
        failed=each.failures,
        n=each.use.mature,
        share=Amount(each.share, "share"),
        low=Amount(each.low, "share"),
        high=Amount(each.high, "share"),
        others=Amount(each.others, "share"),
    )


def _doubts(told: Gaps, outcome: Outcome) -> Iterator[Sentence]:
    if told.gaps:
        yield sentence(
            marked(
                "What is deflected is an upper bound: these requests came in, and only an article that"
                " customers find by themselves keeps them away."
            )
        )
        if told.elsewhere is None or told.elsewhere.low is None:
            yield sentence(
                marked("There are too few other groups to say how far one more may lie from them.")
            )
        if all(each.seconds is None for each in told.gaps):
            yield sentence(marked("No work is recorded on these requests, so hours are not known."))
    if len(told.gaps) + len(told.failing) > 1:
        yield sentence(
            marked("Of all that are named, %(share)s are expected to be named by chance."),
            share=Amount(FALSE_SHARE, "share"),
        )
    if told.with_article and not told.marks:
        yield sentence(
            marked(
                "No use of an article is marked as solved: what articles solve is not known, and they fail"
                " here only where the customer came back."
            )
        )
    if outcome != "too few" and told.with_article < FEW_ARTICLES * told.resolved:
        yield sentence(
            marked("Articles are recorded on %(share)s of the requests: perhaps few record them."),
            share=Amount(told.with_article / told.resolved, "share"),
        )
    small = sum(each.chance is None for each in told.topics)
    if outcome != "too few" and small:
        yield sentence(
            marked("Of %(n)s groups nothing is said, for they have fewer than %(fewest)s requests."),
            n=small,
            fewest=FEWEST_REQUESTS,
        )
    if told.used.hidden:
        yield sentence(marked("%(n)s articles are used by too few people to be shown."), n=told.used.hidden)


def _name(told: Gaps, each: Topic) -> GroupName | Sentence:
    names = [GroupName(value, name) for value, name in zip(each.group, told.by, strict=True)]
    if len(names) == 1:
        return names[0]
    return sentence(marked("%(first)s of %(second)s"), first=names[0], second=names[1])
