"""What can be seen and done here, and the workspace's policy on figures of single people."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

PeopleFigures = Literal["on", "own", "off"]


class Act(StrEnum):
    """What is done with a thing; to change also is to add and to take away."""

    READ = "read"
    CHANGE = "change"


class Kind(StrEnum):
    """The kinds of thing."""

    AGGREGATE = "aggregate"
    AGENT_FIGURES = "agent_figures"
    REQUESTS = "requests"
    TICKET = "ticket"
    RULING = "ruling"
    DISPUTE = "dispute"
    CUSTOMER = "customer"
    COMMENTS = "comments"
    DATA = "data"
    SETTINGS = "settings"
    PEOPLE = "people"
    TOKENS = "tokens"
    PERSONAL_DATA = "personal_data"
    AUDIT = "audit"
    ANNOTATIONS = "annotations"
    OBJECTIVES = "objectives"
    OBJECTIVE_TALK = "objective_talk"
    REASONS = "reasons"


TELLS: dict[Kind, str] = {
    Kind.AGGREGATE: "A figure of the whole, of a team, or of a group by a dimension that names nobody.",
    Kind.AGENT_FIGURES: "A figure of single people: split or filtered by agent.",
    Kind.REQUESTS: "A list of the requests behind a figure.",
    Kind.TICKET: "A request or ticket with its events.",
    Kind.RULING: "A ruling on a message or request.",
    Kind.DISPUTE: "What somebody says is not right in the figures of a ticket.",
    Kind.CUSTOMER: "A customer, or figures by customer.",
    Kind.COMMENTS: "What customers wrote to their ratings.",
    Kind.DATA: "Sources, imports, rejects and quality reports.",
    Kind.SETTINGS: "The settings.",
    Kind.PEOPLE: "The people who sign in.",
    Kind.TOKENS: "The tokens of programs.",
    Kind.PERSONAL_DATA: "All that is held on one person, and forgetting them.",
    Kind.AUDIT: "Who changed what, and when.",
    Kind.ANNOTATIONS: "Notes on a chart's line of time, such as a release.",
    Kind.OBJECTIVES: "Cycles, objectives and key results; check-ins and typed values are changes of them.",
    Kind.OBJECTIVE_TALK: "What people say of an objective, and what each takes on of it.",
    Kind.REASONS: "What the reasons are called that customers' subjects give.",
}


@dataclass(frozen=True)
class Thing:
    """One thing that is asked for.

    `teams` are those it belongs to, none where it is of the whole workspace. `actors` are the agents it
    shows singly, or of a ticket those who acted on it. `people` is how many agents' work a figure holds, of
    several figures the fewest; null where nobody counted, which is taken as one.
    """

    kind: Kind
    teams: frozenset[str] = frozenset()
    actors: frozenset[str] = frozenset()
    people: int | None = None


@dataclass(frozen=True)
class Policy:
    """What the workspace has decided on figures of single people.

    `people_figures` is "on" (as the table of roles says), "own" (each sees their own and nobody else's) or
    "off" (nobody sees any, not even an admin).
    """

    people_figures: PeopleFigures = "on"


OPEN_POLICY = Policy()
