"""What is answered again and again without an article, and which articles do not solve."""

from __future__ import annotations

from dataclasses import dataclass

from deskwise.analyses.article_verdicts import JudgedArticle, judged_articles
from deskwise.analyses.articles_used import ArticlesUsed
from deskwise.analyses.entry import AnalysisEntry, Option
from deskwise.analyses.finding import Finding, Number, Outcome
from deskwise.analyses.gap_verdicts import FEWEST_REQUESTS, Topic, deflected, judged_topics
from deskwise.analyses.ground import Ground
from deskwise.analyses.ground_values import Groups
from deskwise.analyses.knowledge_gaps_tables import articles_table, gaps_table, topic_columns, topic_row
from deskwise.analyses.knowledge_gaps_words import doubts, sentences
from deskwise.analyses.of_whom import whole_of
from deskwise.analyses.one_more import OneMore
from deskwise.analyses.one_period import rests_on_period
from deskwise.kernel.errors import NotAllowedError, UsageError
from deskwise.kernel.language import marked, say
from deskwise.metrics.definition import Metric, Stat
from deskwise.metrics.intervals import wilson
from deskwise.metrics.readings import Reading

METRIC, WORK = "known_fix_rate", "handle_time"
MONTH_MICROSECONDS = 30.4375 * 86_400_000_000
SPLITS = {"category": ("category",), "product": ("product",), "both": ("category", "product")}


@dataclass(frozen=True)
class Gaps:
    """What sentences are made of.

    `topics` are all groups of requests that may be seen, those with most requests first; `gaps` those of them
    that are answered without articles, the costliest first. `elsewhere` is the share that articles solve in
    the others, null where there is no other. `used` are the articles, `judged` those with enough uses.
    """

    by: tuple[str, ...]
    resolved: int
    with_article: int
    solved: int
    topics: tuple[Topic, ...]
    gaps: tuple[Topic, ...]
    elsewhere: OneMore | None
    used: ArticlesUsed
    judged: tuple[JudgedArticle, ...]
    marks: bool
    hidden: int

    @property
    def failing(self) -> tuple[JudgedArticle, ...]:
        """The articles that solve less than the others, the clearest first."""
        found = [each for each in self.judged if each.named]
        return tuple(sorted(found, key=lambda each: (each.chance, each.use.article or "")))

    @property
    def seen(self) -> int:
        """How many topics have enough requests to be judged."""
        return sum(each.resolved >= FEWEST_REQUESTS for each in self.topics)


def knowledge_gaps(ground: Ground) -> Finding:
    """Which requests are answered without articles, and which articles do not solve.

    Raises `UsageError` for a split that is none, and `NotAllowedError` where whoever asks may see no figure.
    """
    asked = ground.options.get("of_what", "") or "category"
    if asked not in SPLITS:
        raise UsageError(
            say("%(name)s is no way to part requests here", name=repr(asked)),
            do=say("choose from %(names)s", names=", ".join(SPLITS)),
        )
    by = SPLITS[asked]
    whole = whole_of(ground, METRIC, "share")
    known, work = ground.figures(METRIC, "share", by), ground.figures(WORK, "mean", by)
    if known.readings and not set(known.readings) - known.hidden:
        raise NotAllowedError(
            say("this figure is of too few people to be shown"),
            do=say("ask for more time or fewer filters"),
        )
    used = ground.articles_used(by)
    months = _months(ground, whole)
    found = judged_topics(_topics(known, work, used, months))
    shown = [each for each in found.topics if each.group not in known.hidden]
    gaps = [each for each in shown if each.gap]
    with_article = sum(used.requests.values())
    told = Gaps(
        by=by,
        resolved=whole.n,
        with_article=with_article,
        solved=int(whole.numerator or 0),
        topics=tuple(sorted(shown, key=lambda each: (-each.resolved, str(each.group)))),
        gaps=tuple(sorted(gaps, key=lambda each: (-(each.seconds_a_month or 0.0), -each.a_month))),
        elsewhere=found.elsewhere if with_article else None,
        used=used,
        judged=judged_articles(used.articles),
        marks=any(each.unmarked < each.mature for each in used.articles),
        hidden=len(known.hidden),
    )
    return _finding(ground, whole, told)


def _months(ground: Ground, whole: Reading) -> float:
    """How many months the period has, as far as it is known."""
    period = whole.period
    start = None if period is None else period.start_at
    end = None if period is None else period.end_at
    begun = max(each for each in (start, ground.first_at, 0) if each is not None)
    return max(min(end or ground.as_of, ground.as_of) - begun, 1) / MONTH_MICROSECONDS


def _topics(known: Groups, work: Groups, used: ArticlesUsed, months: float) -> tuple[Topic, ...]:
    found = []
    for group, each in known.readings.items():
        if not each.n:
            continue
        worked = work.readings.get(group)
        seconds = None if worked is None or group in work.hidden else worked.value
        found.append(
            Topic(
                group=group,
                resolved=each.n,
                with_article=used.requests.get(group, 0),
                solved=int(each.numerator or 0),
                a_month=each.n / months,
                seconds=None if seconds is None else float(seconds),
            )
        )
    return tuple(found)


