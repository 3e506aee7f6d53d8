"""An objective: what is to become better, why, and who answers for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from deskwise.kernel.errors import UsageError
from deskwise.kernel.language import marked, say


class ObjectiveState(StrEnum):
    """How far an objective is: a draft is its author's, what is proposed the team's to comment on."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    ACTIVE = "active"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


STATE_WORDS: dict[ObjectiveState, str] = {
    ObjectiveState.DRAFT: marked("a draft"),
    ObjectiveState.PROPOSED: marked("proposed"),
    ObjectiveState.ACTIVE: marked("active"),
    ObjectiveState.CLOSED: marked("closed"),
    ObjectiveState.WITHDRAWN: marked("withdrawn"),
}


class Ambition(StrEnum):
    """Committed is met at a score of 1.0, aspirational at 0.7."""

    COMMITTED = "committed"
    ASPIRATIONAL = "aspirational"


class Level(StrEnum):
    """Whose objective it is."""

    COMPANY = "company"
    TEAM = "team"
    PERSON = "person"


@dataclass(frozen=True)
class Owner:
    """Who answers for an objective: a team by its name, or a person by their id."""

    kind: Level
    name: str


@dataclass(frozen=True)
class Parent:
    """What an objective serves: another objective, or a key result of one."""

    of_key_result: bool
    id: str


@dataclass(frozen=True)
class Evidence:
    """The finding an objective answers: the analysis, and what it was asked, as its page is addressed."""

    analysis: str
    question: str = ""


@dataclass(frozen=True)
class Objective:
    """One objective of a cycle.

    `key` is its name in files and on the command line, one of its kind in the cycle. `expectation` is what
    customers expect that it answers, `evidence` the finding it is known by, `parent` what it serves, each
    null where there is none. `pooled` says that its children share a metric and it adds up their numerators
    and denominators. `carried_from` is the objective of an earlier cycle that goes on in it. `version`
    counts the changes.
    """

    id: str
    key: str
    cycle: str
    title: str
    why: str
    owner: Owner
    level: Level = Level.TEAM
    ambition: Ambition = Ambition.COMMITTED
    weight: float = 1.0
    state: ObjectiveState = ObjectiveState.DRAFT
    expectation: str | None = None
    evidence: Evidence | None = None
    parent: Parent | None = None
    pooled: bool = False
    carried_from: str | None = None
    version: int = 1

    def __post_init__(self) -> None:
        if not self.weight > 0:
            raise UsageError(say("an objective weighs more than nothing"), do=say("give a weight above 0"))


def raise_if_circle(objective: Objective, parents: Mapping[str, str]) -> None:
    """Raise `UsageError` where an objective would serve itself.

    `parents` pairs each objective with the one it serves, or whose key result it serves.
    """
    seen = {objective.id}
    above = parents.get(objective.id)
    while above is not None:
        if above in seen:
            raise UsageError(
                say("objective %(key)s would serve itself", key=objective.key),
                do=say("choose a parent that does not stand below it"),
            )
        seen.add(above)
        above = parents.get(above)
