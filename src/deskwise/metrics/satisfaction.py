"""What customers and reviewers say: ratings, surveys, reviews, complaints."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from deskwise.metrics.case_rows import case_rows, excluded_if
from deskwise.metrics.definition import Asked, Metric
from deskwise.metrics.handling import REQUESTS_HANDLED_PART
from deskwise.metrics.resolution import NINE, SERVICE_DESK
from deskwise.metrics.slices import collapsed
from deskwise.metrics.tables import fact

if TYPE_CHECKING:
    import ibis.expr.types as ir

RATED = (
    "The agent named on it; if none, as the request's last resolution before it; if none, the holder then. "
    "The team that held the ticket just before it."
)
COMPLAINED = "The agent named; if none, the holder then. The team that held the ticket just before it."


def own(rows: ir.Table) -> dict[str, ir.Value]:
    """Whom a fact is about that has no ticket."""
    return {f"own_{name}": rows[name] for name in ("customer", "organisation", "product")}


def _ratings(scales: tuple[str, ...], hit: Callable[[ir.Table], ir.BooleanValue] | None = None) -> ir.Table:
    rows = fact("ratings")
    rows = rows.filter(rows.scale.isin(scales))
    found = {"value": rows["value"], "hit": hit(rows)} if hit is not None else {"value": rows["value"]}
    return case_rows(
        rows,
        anchor_at=rows.rated_at,
        agent=rows.agent,
        team=rows.team,
        **own(rows),
        event_id=rows.event_id,
        **excluded_if(~rows.counts, "superseded"),
        **found,
    )


def _good(rows: ir.Table) -> ir.BooleanValue:
    return ((rows.scale == "1-5") & (rows["value"] >= 4)) | (
        (rows.scale == "good_bad") & (rows["value"] == 1)
    )


def _yes(rows: ir.Table) -> ir.BooleanValue:
    return rows["value"] == 1


def _five_point(_asked: Asked) -> ir.Table:
    return _ratings(("1-5",))


def _satisfied(_asked: Asked) -> ir.Table:
    return _ratings(("1-5", "good_bad"), _good)


def _recommending(_asked: Asked) -> ir.Table:
    return _ratings(("0-10",))


def _effort(_asked: Asked) -> ir.Table:
    return _ratings(("ces_1-7",))


def _solved(_asked: Asked) -> ir.Table:
    return _ratings(("solved",), _yes)


def _once_a_rating(rows: ir.Table, slice_by: Sequence[str]) -> ir.Table:
    found = {"hit": rows.hit.any()} if "hit" in rows.columns else {}
    key = ("source", "ticket", "request", "event_id")
    return collapsed(rows, slice_by, key, value=rows["value"].max(), **found)


def _surveys(_asked: Asked) -> ir.Table:
    rows = fact("surveys")
    return case_rows(
        rows,
        anchor_at=rows.sent_at,
        agent=rows.agent,
        team=rows.team,
        **own(rows),
        event_id=rows.event_id,
        hit=rows.answered.fill_null(False),
    )


def _reviews(_asked: Asked) -> ir.Table:
    rows = fact("reviews")
    return case_rows(
        rows,
        anchor_at=rows.reviewed_at,
        agent=rows.agent,
        team=rows.team,
        event_id=rows.event_id,
        value=rows["value"],
    )


def _complaints(_asked: Asked) -> ir.Table:
    rows = fact("complaints")
    return case_rows(
        rows,
        anchor_at=rows.complained_at,
        agent=rows.agent,
        team=rows.team,
        ruled=rows.ruled,
        **own(rows),
        event_id=rows.event_id,
        **excluded_if(rows.dismissed.fill_null(False), "dismissed"),
    )


LAST_COUNTS = "the last rating of a request on each scale, and every rating without a ticket"
CUSTOMER_RATING = Metric(
    name="customer_rating",
    label="Customer rating",
    tells="How customers rate the service, from 1 to 5.",
    formula="mean of the ratings on 1-5",
    unit="score",
    better="higher",
    population=LAST_COUNTS,
    null_when="nobody rated on this scale",
    anchor="the rating",
    attribution=RATED,
    source=NINE,
    example="7-customer_rating-last_of_a_request_counts",
    kind="mean",
    cases=_five_point,
    collapse=_once_a_rating,
    evidence_when_shared=True,
    excluded=("superseded",),
)
CSAT = Metric(
    name="csat",
    label="Customer satisfaction",
    tells="How many of the customers who rate are satisfied.",
    formula="ratings of 4 and 5 on 1-5 and of good on good_bad / ratings on 1-5 and good_bad",
    unit="share",
    better="higher",
    population=LAST_COUNTS,
    null_when="nobody rated on these scales",
    anchor="the rating",
    attribution=RATED,
    source=NINE,
    example="7-csat-four_and_five_pooled_with_good",
    kind="share",
    cases=_satisfied,
    collapse=_once_a_rating,
    evidence_when_shared=True,
    excluded=("superseded",),
)
NPS = Metric(
    name="nps",
    label="Net promoter score",
    tells="How many more customers would recommend us than advise against us.",
    formula="% of 9 and 10 - % of 0 to 6, on 0-10",
    unit="points",
    better="higher",
    population=LAST_COUNTS,
    null_when="nobody rated on this scale",
    anchor="the rating",
    attribution=RATED,
    source=NINE,
    example="7-nps-both_edges_and_interval",
    kind="nps",
    cases=_recommending,
    collapse=_once_a_rating,
    evidence_when_shared=True,
    excluded=("superseded",),
)
CES = Metric(
    name="ces",
    label="Customer effort score",
    tells="How easy customers find it to be served, from 1 to 7.",
    formula="mean of the ratings on ces_1-7",
    unit="score",
    better="higher",
    population=LAST_COUNTS,
    null_when="nobody rated on this scale",
    anchor="the rating",
    attribution=RATED,
    source=NINE,
    example="7-ces-mean",
    kind="mean",
    cases=_effort,
    collapse=_once_a_rating,
    evidence_when_shared=True,
    excluded=("superseded",),
)
FCR_BY_SURVEY = Metric(
    name="fcr_by_survey",
    label="First contact resolution by survey",
    tells="How many customers say that it was solved at the first contact.",
    formula="ratings of yes on solved / ratings on solved",
    unit="share",
    better="higher",
    population=LAST_COUNTS,
    null_when="nobody answered this question",
    anchor="the rating",
    attribution=RATED,
    source=NINE,
    example="7-fcr_by_survey-share_of_yes",
    kind="share",
    cases=_solved,
    collapse=_once_a_rating,
    evidence_when_shared=True,
    excluded=("superseded",),
)
SURVEY_RESPONSE_RATE = Metric(
    name="survey_response_rate",
    label="Survey response rate",
    tells="How many surveys are answered.",
    formula=(
        "surveys followed by a rating in the same request (by the same customer, if no ticket) before the "
        "next survey / surveys sent"
    ),
    unit="share",
    better="higher",
    population="surveys sent",
    null_when="no survey was sent",
    anchor="the survey's sending",
    attribution=RATED,
    source=NINE,
    example="7-survey_response_rate-before_the_next_survey",
    kind="share",
    cases=_surveys,
)
QUALITY_SCORE = Metric(
    name="quality_score",
    label="Quality score",
    tells="How reviewers judge the work, from 0 to 100.",
    formula="mean of the reviews",
    unit="score",
    better="higher",
    population="reviews",
    null_when="nothing was reviewed",
    anchor="the review",
    attribution="The agent named; if none, nobody. The team that held the ticket just before it.",
    source=SERVICE_DESK,
    example="7-quality_score-mean_at_the_review",
    kind="mean",
    cases=_reviews,
)
COMPLAINTS = Metric(
    name="complaints",
    label="Complaints",
    tells="How often customers complain.",
    formula="number of complaints that no ruling dismissed",
    unit="count",
    better="lower",
    population="complaints; those a ruling dismissed are excluded and counted",
    null_when="never: no complaint is 0",
    anchor="the complaint",
    attribution=COMPLAINED,
    source=NINE,
    example="7-complaints-agent_named_or_holder",
    kind="count",
    cases=_complaints,
    excluded=("dismissed",),
)
COMPLAINTS_PER_100_REQUESTS = Metric(
    name="complaints_per_100_requests",
    label="Complaints per 100 requests",
    tells="How often customers complain, for the work there is.",
    formula="complaints / requests_handled of the same slice x 100",
    unit="per 100",
    better="lower",
    population="complaints, over the requests handled in the same slice",
    null_when="the slice handled no request",
    anchor="the complaint; the first human act that fits the slice",
    attribution=COMPLAINED + " The requests: everybody who handled them.",
    source=NINE,
    example="7-complaints_per_100_requests-rate_and_interval",
    kind="rate",
    cases=_complaints,
    below=REQUESTS_HANDLED_PART,
    excluded=("dismissed",),
)
METRICS = (
    CUSTOMER_RATING,
    CSAT,
    NPS,
    CES,
    FCR_BY_SURVEY,
    SURVEY_RESPONSE_RATE,
    QUALITY_SCORE,
    COMPLAINTS,
    COMPLAINTS_PER_100_REQUESTS,
)
