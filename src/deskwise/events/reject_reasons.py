"""Why an event is refused: each reason with a sentence and what to do about it."""

from dataclasses import dataclass
from typing import Literal

Pass = Literal["row", "id", "ticket"]


@dataclass(frozen=True)
class RejectReason:
    """A reason's code, the pass that finds it, what it says and what its finder can do.

    `found_by`: "row" looks at the row itself, "id" at rows of the same id, "ticket" at the whole
    ticket, anew at every import: such a row comes back when an earlier opening arrives.
    """

    code: str
    found_by: Pass
    sentence: str
    do: str


# In the order they are asked: a row with several faults is refused for the first of them.
REJECT_REASONS = (
    RejectReason(
        "malformed_row",
        "row",
        "The line is no row of this file: too few or too many cells, a quote left open, text that is not "
        "UTF-8, no JSON object, or a revision or seq that is no whole number.",
        "Correct the line, or the export that wrote it.",
    ),
    RejectReason(
        "untranslated",
        "row",
        "The source could not make events of the record: what it rests on is missing or unreadable there.",
        "Look at the record in the help desk; if it is sound, the source has to learn what it says.",
    ),
    RejectReason(
        "unknown_kind",
        "row",
        "The kind is missing or none of the book's.",
        "Use one of the kinds of the events page, or map the activity in the mapping file.",
    ),
    RejectReason(
        "unknown_role",
        "row",
        "The role is none of customer, agent, bot, system.",
        "Use one of these, or leave it empty.",
    ),
    RejectReason(
        "no_instant",
        "row",
        "There is no instant, or it cannot be read as one.",
        "Write it as 2025-01-31T10:00:00Z, or declare the date format in a mapping file.",
    ),
    RejectReason(
        "zone_undeclared",
        "row",
        "The time says no offset, and no time zone was declared.",
        "Import again with --timezone, for instance --timezone Europe/Berlin.",
    ),
    RejectReason(
        "in_the_future",
        "row",
        "The event is more than 24 hours after the import.",
        "Check the date format, the time zone and the clock of the machine.",
    ),
    RejectReason("no_ticket", "row", "The kind needs a ticket, and none is named.", "Name the ticket."),
    RejectReason(
        "unknown_status",
        "row",
        "The status is missing or none of the book's.",
        "Use one of new, open, pending, on_hold, solved, closed.",
    ),
    RejectReason(
        "no_number", "row", "The value is missing or no number.", "Write a number such as 4 or 19.90."
    ),
    RejectReason(
        "unknown_scale",
        "row",
        "The score is on no known scale.",
        "Use 1-5, 0-10, good_bad, ces_1-7 or solved on rated, 0-100 on reviewed.",
    ),
    RejectReason(
        "negative_value", "row", "The value is negative.", "Only a sale can be: it is then a refund."
    ),
    RejectReason("off_scale", "row", "The score lies outside its scale.", "Correct the value or the scale."),
    RejectReason(
        "extra_no_map",
        "row",
        "The further fields are no map.",
        'Write a JSON object with each name once, such as {"reason": "skill"}.',
    ),
    RejectReason(
        "unmapped_value",
        "row",
        "The mapping names what a column's values mean, and this one is not among them.",
        "Name it in the mapping file, or say what becomes of the others (other = ...).",
    ),
    RejectReason(
        "conflict",
        "id",
        "The id was taken by an event with another content; the first one stays.",
        "Send a correction with a higher revision, or give the event an id of its own.",
    ),
    RejectReason(
        "before_opened",
        "ticket",
        "The event lies before its ticket's opening.",
        "Nothing, if an earlier opening is still to come; else correct one of the two instants.",
    ),
    RejectReason(
        "second_opened",
        "ticket",
        "The ticket was already opened.",
        "Leave it out: a ticket opens once and is reopened by its status.",
    ),
)

REASON_BY_CODE = {reason.code: reason for reason in REJECT_REASONS}
