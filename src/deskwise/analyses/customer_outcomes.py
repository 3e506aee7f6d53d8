"""What customers said or did after what they had to bear: rated well, bought again, came back, complained."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from deskwise.analyses.customer_voices import COMES_BACK, COMPLAINS, RETURNS, SATISFIED, Voice
from deskwise.kernel.language import marked
from deskwise.metrics.definition import Stat
from deskwise.metrics.rated_requests import COMPLAINTS, RATINGS, RECONTACTS, Population
from deskwise.metrics.rated_requests import RETURNS as RETURN_RATE


@dataclass(frozen=True)
class CustomerOutcome:
    """An outcome whose cases are those of a metric, each a hit or none.

    `rises` says that more to bear makes more hits, else fewer. `level` is the share of hits that it is held
    against if none is named. `cases` and `hits` are what figures of them are called, with their words.
    `seen_by` are the figures that whoever asks has to be allowed to see. `asks` says that cases are answers
    of those who were asked.
    """

    name: str
    metric: Population
    seen_by: tuple[tuple[str, Stat], ...]
    rises: bool
    level: float
    cases: tuple[str, str]
    hits: tuple[str, str]
    label: str
    title: str
    axis: str
    voice: Voice
    asks: bool = False

    @property
    def passes(self) -> str:
        """What the place is called where the curve passes the level."""
        return "rises_above" if self.rises else "falls_below"


OUTCOMES: Mapping[str, CustomerOutcome] = {
    each.name: each
    for each in (
        CustomerOutcome(
            "satisfaction",
            RATINGS,
            ((RATINGS, "share"),),
            rises=False,
            level=0.8,
            cases=("ratings", marked("ratings")),
            hits=("satisfied", marked("satisfied")),
            label=marked("Satisfied customers by what they had to bear"),
            title=marked("Satisfied customers by %(driver)s"),
            axis=marked("% satisfied"),
            voice=SATISFIED,
            asks=True,
        ),
        CustomerOutcome(
            "return",
            RETURN_RATE,
            ((RETURN_RATE, "share"),),
            rises=False,
            level=0.1,
            cases=("customers", marked("customers")),
            hits=("bought", marked("bought again")),
            label=marked("Customers who buy again by what they had to bear"),
            title=marked("Customers who buy again by %(driver)s"),
            axis=marked("% bought again"),
            voice=RETURNS,
        ),
        CustomerOutcome(
            "recontact",
            RECONTACTS,
            ((RECONTACTS, "share"),),
            rises=True,
            level=0.2,
            cases=("resolutions", marked("resolutions")),
            hits=("came_back", marked("came back")),
            label=marked("Customers who come back by what they had to bear"),
            title=marked("Customers who come back by %(driver)s"),
            axis=marked("% came back"),
            voice=COMES_BACK,
        ),
        CustomerOutcome(
            "complaint",
            COMPLAINTS,
            ((COMPLAINTS, "rate"), (RECONTACTS, "share")),
            rises=True,
            level=0.05,
            cases=("resolutions", marked("resolutions")),
            hits=("complained", marked("complained")),
            label=marked("Customers who complain by what they had to bear"),
            title=marked("Customers who complain by %(driver)s"),
            axis=marked("% complained"),
            voice=COMPLAINS,
        ),
    )
}


def outcome_of(metric: str) -> CustomerOutcome:
    """The outcome whose cases are those of a metric."""
    return next(each for each in OUTCOMES.values() if each.metric == metric)
