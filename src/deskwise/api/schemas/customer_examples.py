"""Examples of comments, customers and organisations, made by what makes the answers."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from deskwise.api.schemas.examples import AS_OF, DAY
from deskwise.api.schemas.standing_examples import READER
from deskwise.app.comments import Comment, CommentsFound
from deskwise.app.customer_history import (
    CustomersListed,
    Happening,
    Happenings,
    History,
    Listed,
    PastRequest,
)
from deskwise.app.customer_queries import By
from deskwise.app.page_customers import CustomerPage, HistoryPage
from deskwise.app.plain_json import plain_values
from deskwise.app.read_comments import CommentsRead, comments_json
from deskwise.metrics.catalogue import metric
from deskwise.metrics.readings import Reading
from deskwise.metrics.timeline import ReadPeriod

RECEIVED = metric("requests_received")
REQUEST = PastRequest(
    "desk", "4711", 1, AS_OF - 40 * DAY, "C-88", "email", "billing", "support", "ann", 3_000.0, 3_000.0,
    "answered", AS_OF - 39 * DAY, "solved", 1, 0, False, False, False, False, "1-5", Decimal(2),
)  # fmt: skip


def comments() -> Any:
    """A rating of 2 with words."""
    one = Comment(
        "desk", "4711", AS_OF - 38 * DAY, "1-5", Decimal(2), None, "email", "billing", "support", "ann", True,
        "I had to ask twice.",
    )  # fmt: skip
    read = CommentsRead(AS_OF, "UTC", True, CommentsFound(1, 120, (one,), {}))
    return plain_values(comments_json(READER, read, None))


def listed(by: By) -> Any:
    """One with three requests."""
    organisation = "Acme" if by == "customer" else None
    one = Listed(
        "C-88" if organisation else "Acme", organisation, AS_OF - 400 * DAY, 3, 1, AS_OF - 40 * DAY, 0
    )
    return plain_values(CustomerPage(CustomersListed(AS_OF, "UTC", 1, (one,)), None).to_json(by))


def history(by: By) -> Any:
    """One with a request, a rating and a sale."""
    of_all = Reading(
        RECEIVED.name, "count", None, RECEIVED.unit, None, (), 1, 1, None, None, (), 0, 0, 0, 0, None,
        RECEIVED.definition,
    )  # fmt: skip
    month = replace(of_all, period=ReadPeriod(AS_OF - 60 * DAY, AS_OF - 30 * DAY, False))
    happened = {
        "rating": Happenings(1, (Happening(AS_OF - 38 * DAY, "desk", "4711", "1-5", "2"),)),
        "sale": Happenings(1, (Happening(AS_OF - 20 * DAY, "shop", None, "EUR", "49.5"),)),
    }
    name, organisation = ("C-88", "Acme") if by == "customer" else ("Acme", None)
    found = History(
        AS_OF, "UTC", "working", by, name, organisation, AS_OF - 400 * DAY, 1, True, {by: (name,)}, (of_all,),
        (month,), 1, (), happened,
    )  # fmt: skip
    return plain_values(HistoryPage(found, (REQUEST,), None).to_json())
