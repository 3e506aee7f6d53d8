"""The words the sample company's codes stand for: a code is the place in its list, -1 is null."""

from __future__ import annotations

from deskwise.events.vocabulary import KIND_NAMES, ROLE_NAMES, STATUS_NAMES

CHANNELS = ("email", "chat", "phone", "api")
EMAIL, CHAT, PHONE, API = range(4)
TYPES = ("question", "incident", "change", "complaint", "problem")
PROBLEM = TYPES.index("problem")
CATEGORIES = ("access", "setup", "sync", "how_to", "defect", "delivery", "invoice", "cancellation")
# What goes to the specialists at once.
SPECIALIST_CATEGORIES = (CATEGORIES.index("invoice"), CATEGORIES.index("cancellation"))
PRIORITIES = ("low", "normal", "high", "urgent")
PRODUCTS = ("atlas", "beacon", "comet", "delta")
SCALES = (
    "1-5", "good_bad", "solved", "ces_1-7", "0-10", "0-100", "EUR", "CHF",
    "reply", "call", "research", "rework", "available", "meeting", "training",
)  # fmt: skip
REASONS = ("skill", "permission", "fault", "oversold", "policy", "other")
SALE_KINDS = ("new", "cross_sell", "upsell", "renewal")
STAGES = ("lead", "prospect", "customer", "retention", "upsell", "lost")
FOUND_BY = ("search", "friend", "fair", "partner", "advert")
RULINGS = ("acknowledgement", "new_issue", "no_complaint")
PROMISES = ("update", "fix")
PROMISED_TO = ("customer", "agents")
ABOUT = ("company", "product")
ROLES, STATUSES, KINDS = ROLE_NAMES, STATUS_NAMES, KIND_NAMES
CUSTOMER, AGENT, BOT, SYSTEM = (ROLES.index(role) for role in ("customer", "agent", "bot", "system"))
