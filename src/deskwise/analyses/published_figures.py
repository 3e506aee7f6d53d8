"""Figures of the field that somebody published: of whom, of when, how counted, and where they stand.

They are facts that were read at their source and none of ours; each says in what it is counted otherwise than
the metric it stands beside, so that nobody takes a neighbour for an equal.
"""

from __future__ import annotations

from dataclasses import dataclass

from deskwise.kernel.language import marked
from deskwise.metrics.definition import Stat

SQM = "SQM Group, 2022 Benchmark Research Uncovers What a Good FCR Rate Is, 16 May 2022"
HDI = "HDI Research Brief, External Customer-Facing Technical Support Metrics, August 2013"
ZENDESK_2012 = "Zendesk Customer Satisfaction Index, March 2012"
ZENDESK_2013 = "Zendesk Benchmark, third quarter of 2013, 30 October 2013"
ZENDESK_2014 = "Zendesk Benchmark, first quarter of 2014, as SMB Nation reported it"
TALKDESK = "Talkdesk, Call Center Benchmarks by Industry, survey of the end of 2015"
SUPEROFFICE = "SuperOffice, Customer Service Benchmark Report 2018"
GOOD_RATINGS = marked("good ones of all answers to one question after a ticket was solved: good or bad")
NOT_ROUTED = marked("calls that ended before the caller was routed to an agent, of all calls")
SAID_RESOLVED = marked(
    "callers who said in a survey after the call that the first had resolved it, of all asked"
)
FIRST_CALL = marked("tickets that organisations report as resolved on the first call")
FIRST_ANSWER = marked("mean time to the answer of those who answered an e-mail, one to each company")


@dataclass(frozen=True)
class PublishedFigure:
    """One published figure, in the metric's unit; `high` is null where it is no range.

    `counted` says in words what was counted. `unlike` says why it is not what the metric of the book is,
    `nearly` what to mind where it is but for that; both are empty where they are the same.
    """

    metric: str
    stat: Stat
    value: float
    year: int
    whose: str
    population: str
    counted: str
    source: str
    high: float | None = None
    unlike: str = ""
    nearly: str = ""

    def holds(self, value: float) -> bool:
        """Whether a value is the figure, or lies within its range.

        >>> good = PublishedFigure("csat", "share", 0.7, 2022, "", "", "", "", high=0.79)
        >>> good.holds(0.75), good.holds(0.8)
        (True, False)
        """
        return self.value <= value <= (self.value if self.high is None else self.high)


ALL = marked("all industries")
OF_RECORDS = marked(
    "it is what customers said, and this is counted from records: without who calls again elsewhere, with who"
    " never answers a survey"
)
OF_REPORTS = marked("organisations counted it each in their own way, and by phone alone")
POOLED = marked(
    "The same where you ask for good or bad; 4 and 5 of 5 are counted with the good ones, and were not there."
)
ONE_MESSAGE = marked("each company counts once, and with one message that no customer wrote")

_SATISFIED_2014 = (
    (marked("government and non-profit"), 0.95), (marked("IT services and consultancy"), 0.94),
    (marked("education"), 0.92), (marked("retail"), 0.79), (marked("gaming"), 0.74),
    (marked("social media"), 0.69),
)  # fmt: skip
_ABANDONED_2015 = (
    (marked("software and internet"), 0.15), (marked("retail"), 0.12), (marked("business services"), 0.10),
    (marked("healthcare, pharma and biotech"), 0.13), (marked("financial services"), 0.16),
)  # fmt: skip


def _satisfied(value: float, year: int, whose: str, population: str, source: str) -> PublishedFigure:
    return PublishedFigure(
        "csat", "share", value, year, whose, population, GOOD_RATINGS, source, nearly=POOLED
    )


def _abandoned(value: float, whose: str) -> PublishedFigure:
    population = marked("customers of a vendor of call-centre software")
    return PublishedFigure("abandonment_rate", "share", value, 2015, whose, population, NOT_ROUTED, TALKDESK)


_FCR = (0.70, 2022, ALL, marked("over 500 call centres in North America"), SAID_RESOLVED, SQM, 0.79)
_SIXTEEN_THOUSAND = marked("some 16,000 companies in 125 countries")

PUBLISHED: tuple[PublishedFigure, ...] = (
    PublishedFigure("fcr_by_survey", "share", *_FCR),
    PublishedFigure("first_contact_resolution", "share", *_FCR, unlike=OF_RECORDS),
    PublishedFigure(
        "first_contact_resolution", "share", 0.641, 2013, marked("technical support"),
        marked("196 organisations that support customers of their products"), FIRST_CALL, HDI,
        unlike=OF_REPORTS,
    ),
    _satisfied(
        0.86, 2012, ALL, marked("over 15,000 companies in 137 countries"), ZENDESK_2012,
    ),
    _satisfied(0.82, 2013, ALL, _SIXTEEN_THOUSAND, ZENDESK_2013),
    _satisfied(0.81, 2014, ALL, _SIXTEEN_THOUSAND, ZENDESK_2014),
    *(_satisfied(value, 2014, whose, _SIXTEEN_THOUSAND, ZENDESK_2014) for whose, value in _SATISFIED_2014),
    _abandoned(0.12, ALL),
    *(_abandoned(value, whose) for whose, value in _ABANDONED_2015),
    PublishedFigure(
        "first_response_time", "mean", 12 * 3600.0, 2018, ALL,
        marked("the 38 % that answered of 1,000 companies that were written to"), FIRST_ANSWER, SUPEROFFICE,
        unlike=ONE_MESSAGE,
    ),
)  # fmt: skip


def published_of(metric: str) -> tuple[PublishedFigure, ...]:
    """Those beside which a metric may stand, the newest first and of all industries before others."""
    found = [each for each in PUBLISHED if each.metric == metric]
    return tuple(sorted(found, key=lambda each: (-each.year, each.whose != ALL, each.whose)))
