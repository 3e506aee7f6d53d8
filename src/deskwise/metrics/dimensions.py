"""What figures can be split and filtered by."""

from __future__ import annotations

import difflib
from dataclasses import dataclass

from deskwise.kernel.errors import UsageError
from deskwise.kernel.language import marked, say

EXTRA_PREFIX = "extra."
# The further field that subjects give rather than a source.
REASON_FIELD = "contact_reason"
REASON = f"{EXTRA_PREFIX}{REASON_FIELD}"


@dataclass(frozen=True)
class Dimension:
    """One way to split figures. `of_request` is read from the request a case belongs to, if it has one."""

    name: str
    label: str
    tells: str
    of_request: bool = False


DIMENSIONS: dict[str, Dimension] = {
    dimension.name: dimension
    for dimension in (
        Dimension("source", "Source", "The system the fact came from."),
        Dimension(
            "team", "Team", "The team the fact belongs to: the one that held the ticket just before it."
        ),
        Dimension("agent", "Agent", "The agent the fact belongs to, by the metric's attribution."),
        Dimension("channel", "Channel", "The channel the ticket was opened in.", of_request=True),
        Dimension("type", "Type", "The request's last known type.", of_request=True),
        Dimension("category", "Category", "The request's last known category.", of_request=True),
        Dimension("priority", "Priority", "The request's last known priority.", of_request=True),
        Dimension("product", "Product", "The request's last known product.", of_request=True),
        Dimension(
            "customer",
            "Customer",
            "The requester; of a fact without a ticket, whom it concerns.",
            of_request=True,
        ),
        Dimension("organisation", "Organisation", "The requester's account.", of_request=True),
        Dimension("reason", "Reason", "Why a request was escalated (escalation metrics only)."),
        Dimension("task", "Task", "What the work was (time by task only)."),
        Dimension("currency", "Currency", "The currency of the money (money metrics only)."),
        Dimension("clock", "SLA clock", "first_response, next_reply or resolution (SLA attainment only)."),
        Dimension(
            "from_channel",
            "From channel",
            "The channel that a customer left within the request (channel switch rate only).",
        ),
        Dimension(
            "to_channel",
            "To channel",
            "The channel that a customer went on by within the request (channel switch rate only).",
        ),
        Dimension("stage", "Stage", "The stage that was entered (stage conversion only)."),
    )
}
OF_SUBJECTS = marked("The cluster of the request's subject, by its name or its leading words.")
REQUEST_DIMENSIONS = tuple(name for name, dimension in DIMENSIONS.items() if dimension.of_request)


def is_extra(name: str) -> bool:
    """Whether a dimension is a further source field, `extra.<field>`."""
    return name.startswith(EXTRA_PREFIX) and len(name) > len(EXTRA_PREFIX)


def dimension(name: str) -> Dimension:
    """The dimension called so; `extra.<field>` always is one.

    Raises:
        UsageError: none is called so.

    >>> dimension("extra.plan").label
    'plan'
    """
    if name in DIMENSIONS:
        return DIMENSIONS[name]
    if name == REASON:
        return Dimension(REASON, marked("Contact reason"), OF_SUBJECTS, of_request=True)
    if is_extra(name):
        field = name.removeprefix(EXTRA_PREFIX)
        return Dimension(name, field, f"The request's last known {field}.", of_request=True)
    close = difflib.get_close_matches(name, DIMENSIONS, n=1)
    names = say("%(names)s and extra.<field>", names=", ".join(DIMENSIONS))
    raise UsageError(say("no dimension is called %(name)s", name=repr(name)), do=choose_from(names, *close))


def choose_from(names: str, *meant: str) -> str:
    """What to do about a name that is none: choose another, such as the one that was meant.

    >>> choose_from("a, b"), choose_from("team, channel", "team")
    ('choose from a, b', 'did you mean team? There are team, channel')
    """
    if meant:
        return say("did you mean %(name)s? There are %(names)s", name=meant[0], names=names)
    return say("choose from %(names)s", names=names)
