"""What the records of a log become, activity by activity."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from deskwise.app.file_profile import ColumnProfile
from deskwise.events.vocabulary import KIND_NAMES, ROLE_NAMES, STATUS_NAMES
from deskwise.kernel.language import say
from deskwise.sources.detection.drafting import Drafting
from deskwise.sources.detection.questions import unknown_activities
from deskwise.sources.detection.words import ACTIVITY_OF, STATUS_OF, word_of


@dataclass(frozen=True)
class LogDraft:
    """The columns of every event, what each activity becomes, and how tickets open where none does it."""

    columns: dict[str, str]
    activities: tuple[tuple[str, Any], ...]
    opened: dict[str, Any] | None


def log_draft(drafting: Drafting) -> LogDraft | None:
    """The draft of a log; null where the columns it cannot do without are not known."""
    ticket, at, activity = (drafting.column(name) for name in ("ticket", "at", "activity"))
    if ticket is None or at is None or activity is None:
        return None
    columns = {"ticket": ticket.name, "at": at.name}
    columns |= {
        name: one.name for name in ("actor", "team", "customer") if (one := drafting.column(name)) is not None
    }
    role = drafting.column("role")
    if role is not None and set(role.values) <= set(ROLE_NAMES):
        columns["role"] = role.name
    elif role is not None:
        drafting.note(
            say(
                "%(column)s has words of its own for roles: they are taken from the activities instead",
                column=role.name,
            )
        )
    found = _activities(drafting, activity, "role" in columns)
    opens = any(kind == "opened" for _, said in found for kind in _kinds(said))
    opened = None if opens else {"from": "first_row", "role": "customer", "actor": ""}
    if opened is not None:
        drafting.note(
            say("no activity opens tickets: each is taken to be raised by its customer at its first record")
        )
    return LogDraft(columns, tuple(found), opened)


def _kinds(said: Any) -> list[str]:
    several = said if isinstance(said, list) else [said]
    return [one if isinstance(one, str) else str(one["kind"]) for one in several]


def _activities(drafting: Drafting, column: ColumnProfile, roles_told: bool) -> list[tuple[str, Any]]:
    answered = dict(drafting.answers.activities)
    agent = drafting.column("actor")
    found: list[tuple[str, Any]] = []
    unknown = []
    for value, number in column.values.items():
        word = word_of(value)
        kind, status = _said(answered[value]) if value in answered else ACTIVITY_OF.get(word, ("", ""))
        if not kind and word in STATUS_OF:
            kind, status = "status", STATUS_OF[word]
        if not kind:
            unknown.append((value, number))
            continue
        kind, _, role = kind.partition(" ")
        said: dict[str, Any] = {"kind": kind}
        if status:
            said["status"] = status
        if not roles_told:
            said["role"] = role or ("customer" if kind == "opened" else "agent")
        if kind == "assigned" and agent is not None:
            said["agent"] = {"column": agent.name}
        found.append((value, said))
    if unknown:
        drafting.ask(unknown_activities(column, unknown))
    return found


def _said(answer: str) -> tuple[str, str]:
    """A kind, or the status of a status."""
    if answer in STATUS_NAMES:
        return "status", answer
    return (answer, "") if answer in KIND_NAMES else ("", "")
