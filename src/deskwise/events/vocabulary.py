"""The words of an event: columns, kinds, statuses, roles, scales and rulings (definitions, section 2).

Each entry says itself what it means; documentation, checks and mapping files read it from here.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Ticket = Literal["needed", "optional", "none"]


@dataclass(frozen=True)
class Column:
    """A column of the canonical log: its name, its type in words, and what it says."""

    name: str
    type: str
    meaning: str
    required: bool = False


@dataclass(frozen=True)
class Kind:
    """What can happen. `ticket`: whether the row needs one, may name one, or has none (one named is ignored).

    `has_value`: whether `value` is read, and must then be a number.
    """

    name: str
    ticket: Ticket
    records: str
    has_value: bool = False


@dataclass(frozen=True)
class Word:
    """One value of a closed vocabulary, and what it means."""

    name: str
    meaning: str


@dataclass(frozen=True)
class Scale:
    """How a score is counted: from `lowest` to `highest`, edges included; `whole` allows nothing between."""

    name: str
    kind: str
    lowest: Decimal
    highest: Decimal
    meaning: str
    whole: bool = False


COLUMNS = (
    Column("source", "text", "Which system it came from, as you name it; missing, the import's name for it."),
    Column("event_id", "text", "The source's id of the event; missing, one is made from the content."),
    Column("revision", "whole number", "Higher when the source corrects an event; missing is 0."),
    Column("ticket", "text", "The source's id of the ticket; needed where the kind needs one."),
    Column("seq", "whole number", "The order among equal instants; missing, the row's number in its file."),
    Column(
        "at", "instant", "When it happened: ISO 8601, with an offset or in a declared zone.", required=True
    ),
    Column("kind", "a kind", "What happened.", required=True),
    Column("actor", "text", "Who did it."),
    Column("role", "a role", "The actor's role then; missing is customer on opened, system elsewhere."),
    Column("team", "text", "The team it went to (assigned, escalated), else the actor's."),
    Column("agent", "text", "The agent it concerns: new holder, rated, complained about, reviewed."),
    Column("customer", "text", "The requester (opened), the buyer (sale), whom it concerns (no ticket)."),
    Column("organisation", "text", "The customer's account."),
    Column("status", "a status", "The new status (status)."),
    Column(
        "channel", "text", "How it came (opened, message): email, chat, phone, web, in_person or another."
    ),
    Column("type", "text", "Question, incident, problem, change, complaint or another (opened, changed)."),
    Column("category", "text", "What it is about (opened, changed); missing on changed is unchanged."),
    Column("priority", "text", "How urgent it is (opened, changed); missing on changed is unchanged."),
    Column("product", "text", "Which product (opened, changed) or service (outages)."),
    Column("value", "number", "The score, the money, the seconds."),
    Column("scale", "text", "The score's scale, the money's currency, the work's task."),
    Column("text", "text", "Subject or message; kept only where you chose to keep text."),
    Column("extra", "map", "Further fields by name: a JSON object, or a column of its own for each field."),
)

KINDS = (
    Kind("opened", "needed", "The ticket came to be; by a customer, it is also their first message."),
    Kind("message", "needed", "A public message; the role says from whom."),
    Kind("note", "needed", "A private note."),
    Kind("answered", "needed", "A live call or chat was picked up by a person."),
    Kind("abandoned", "needed", "The customer gave up a live contact before it was answered."),
    Kind("assigned", "needed", "The holder becomes the agent it names, nobody if none; the team it names."),
    Kind("escalated", "needed", "It went to a higher tier or a superior; `extra.reason` says why."),
    Kind("status", "needed", "Its status became `status`."),
    Kind("changed", "needed", "Type, category, priority, product or a further field became something else."),
    Kind("merged", "needed", "It was merged into the ticket `extra.into`."),
    Kind("removed", "needed", "Deleted or marked as spam: the whole ticket leaves every figure."),
    Kind("linked", "needed", "It was linked to the problem `extra.problem`."),
    Kind("article_used", "needed", "The article `extra.article` was used; `extra.solved` if it solved."),
    Kind("promised", "needed", "An update or fix (`extra.what`) was promised (`extra.to`) for `extra.due`."),
    Kind("survey_sent", "optional", "A satisfaction question went out."),
    Kind("rated", "optional", "A satisfaction question was answered: `value` on `scale`.", has_value=True),
    Kind("complaint", "optional", "The customer complained, about `agent` if one is named."),
    Kind("reviewed", "needed", "The agent's work was reviewed by the actor: 0 to 100.", has_value=True),
    Kind("ruled", "optional", "A person's ruling (`extra.ruling`) on the event `extra.event`."),
    Kind(
        "sale", "optional", "The customer bought: `value` in `scale`; negative is a refund.", has_value=True
    ),
    Kind("worked", "optional", "An agent spent `value` seconds on the task `scale`.", has_value=True),
    Kind("customer_known", "none", "A customer exists since then; `extra.found_by` says how they found us."),
    Kind("stage_changed", "none", "A customer moved to the stage `extra.stage`."),
    Kind("campaign_sent", "none", "Marketing wrote to a customer."),
    Kind("campaign_opened", "none", "A customer opened what marketing sent."),
    Kind("campaign_clicked", "none", "A customer followed a link in what marketing sent."),
    Kind("outage_began", "none", "The service `product` went down; `extra.planned` for maintenance."),
    Kind("outage_ended", "none", "The service `product` came back."),
)

# A record with several changes becomes events in this order: a reply sent with `solved` is a reply.
ORDER_IN_A_RECORD = (
    "opened", "assigned", "changed", "message", "answered", "note", "escalated", "status", "rated",
    "customer_known", "stage_changed", "abandoned", "linked", "article_used", "promised", "survey_sent",
    "complaint", "reviewed", "ruled", "sale", "worked", "campaign_sent", "campaign_opened",
    "campaign_clicked", "outage_began", "outage_ended", "merged", "removed",
)  # fmt: skip

STATUSES = (
    Word("new", "Nobody has taken it up."),
    Word("open", "It is being worked on."),
    Word("pending", "We wait for the customer."),
    Word("on_hold", "We wait for a third party."),
    Word("solved", "Done, as the agent sees it."),
    Word("closed", "Done for good."),
)

ROLES = (
    Word("customer", "Who asks."),
    Word("agent", "A person who helps; the only role whose acts are human acts."),
    Word("bot", "A program that talks to customers."),
    Word("system", "A program that does not."),
)

SCALES = (
    Scale("1-5", "rated", Decimal(1), Decimal(5), "Satisfaction, 4 and 5 are good."),
    Scale("0-10", "rated", Decimal(0), Decimal(10), "Would you recommend us?"),
    Scale("good_bad", "rated", Decimal(0), Decimal(1), "1 is good, 0 is bad.", whole=True),
    Scale("ces_1-7", "rated", Decimal(1), Decimal(7), "How easy was it?"),
    Scale(
        "solved",
        "rated",
        Decimal(0),
        Decimal(1),
        "Was it solved at the first contact? 1 yes, 0 no.",
        whole=True,
    ),
    Scale("0-100", "reviewed", Decimal(0), Decimal(100), "A quality review; also where no scale is named."),
)

RULINGS = (
    Word("acknowledgement", "The message asks for nothing."),
    Word("needs_answer", "The message does ask for something after all."),
    Word("new_issue", "The reopening or opening is no re-contact; a reopening begins a new request."),
    Word("same_issue", "The opening is a re-contact, whatever its category."),
    Word("no_complaint", "It was no complaint."),
)

COLUMN_NAMES = tuple(column.name for column in COLUMNS)
REQUIRED_COLUMNS = tuple(column.name for column in COLUMNS if column.required)
KIND_NAMES = tuple(kind.name for kind in KINDS)
STATUS_NAMES = tuple(status.name for status in STATUSES)
ROLE_NAMES = tuple(role.name for role in ROLES)
KINDS_NEEDING_A_TICKET = tuple(kind.name for kind in KINDS if kind.ticket == "needed")
KINDS_WITHOUT_A_TICKET = tuple(kind.name for kind in KINDS if kind.ticket == "none")
KINDS_WITH_A_VALUE = tuple(kind.name for kind in KINDS if kind.has_value)
# A sale may be a refund; these may not be negative.
KINDS_NEVER_NEGATIVE = ("rated", "reviewed", "worked")
DEFAULT_REVIEW_SCALE = "0-100"
# No kind: a row called so stands for a record that its source could not translate, `status` saying why.
UNTRANSLATED = "untranslated"


def scales_of(kind: str) -> tuple[Scale, ...]:
    """The scales a score of this kind may be on; empty for kinds that are no score.

    >>> [scale.name for scale in scales_of("reviewed")]
    ['0-100']
    """
    return tuple(scale for scale in SCALES if scale.kind == kind)
