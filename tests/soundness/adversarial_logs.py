"""Small logs made to hurt: ties, late rows, bots, merges, rulings, reopenings at the window's edge."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

BEGIN = datetime(2025, 3, 28, 22, 0, tzinfo=UTC)
COLUMNS = (
    "source",
    "event_id",
    "ticket",
    "seq",
    "at",
    "kind",
    "actor",
    "role",
    "team",
    "agent",
    "customer",
    "organisation",
    "status",
    "channel",
    "type",
    "category",
    "priority",
    "product",
    "value",
    "scale",
    "extra",
)
TICKETS = ("T1", "T2", "T3")
AGENTS = ("ann", "ben", "")
TEAMS = ("support", "experts", "")
CUSTOMERS = ("c1", "c2", "")
CATEGORIES = ("billing", "login", "")
# Steps between rows: nothing, the edges of a minute, of the window, and ordinary ones.
STEPS = (0, 0, 0, 1, 59_999_999, 60_000_000, 60_000_001, 3_600_000_000, 86_400_000_000)
WINDOW = 2 * 86_400_000_000
LONG_STEPS = (WINDOW - 1, WINDOW, WINDOW + 1, 14 * 86_400_000_000, 90 * 86_400_000_000)

SETTINGS: tuple[dict[str, Any], ...] = (
    {"window_days": 2},
    {"window_days": "none", "zone": "America/New_York"},
    {
        "window_days": 2,
        "zone": "Europe/Berlin",
        "teams": {
            "support": {"tier": 1, "hourly_cost": {"EUR": 30.0}},
            "experts": {"tier": 2, "hourly_cost": {"EUR": 60.0, "USD": 66.0}},
        },
        "schedules": {
            "default": [
                {
                    "zone": "Europe/Berlin",
                    "week": {
                        day: [["09:00", "12:00"], ["13:00", "17:30"]] for day in ("mon", "tue", "wed", "fri")
                    },
                }
            ],
            "experts": [
                {
                    "zone": "Europe/Berlin",
                    "week": {day: [["01:00", "04:00"]] for day in ("sat", "sun", "mon")},
                }
            ],
        },
        "sla": [
            {
                "name": "all",
                "first_response": {"elapsed": "1h"},
                "next_reply": {"elapsed": "24h"},
                "resolution": {"elapsed": "48h", "pauses": ["pending"]},
            },
            {
                "name": "experts",
                "match": {"team": "experts"},
                "first_response": {"working": "1h"},
                "resolution": {"working": "2h", "pauses": ["on_hold"]},
            },
        ],
    },
    {"window_days": 2, "rulings": "ignore", "off_hours": "exclude", "rating_attribution": "last_replier"},
    {"window_days": 2, "rating_attribution": "everyone_who_replied"},
    {
        "window_days": 2,
        "off_hours": "exclude",
        # Whoever is not of this team has no schedule at all.
        "schedules": {"support": [{"zone": "Asia/Tokyo", "week": {"sat": [["07:00", "07:02"]]}}]},
    },
)
RULED_KINDS = ("opened", "message", "status", "complaint")
RULINGS = ("acknowledgement", "needs_answer", "new_issue", "same_issue", "no_complaint")

KINDS = (
    "opened",
    "message",
    "message",
    "message",
    "note",
    "answered",
    "abandoned",
    "assigned",
    "assigned",
    "escalated",
    "status",
    "status",
    "status",
    "changed",
    "merged",
    "removed",
    "linked",
    "article_used",
    "promised",
    "survey_sent",
    "rated",
    "complaint",
    "reviewed",
    "ruled",
    "ruled",
    "sale",
    "worked",
)
ALONE = (
    "customer_known",
    "stage_changed",
    "outage_began",
    "outage_ended",
    "rated",
    "survey_sent",
    "sale",
    "worked",
    "complaint",
)


@st.composite
def extras(draw: st.DrawFn, kind: str, at: datetime) -> dict[str, Any]:
    """The further fields a kind reads."""
    if kind in ("opened", "message"):
        return draw(st.sampled_from([{}, {}, {}, {"acknowledgement": True}, {"region": "north"}]))
    if kind == "changed":
        return draw(st.sampled_from([{}, {"region": "south"}]))
    if kind == "escalated":
        return draw(st.sampled_from([{}, {"reason": "skill"}, {"reason": "fault"}]))
    if kind == "linked":
        return {"problem": draw(st.sampled_from([*TICKETS, "P1", "unknown"]))}
    if kind == "article_used":
        return draw(st.sampled_from([{"article": "a"}, {"article": "a", "solved": True}]))
    if kind == "promised":
        due = at + timedelta(microseconds=draw(st.sampled_from(STEPS + LONG_STEPS)))
        return {"due": due.isoformat(), "to": draw(st.sampled_from(["customer", "agents"]))}
    if kind == "ruled":
        return {"event": "e0", "ruling": draw(st.sampled_from(RULINGS))}
    if kind == "stage_changed":
        return {"stage": draw(st.sampled_from(["lead", "prospect", "customer", "lost"]))}
    if kind in ("outage_began", "outage_ended"):
        return draw(st.sampled_from([{}, {"planned": True}]))
    if kind == "sale":
        return {"kind": "new"}
    return {}


@st.composite
def rows(draw: st.DrawFn, number: int, at: datetime) -> dict[str, str]:
    """One row of a log."""
    alone = draw(st.integers(0, 9)) == 0
    kind = draw(st.sampled_from(ALONE if alone else KINDS))
    ticket = "" if alone else draw(st.sampled_from([*TICKETS, "P1"]))
    row: dict[str, Any] = {
        "source": draw(st.sampled_from(["desk", "desk", "desk", "calls"])),
        "event_id": f"e{number}",
        "ticket": ticket,
        "seq": str(number),
        "at": at.isoformat(),
        "kind": kind,
        "actor": draw(st.sampled_from(AGENTS)),
        "role": draw(st.sampled_from(["customer", "agent", "agent", "bot", "system", ""])),
    }
    if kind in ("assigned", "escalated", "rated", "survey_sent", "complaint", "reviewed", "worked"):
        row["team"] = draw(st.sampled_from(TEAMS))
        row["agent"] = draw(st.sampled_from(AGENTS))
    if kind in ("opened", "sale") or (alone and kind != "worked"):
        row["customer"] = draw(st.sampled_from(CUSTOMERS))
        row["organisation"] = draw(st.sampled_from(["", "acme"]))
    if kind in ("opened", "changed"):
        row["category"] = draw(st.sampled_from(CATEGORIES))
        row["type"] = (
            "problem" if ticket == "P1" and kind == "opened" else draw(st.sampled_from(["", "", "question"]))
        )
        row["priority"] = draw(st.sampled_from(["", "high"]))
    if kind in ("opened", "message"):
        row["channel"] = draw(st.sampled_from(["email", "phone", ""]))
    if kind == "status":
        row["status"] = draw(st.sampled_from(["open", "pending", "on_hold", "solved", "solved", "closed"]))
    if kind == "rated":
        row["scale"], values = draw(
            st.sampled_from(
                [("1-5", "125"), ("0-10", "069"), ("good_bad", "01"), ("ces_1-7", "17"), ("solved", "01")]
            )
        )
        row["value"] = draw(st.sampled_from(values))
    if kind == "reviewed":
        row["scale"], row["value"] = "0-100", draw(st.sampled_from(["0", "87.5"]))
    if kind == "sale":
        row["scale"], row["value"] = (
            draw(st.sampled_from(["EUR", "USD"])),
            draw(st.sampled_from(["10.25", "-3", "99"])),
        )
    if kind == "worked":
        row["scale"], row["value"] = (
            draw(st.sampled_from(["reply", "available"])),
            draw(st.sampled_from(["60", "0.5"])),
        )
    if kind in ("outage_began", "outage_ended"):
        row["product"] = draw(st.sampled_from(["app", ""]))
    extra = draw(extras(kind, at))
    row["extra"] = json.dumps(extra) if extra else ""
    return {name: row.get(name, "") for name in COLUMNS}


@st.composite
def logs(draw: st.DrawFn, longest: int = 26) -> list[dict[str, str]]:
    """A log in the order of its instants, ids and places explicit."""
    at = BEGIN
    found = []
    for number in range(draw(st.integers(4, longest))):
        steps = LONG_STEPS if draw(st.integers(0, 7)) == 0 else STEPS
        at += timedelta(microseconds=draw(st.sampled_from(steps)))
        row = draw(rows(number, at))
        found.append(row)
        # A ruling is mostly on something that happened to its ticket.
        ruled = [each for each in found if about_one(each, row) and each["kind"] in RULED_KINDS]
        if row["kind"] == "ruled" and ruled:
            said = json.loads(row["extra"]) | {"event": draw(st.sampled_from(ruled))["event_id"]}
            row["extra"] = json.dumps(said)
    return found


def about_one(one: dict[str, str], other: dict[str, str]) -> bool:
    """Whether two rows name one ticket of one source."""
    return (one["source"], one["ticket"]) == (other["source"], other["ticket"])


def as_csv(log: list[dict[str, str]]) -> str:
    """The log as a canonical file."""
    text = io.StringIO()
    writer = csv.DictWriter(text, (*COLUMNS, "revision"), restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(log)
    return text.getvalue()
