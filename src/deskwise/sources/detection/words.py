"""The words that exports use for statuses, for how calls end, for ratings and for what happened."""

from __future__ import annotations

import re

# Each word of the book, and what systems write for it; compared in lower case, without signs at the ends.
STATUS_WORDS: dict[str, tuple[str, ...]] = {
    "new": (
        "new", "to do", "todo", "unassigned", "reported", "received", "submitted", "logged", "registered",
        "created", "backlog", "neu", "nouveau", "nuevo", "novo", "nuovo",
    ),
    "open": (
        "open", "opened", "active", "in progress", "work in progress", "wip", "assigned", "working",
        "started",
        "reopened", "re-opened", "re opened", "waiting on us", "waiting for us", "waiting for support",
        "waiting on agent", "waiting for agent", "escalated", "under investigation", "under review",
        "in review",
        "customer responded", "customer replied", "awaiting our reply", "acknowledged", "offen",
        "in bearbeitung",
        "ouvert", "en cours", "abierto", "en curso", "en progreso", "aberto", "em andamento", "aperto",
    ),
    "pending": (
        "pending", "waiting on contact", "waiting on customer", "waiting for customer",
        "waiting on requester",
        "waiting on user", "waiting for user", "awaiting customer", "awaiting customer response",
        "awaiting customer reply", "awaiting reply", "awaiting response", "awaiting requester",
        "awaiting user info", "pending customer", "pending customer response", "pending user", "snoozed",
        "waiting for reply", "needs info", "more info needed", "wartend", "wartet auf kunde",
        "warten auf kunde", "rückfrage", "en attente", "pendiente", "pendente", "in attesa",
    ),
    "on_hold": (
        "on hold", "on-hold", "onhold", "hold", "waiting on third party", "waiting for third party",
        "waiting on 3rd party", "waiting for vendor", "waiting on vendor", "awaiting vendor",
        "pending vendor",
        "pending third party", "awaiting third party", "blocked", "pausiert", "zurückgestellt", "en pause",
        "en espera", "em espera",
    ),
    "solved": (
        "solved", "resolved", "done", "completed", "complete", "fixed", "gelöst", "erledigt", "résolu",
        "resuelto", "resolvido", "risolto",
    ),
    "closed": (
        "closed", "close", "canceled", "cancelled", "closed complete", "closed - resolved", "archived",
        "geschlossen", "abgeschlossen", "fermé", "clos", "cerrado", "fechado", "chiuso",
    ),
}  # fmt: skip

# The book's types and channels; other words stay as they are written.
TYPE_WORDS: dict[str, tuple[str, ...]] = {
    "question": ("question", "frage", "pregunta"),
    "incident": ("incident", "störung", "incidente"),
    "problem": ("problem", "problème", "problema"),
    "change": ("change", "change request"),
    "complaint": ("complaint", "beschwerde", "réclamation", "queja"),
}
CHANNEL_WORDS: dict[str, tuple[str, ...]] = {
    "email": ("email", "e-mail", "mail", "email to case", "outbound email"),
    "phone": ("phone", "voice", "call", "phone call", "telephone", "telefon", "inbound", "inbound call"),
    "chat": ("chat", "live chat", "messaging", "messenger", "native messaging", "conversation"),
    "web": (
        "web",
        "web form",
        "webform",
        "portal",
        "website",
        "help center",
        "self-service",
        "form",
        "widget",
    ),
    "social": ("social", "social media", "twitter", "facebook", "instagram", "x"),
    "api": ("api",),
    "in_person": ("in person", "walk-in", "walk in"),
}

# A ticket that is none: the book takes it out of every figure.
REMOVED = "removed"
REMOVED_WORDS = ("spam", "deleted", "junk", "trash", "gelöscht", "supprimé")

ANSWERED, ABANDONED, NEITHER = "answered", "abandoned", "none"
OUTCOME_WORDS: dict[str, tuple[str, ...]] = {
    ANSWERED: (
        "answered", "agent", "connected", "completed", "complete", "handled", "served", "accepted", "inbound",
        "completeagent", "completecaller", "talked", "true", "yes", "y", "angenommen", "beantwortet",
        "répondu",
        "atendida",
    ),
    ABANDONED: (
        "abandoned", "abandon", "abandoned in queue", "hang", "hang up", "hangup", "hung up",
        "caller hung up",
        "missed", "lost", "no answer", "noanswer", "no_answer", "unanswered", "exitwithtimeout",
        "inbound missed", "inbound_missed", "abandonedinqueue", "false", "no", "n", "verloren", "aufgelegt",
        "abandonné", "abandonada", "perdida",
    ),
    # Neither happened to a caller who waited for a person; what they are otherwise the log does not ask.
    NEITHER: (
        "phantom", "voicemail", "voice mail", "test", "outbound", "outbound_missed", "outbound missed",
        "callback", "short abandoned", "out of opening hours", "after hours", "afterhours", "transferred",
        "ivr", "contained", "busy", "failed",
    ),
}  # fmt: skip