def _finding(ground: Ground, whole: Reading, told: Gaps) -> Finding:
    outcome: Outcome = "found" if told.gaps or told.failing else "nothing"
    if not told.with_article or (told.seen < 2 and not told.failing):
        outcome = "too few"
    more = [articles_table(told.judged)] if told.judged else []
    if told.gaps:
        more.insert(0, gaps_table(told.by, told.gaps, told.elsewhere))
    return Finding(
        analysis=ENTRY.name,
        version=ENTRY.version,
        outcome=outcome,
        sentences=sentences(told, outcome),
        doubts=doubts(told, outcome),
        numbers=_numbers(told),
        columns=topic_columns(told.by),
        rows=tuple(map(topic_row, told.topics)),
        rests_on=rests_on_period(ground, whole, told.by[0], whole.n),
        label=marked("What is answered, and how much of it with an article"),
        more=tuple(more),
    )


def _numbers(told: Gaps) -> tuple[Number, ...]:
    found = [
        Number("resolved", marked("requests resolved"), told.resolved, "count"),
        _share("with_article", marked("with an article"), told.with_article, told.resolved),
        _share("solved", marked("solved by an article"), told.solved, told.resolved),
        Number("gaps", marked("answered without articles"), len(told.gaps), "count"),
        Number("failing", marked("articles that solve less than others"), len(told.failing), "count"),
    ]
    if told.elsewhere is not None:
        each = told.elsewhere
        label = marked("share that articles solve where there are some")
        found.append(Number("elsewhere", label, each.mean, "share", each.low, each.high))
    if told.gaps and told.elsewhere is not None:
        all_of_them = [deflected(each, told.elsewhere) for each in told.gaps]
        low, high = ([getattr(each, end) for each in all_of_them] for end in ("low", "high"))
        found.append(
            Number(
                "deflected",
                marked("requests a month that answers would deflect at most"),
                sum(each.requests for each in all_of_them),
                "count",
                None if None in low else sum(low),
                None if None in high else sum(high),
            )
        )
    return tuple(found)


def _share(name: str, label: str, hits: int, n: int) -> Number:
    low, high = wilson(hits, n) or (None, None)
    return Number(name, label, hits / n if n else None, "share", low, high)


def _supports(_metric: Metric, stat: Stat) -> bool:
    return stat == "share"


ENTRY = AnalysisEntry(
    name="knowledge_gaps",
    label="Knowledge gaps",
    tells="What is answered again and again without an article, and which articles do not solve.",
    answers="What should be written down, and which articles should be rewritten?",
    assumes=(
        "Each use of an article is recorded, or at least as often in one category as in another.",
        "Requests of one category and product ask for answers of the same kind.",
        "What articles solve in some categories they could solve in the others.",
    ),
    distrust=(
        "Where only some teams record the articles they use, a gap may be a habit of theirs.",
        "A category without a question, such as refunds to be granted, needs no article.",
        "A request that an article solved had come in: customers find at most as many answers themselves.",
        "Who gets an article with hard requests makes it look bad.",
        "A category that holds everything else is many small questions, and no one article answers it.",
    ),
    method=(
        "Of each category (or product) it takes the resolved requests of the period, those in which an"
        " article was used and those that one solved (known_fix_rate). A gap is a category with at least"
        f" {FEWEST_REQUESTS} resolved requests that has an article in at most half the share that all others"
        " have together, and fewer than chance makes: Fisher's exact test on one side, with Benjamini and"
        " Hochberg's procedure over all categories at 5 %. What answers would deflect is the requests a month"
        " times the share that articles solve in the categories that are no gaps, less what they solve"
        " already; hours are those requests at the mean handle time of the category. The interval is that of"
        " one more category like the others (random effects, Student's t). It is an upper bound: those"
        " requests still came in, and an article deflects only those whose customers find it. An article"
        " did not solve where no use of it in the request was marked as solved, or where the request was"
        " reopened or the customer came back with it within the window; only requests whose window has"
        " passed count. Each article's share has its exact interval (Clopper and Pearson) and is drawn to"
        " that of all by how little it rests on (empirical Bayes); named are those that fail more"
        " often than all others together, by Fisher's exact test and Benjamini and Hochberg's"
        " procedure at 5 %. If no use is marked as solved anywhere, only what came back counts as failed."
    ),
    reference=(
        "J. P. T. Higgins, S. G. Thompson, D. J. Spiegelhalter, Journal of the Royal Statistical Society A"
        " 172 (2009), for the interval of one more; C. J. Clopper, E. S. Pearson, Biometrika 26"
        " (1934), for the exact one; Y. Benjamini, Y. Hochberg, Controlling the False Discovery"
        " Rate, Journal of the Royal Statistical Society B 57 (1995)"
    ),
    libraries="scipy for the distributions and their ends; the exact tests are sums.",
    example="knowledge_gaps-refunds_without_an_article",
    options=(
        Option(
            "of_what",
            "WHAT",
            marked("What requests are parted by: category, product or both."),
            "category",
            label=marked("parted by"),
            choices=("category", "product", "both"),
        ),
    ),
    of=METRIC,
    compares=False,
    period="quarter",
    supports=_supports,
    run=knowledge_gaps,
)
