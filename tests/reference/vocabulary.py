"""The words of the event table: kinds, roles, statuses and scales."""

from __future__ import annotations

NEEDS_TICKET = frozenset(
    {
        "opened",
        "message",
        "note",
        "answered",
        "abandoned",
        "assigned",
        "escalated",
        "status",
        "changed",
        "merged",
        "removed",
        "linked",
        "article_used",
        "promised",
        "reviewed",
    }
)
HAS_NO_TICKET = frozenset(
    {
        "customer_known",
        "stage_changed",
        "campaign_sent",
        "campaign_opened",
        "campaign_clicked",
        "outage_began",
        "outage_ended",
    }
)
MAY_HAVE_TICKET = frozenset({"survey_sent", "rated", "complaint", "ruled", "sale", "worked"})
KINDS = NEEDS_TICKET | HAS_NO_TICKET | MAY_HAVE_TICKET
ROLES = frozenset({"customer", "agent", "bot", "system"})
STATUSES = frozenset({"new", "open", "pending", "on_hold", "solved", "closed"})
RESOLVED = frozenset({"solved", "closed"})
NUMBERED = frozenset({"rated", "reviewed", "sale", "worked"})
NOT_NEGATIVE = frozenset({"rated", "reviewed", "worked"})
SCALES: dict[str, tuple[int, int]] = {
    "1-5": (1, 5),
    "0-10": (0, 10),
    "good_bad": (0, 1),
    "ces_1-7": (1, 7),
    "solved": (0, 1),
    "0-100": (0, 100),
}
RATED_SCALES = frozenset({"1-5", "0-10", "good_bad", "ces_1-7", "solved"})
EITHER_OR = frozenset({"good_bad", "solved"})
ATTRIBUTES = ("type", "category", "priority", "product")
