"""What customers wrote, and customers and organisations with the history of each."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from deskwise.api.answers import Fresh
from deskwise.api.caller import Calling
from deskwise.api.described import answers
from deskwise.api.page_words import AfterCursor, PageSize
from deskwise.api.parts import Here
from deskwise.api.schemas import customer_examples as examples
from deskwise.api.schemas.customers import (
    Comments,
    CustomerHistory,
    Customers,
    OrganisationHistory,
    Organisations,
)
from deskwise.api.selection_words import LONGEST, Since, Until
from deskwise.app.access.reach import whose
from deskwise.app.access.things import Kind
from deskwise.app.page_customers import page_customers, page_history
from deskwise.app.read_comments import comments_json, page_comments

router = APIRouter()
Find = Annotated[str, Query(max_length=LONGEST, description="Only those in whose name this is.")]
CustomerId = Annotated[str, Path(max_length=500, description="The id of the customer.", examples=["C-88"])]
Organisation = Annotated[
    str, Path(max_length=500, description="The name of the organisation.", examples=["Acme"])
]
Score = Annotated[
    str | None,
    Query(max_length=LONGEST, description="Only those of this score on its scale.", examples=["1-5 = 2"]),
]
Scale = Annotated[str | None, Query(max_length=LONGEST, description="Only those on this scale.")]
About = Annotated[
    str | None, Query(max_length=LONGEST, description="Only those about this; empty for those about none.")
]
Channel = Annotated[
    str | None, Query(max_length=LONGEST, description="Only those of this channel; empty for none.")
]
Team = Annotated[
    str | None, Query(max_length=LONGEST, description="Only those of this team; empty for none.")
]
Category = Annotated[
    str | None, Query(max_length=LONGEST, description="Only those of this category; empty for none.")
]


@router.get(
    "/comments", name="comments", responses=answers(Comments, examples.comments(), "nothing-imported")
)
def comments(
    here: Here,
    who: Calling,
    fresh: Fresh,
    score: Score = None,
    scale: Scale = None,
    about: About = None,
    channel: Channel = None,
    team: Team = None,
    category: Category = None,
    since: Since = None,
    until: Until = None,
    limit: PageSize = 100,
    cursor: AfterCursor = None,
) -> Response:
    """What customers wrote to their ratings, the latest first; page by page.

    There is none unless the settings keep texts. Whose work was rated is told where figures of single people
    may be seen.
    """
    said = {
        "score": score,
        "scale": scale,
        "about": about,
        "channel": channel,
        "team": team,
        "category": category,
    }
    chosen = {name: value for name, value in said.items() if value is not None}
    reach = whose(who.token, Kind.COMMENTS, who.policy)

    def told() -> object:
        read, following = page_comments(
            here.workspace,
            here.comments,
            reach,
            chosen,
            since or "",
            until or "",
            size=limit,
            cursor=cursor,
        )
        return comments_json(who, read, following)

    return fresh.answer(told)


@router.get(
    "/customers",
    name="customers",
    responses=answers(Customers, examples.listed("customer"), "nothing-imported"),
)
def customers(
    here: Here, who: Calling, fresh: Fresh, find: Find = "", limit: PageSize = 100, cursor: AfterCursor = None
) -> Response:
    """The customers by name, in whose name or organisation a text is; page by page."""
    return fresh.answer(
        lambda: page_customers(
            here.workspace, "customer", who.token, who.policy, limit, find=find, cursor=cursor
        ).to_json("customer")
    )


@router.get(
    "/organisations",
    name="organisations",
    responses=answers(Organisations, examples.listed("organisation"), "nothing-imported"),
)
def organisations(
    here: Here, who: Calling, fresh: Fresh, find: Find = "", limit: PageSize = 100, cursor: AfterCursor = None
) -> Response:
    """The organisations by name; page by page."""
    return fresh.answer(
        lambda: page_customers(
            here.workspace, "organisation", who.token, who.policy, limit, find=find, cursor=cursor
        ).to_json("organisation")
    )


@router.get(
    "/customers/{customer:path}",
    name="customer",
    responses=answers(CustomerHistory, examples.history("customer"), "unknown-name", "nothing-imported"),
)
def customer(
    here: Here,
    who: Calling,
    fresh: Fresh,
    customer: CustomerId,
    limit: PageSize = 100,
    cursor: AfterCursor = None,
) -> Response:
    """The whole history of a customer: figures, requests page by page, ratings, complaints, sales, stages."""
    return fresh.answer(
        lambda: page_history(
            here.workspace, "customer", customer, who.token, who.policy, limit, cursor
        ).to_json()
    )


@router.get(
    "/organisations/{organisation:path}",
    name="organisation",
    responses=answers(
        OrganisationHistory, examples.history("organisation"), "unknown-name", "nothing-imported"
    ),
)
def organisation(
    here: Here,
    who: Calling,
    fresh: Fresh,
    organisation: Organisation,
    limit: PageSize = 100,
    cursor: AfterCursor = None,
) -> Response:
    """The whole history of an organisation, of all its customers."""
    return fresh.answer(
        lambda: page_history(
            here.workspace, "organisation", organisation, who.token, who.policy, limit, cursor
        ).to_json()
    )
