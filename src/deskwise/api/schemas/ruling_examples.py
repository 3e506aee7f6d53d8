"""Examples of rulings and disputes, made by what makes the answers."""

from __future__ import annotations

from typing import Any

from deskwise.api.schemas.examples import MADE_AT
from deskwise.app.dispute_figures import dispute_json
from deskwise.app.disputes import Dispute, DisputeState
from deskwise.app.offered_rulings import RulableEvent
from deskwise.app.plain_json import plain_values
from deskwise.app.rule_on_event import Ruled
from deskwise.app.ruled_figures import ChangedFigure, GivenCase
from deskwise.app.rulings import ACKNOWLEDGEMENT, MADE_HERE, Ruling
from deskwise.app.workspace import LoggedEvent

RULING = Ruling(
    f"{MADE_HERE}5b1f0c92d7e3a846", "4711-7", ACKNOWLEDGEMENT, "only says thanks", "token:3f9c0d52a1b4e678",
    MADE_AT, MADE_AT,
)  # fmt: skip
OPEN = Dispute(
    "8a60d1c7e25f9b34", "desk", "4711", "it was no question", "c41d9e7708b2a563", MADE_AT, "4711-7",
    "reply_time",
)  # fmt: skip


def rulable_events() -> Any:
    """A customer's message that may ask for nothing."""
    event = LoggedEvent(
        "4711-7", 0, 7, MADE_AT, "message", None, "customer", None, None, "C-88", None, "email", None, None,
        (), False, None, False,
    )  # fmt: skip
    one = RulableEvent(event, (ACKNOWLEDGEMENT,), None)
    return plain_values({"source": "desk", "ticket": "4711", "events": [one.to_json()]})


def new_ruling() -> Any:
    """That a message asks for nothing."""
    return {
        "ticket": "4711", "event": RULING.on, "ruling": RULING.ruling, "why": RULING.why,
        "disputes": [OPEN.id],
    }  # fmt: skip


def taken_back() -> Any:
    """A ruling that is taken back."""
    return {"ticket": "4711", "ruling_id": RULING.id, "why": "it was a question after all"}


def ruled() -> Any:
    """What that changes: a reply that nobody waited for."""
    changed = ChangedFigure("reply_time", "desk", "4711", (GivenCase("counted", None, 4_200.0),), ())
    return plain_values(Ruled("desk", "4711", RULING, (changed,), is_new=True).to_json())


def dispute() -> Any:
    """One that nobody has decided yet."""
    return plain_values(dispute_json(OPEN))


def new_dispute() -> Any:
    """One as it is opened."""
    return {"ticket": OPEN.ticket, "why": OPEN.why, "event": OPEN.event, "metric": OPEN.metric}


def declined() -> Any:
    """One that was declined."""
    return {"version": 1, "answer": "the customer asked when it would be done"}


def declined_dispute() -> Any:
    """What came of it."""
    answer = declined()["answer"]
    after = Dispute(
        OPEN.id, OPEN.source, OPEN.ticket, OPEN.why, OPEN.by, OPEN.opened_at, OPEN.event, OPEN.metric,
        state=DisputeState.DECLINED, decided_by="token:3f9c0d52a1b4e678", decided_at=MADE_AT, answer=answer,
        version=2,
    )  # fmt: skip
    return plain_values(dispute_json(after))