GOOD_WORDS = (
    "good", "good with comment", "goodwithcomment", "great", "happy", "very happy", "extremely happy",
    "satisfied",
    "very satisfied", "positive", "thumbs up", "gut", "zufrieden", "like", "awesome", "amazing",
)  # fmt: skip
BAD_WORDS = (
    "bad", "bad with comment", "badwithcomment", "not good", "notgood", "unhappy", "very unhappy",
    "extremely unhappy", "dissatisfied", "unsatisfied", "very dissatisfied", "very unsatisfied", "negative",
    "thumbs down", "schlecht", "unzufrieden", "dislike", "terrible",
)  # fmt: skip
# No rating, or one that is neither good nor bad: no event, and said so.
NEUTRAL_WORDS = ("okay", "ok", "neutral", "average", "mittel")
UNRATED_WORDS = ("offered", "unoffered", "not offered", "unrated", "not rated", "no rating", "not surveyed")

# What an activity becomes: a kind of event, and the status of a status.
ACTIVITY_WORDS: dict[tuple[str, str], tuple[str, ...]] = {
    ("opened", ""): (
        "opened", "open", "created", "create", "ticket created", "create ticket", "case created",
        "new ticket",
        "submitted", "register", "registered", "issue created", "logged", "receive", "received",
        "ticket opened",
        "conversation started", "ticket received", "request received", "erstellt", "ticket erstellt",
    ),
    ("assigned", ""): (
        "assigned", "assign", "ticket assigned", "assign ticket", "reassigned", "reassign", "assignment",
        "assigned to agent", "agent assigned", "take in charge ticket", "zugewiesen",
    ),
    ("message agent", ""): (
        "agent reply", "reply", "replied", "agent replied", "first response", "first response sent",
        "response sent", "public reply", "agent response", "answered by agent", "antwort gesendet",
        "agent message",
    ),
    ("message customer", ""): (
        "customer reply", "customer replied", "customer message", "customer response", "user reply",
        "customer comment", "requester reply", "kunde hat geantwortet",
    ),
    ("note", ""): (
        "note", "internal note", "private note", "comment added", "note added", "add note", "interne notiz",
    ),
    ("escalated", ""): ("escalated", "escalate", "escalation", "ticket escalated", "require upgrade",
     "eskaliert"),
    ("changed", ""): (
        "changed", "updated", "update", "priority changed", "category changed", "classified", "classify",
        "assign seriousness", "field changed", "categorized", "prioritized",
    ),
    ("status", "open"): (
        "in progress", "work started", "started", "reopened", "reopen", "ticket reopened", "work in progress",
        "re-opened", "wieder geöffnet",
    ),
    ("status", "pending"): (
        "pending", "waiting for customer", "wait for customer", "awaiting customer", "pending customer",
        "snoozed",
    ),
    ("status", "on_hold"): ("on hold", "put on hold", "wait", "waiting for vendor", "waiting", "hold"),
    ("status", "solved"): (
        "solved", "resolved", "resolve", "resolve ticket", "ticket resolved", "ticket solved", "done",
        "completed",
        "gelöst",
    ),
    ("status", "closed"): (
        "closed", "close", "close ticket", "ticket closed", "cancelled", "canceled", "archived",
        "geschlossen",
    ),
    ("merged", ""): ("merged", "ticket merged"),
    ("removed", ""): ("removed", "deleted", "spam", "marked as spam"),
    ("survey_sent", ""): ("survey sent", "satisfaction survey sent", "csat survey sent"),
}  # fmt: skip

BRACKETED = re.compile(r"\s*[\(\[][^)\]]*[\)\]]\s*$")


def word_of(text: str) -> str:
    """A word as it is compared: lower case, no signs around it, no bracket behind it, `_` as a blank.

    >>> word_of(" Waiting on contact (Support Pipeline)"), word_of("IN_PROGRESS")
    ('waiting on contact', 'in progress')
    """
    plain = BRACKETED.sub("", text) or text
    return " ".join(plain.replace("_", " ").casefold().strip(" .:!*\t").split())


def _turned(words: dict[str, tuple[str, ...]]) -> dict[str, str]:
    return {word_of(word): meaning for meaning, several in words.items() for word in several}


STATUS_OF = _turned(STATUS_WORDS)
TYPE_OF = _turned(TYPE_WORDS)
CHANNEL_OF = _turned(CHANNEL_WORDS)
OUTCOME_OF = _turned(OUTCOME_WORDS)
ACTIVITY_OF = {word_of(word): meaning for meaning, several in ACTIVITY_WORDS.items() for word in several}
