"""What comments, customers and organisations look like."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from deskwise.api.schemas.figures import AS_OF, Answer, Number, Reading
from deskwise.metrics.definition import Clock

NEXT = "The cursor of the next page; null of the last."


class Comment(Answer):
    """A rating with what was written to it."""

    source: str
    ticket: str | None
    rated_at: str
    scale: str
    value: Number
    counts: bool = Field(description="False where a later rating of the request took its place.")
    about: str | None
    channel: str | None
    category: str | None
    team: str | None
    agent: str | None = Field(description="Whose work was rated; null too where that may not be seen.")
    text: str


class Comments(Answer):
    """A page of comments, the latest first."""

    as_of: str = Field(description=AS_OF)
    kept: bool = Field(description="Whether imports keep texts at all.")
    ratings: int = Field(description="How many ratings there are, most without words.")
    total: int
    comments: list[Comment]
    next: str | None = Field(description=NEXT)


class Listed(Answer):
    """A customer or an organisation in a list."""

    name: str
    known_at: str | None
    requests: int
    open: int
    last_at: str | None = Field(description="When the latest request was raised.")


class ListedCustomer(Listed):
    """A customer in the list."""

    organisation: str | None


class ListedOrganisation(Listed):
    """An organisation in the list."""

    customers: int


class Customers(Answer):
    """A page of customers, by name."""

    as_of: str = Field(description=AS_OF)
    total: int
    customers: list[ListedCustomer]
    next: str | None = Field(description=NEXT)


class Organisations(Answer):
    """A page of organisations, by name."""

    as_of: str = Field(description=AS_OF)
    total: int
    organisations: list[ListedOrganisation]
    next: str | None = Field(description=NEXT)


class PastRequest(Answer):
    """A request of a history. Durations are in seconds."""

    source: str
    ticket: str
    request: int
    raised_at: str
    customer: str | None
    channel: str | None
    category: str | None
    team: str | None
    agent: str | None
    first_response_elapsed_seconds: Number | None
    first_response_working_seconds: Number | None
    first_response: str | None = Field(description="What became of the wait for the first answer.")
    resolved_at: str | None
    state: Literal["a problem", "merged away", "solved", "open", "ended"]
    contacts: int
    reopenings: int
    recontact: bool | None = Field(description="Whether the customer came back; null while untold.")
    is_a_return: bool
    escalated: bool
    complained: bool
    rating_scale: str | None
    rating: Number | None


class Happened(Answer):
    """Something that is known beside the requests."""

    at: str
    source: str
    ticket: str | None


class PastRating(Happened):
    """A rating that counts."""

    scale: str | None
    value: Number | None


class PastComplaint(Happened):
    """A complaint."""

    note: Literal["dismissed"] | None = Field(description="Dismissed by a ruling; else null.")


class PastSale(Happened):
    """A sale."""

    currency: str | None
    value: Number | None


class PastProblem(Happened):
    """A problem that a request was linked to."""

    problem: str | None
    state: str | None


class PastStage(Happened):
    """A stage that was entered."""

    stage: str | None


class PastRatings(Answer):
    """The latest ratings, and how many there are."""

    total: int
    latest: list[PastRating]


class PastComplaints(Answer):
    """The latest complaints, and how many there are."""

    total: int
    latest: list[PastComplaint]


class PastSales(Answer):
    """The latest sales, and how many there are."""

    total: int
    latest: list[PastSale]


class PastProblems(Answer):
    """The latest problems, and how many there are."""

    total: int
    latest: list[PastProblem]


class PastStages(Answer):
    """The latest stages, and how many there are."""

    total: int
    latest: list[PastStage]


class History(Answer):
    """What is known of one, as far as it may be read."""

    as_of: str = Field(description=AS_OF)
    zone: str
    clock: Clock
    known_at: str | None
    customers: int = Field(description="How many customers it is.")
    whole: bool = Field(description="Whether all of it may be read.")
    figures: list[Reading] = Field(description="Over all time.")
    months: list[Reading] = Field(description="The requests received, month by month.")
    ratings: PastRatings
    complaints: PastComplaints
    sales: PastSales
    problems: PastProblems
    stages: PastStages
    total: int = Field(description="How many requests there are.")
    requests: list[PastRequest] = Field(description="A page of them, the latest first.")
    next: str | None = Field(description=NEXT)


class CustomerHistory(History):
    """The history of a customer."""

    customer: str
    organisation: str | None


class OrganisationHistory(History):
    """The history of an organisation."""

    organisation: str
