"""What a row of a list of calls becomes: raised, answered or abandoned, ended, and the work it took."""

from __future__ import annotations

from typing import Any

from deskwise.app.file_profile import ColumnProfile
from deskwise.kernel.language import say
from deskwise.sources.detection.drafting import Drafting
from deskwise.sources.detection.headers import plain
from deskwise.sources.detection.questions import unknown_outcomes, which_unit
from deskwise.sources.detection.toml_text import DraftEvent
from deskwise.sources.detection.words import ABANDONED, ANSWERED, OUTCOME_OF, word_of

FLAGS = {"1": True, "true": True, "yes": True, "y": True, "0": False, "false": False, "no": False, "n": False}


def call_events(drafting: Drafting) -> list[DraftEvent]:
    """The events of each call, in the order in which they can have been."""
    began = drafting.column("opened_at")
    if began is None:
        return []
    answered, abandoned = _conditions(drafting)
    picked_up, ended = _instants(drafting, began)
    keys: dict[str, Any] = {
        "kind": "opened",
        "role": "customer",
        "channel": "phone",
        "at": drafting.at(began),
    }
    keys |= drafting.cells(("customer", "organisation", "type", "category", "priority", "product"))
    team = drafting.cells(("team",))
    events = [DraftEvent("The caller asked for a person.", keys)]
    agent = drafting.cells(("agent",))
    if agent or team:
        keys = {"kind": "assigned", "at": picked_up} | agent | team | _when(answered)
        events.append(DraftEvent("Who took it.", keys))
    actor = {"actor": agent["agent"]} if agent else {}
    keys = {"kind": "answered", "role": "agent", "at": picked_up} | actor | _when(answered)
    events.append(DraftEvent("A person picked it up.", keys))
    if abandoned is not None:
        keys = {"kind": "abandoned", "role": "customer", "at": _gave_up(drafting, began, ended)} | _when(
            abandoned
        )
        events.append(DraftEvent("The caller gave up before.", keys))
    else:
        drafting.note(
            say("no column says which calls were given up: the abandonment rate will be null or too low")
        )
    keys = {"kind": "status", "status": "solved", "role": "agent", "at": ended} | actor | _when(answered)
    events.append(DraftEvent("The call was done with; a second call about the same is a re-contact.", keys))
    return [*events, *_work(drafting, ended, agent, answered)]


def _when(condition: dict[str, Any] | None) -> dict[str, Any]:
    return {} if condition is None else {"when": condition}


def _conditions(drafting: Drafting) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    """When a call was answered, and when it was given up; null where nothing says so."""
    outcome = drafting.column("outcome")
    if outcome is None or not outcome.values:
        agent = drafting.column("answered_at") or drafting.column("agent")
        if agent is None:
            return None, None
        return {"column": agent.name, "filled": True}, {"column": agent.name, "filled": False}
    said = dict(drafting.answers.outcomes)
    of: dict[str, list[str]] = {ANSWERED: [], ABANDONED: []}
    unknown = []
    abandoned_flag = "abandon" in plain(outcome.name)
    for value, number in outcome.values.items():
        word = word_of(value)
        meant = said.get(value)
        if meant is None and abandoned_flag and word in FLAGS:
            meant = ABANDONED if FLAGS[word] else ANSWERED
        elif meant is None and word in FLAGS:
            meant = ANSWERED if FLAGS[word] else ABANDONED
        meant = meant or OUTCOME_OF.get(word)
        if meant is None:
            unknown.append((value, number))
        elif meant in of:
            of[meant].append(value)
    if unknown:
        drafting.ask(unknown_outcomes(outcome, unknown))
    answered: dict[str, Any] = {"column": outcome.name, "in": of[ANSWERED] or [ANSWERED]}
    return answered, {"column": outcome.name, "in": of[ABANDONED]} if of[ABANDONED] else None


def _instants(drafting: Drafting, began: ColumnProfile) -> tuple[Any, Any]:
    """When the call was picked up, and when it ended."""
    answered, ended = drafting.column("answered_at"), drafting.column("ended_at")
    waited = None if answered is not None else _lasting(drafting, "waited_for")
    talked = None if ended is not None else _lasting(drafting, "talked_for")
    picked_up: Any = drafting.at(began)
    if waited is not None:
        picked_up = drafting.at(began, plus=waited[0], unit=waited[1])
    if answered is not None:
        picked_up = drafting.at(answered, otherwise=picked_up)
    elif waited is None:
        drafting.note(
            say("no column says how long callers waited: calls are taken to be answered as they began")
        )
    done: Any = picked_up
    if talked is not None and answered is not None:
        done = drafting.at(answered, plus=talked[0], unit=talked[1], otherwise=picked_up)
    elif talked is not None and waited is not None and waited[1] == talked[1]:
        done = drafting.at(began, plus=[waited[0], talked[0]], unit=waited[1], otherwise=picked_up)
    elif talked is not None and waited is None:
        done = drafting.at(began, plus=talked[0], unit=talked[1], otherwise=picked_up)
    if ended is not None:
        done = drafting.at(ended, otherwise=done)
    return picked_up, done


def _gave_up(drafting: Drafting, began: ColumnProfile, ended: Any) -> Any:
    left = drafting.column("left_queue_at")
    if left is not None:
        return drafting.at(left, otherwise=ended)
    waited = _lasting(drafting, "waited_for")
    if waited is None:
        return ended
    return drafting.at(began, plus=waited[0], unit=waited[1], otherwise=ended)


def _lasting(drafting: Drafting, meaning: str) -> tuple[str, str] | None:
    """A column of durations and its unit; asked for where nothing says it."""
    column = drafting.column(meaning)
    if column is None:
        return None
    unit = drafting.unit(column)
    if unit is None:
        question = which_unit(meaning, column)
        if question not in drafting.questions:
            drafting.ask(question)
        return None
    return column.name, unit


def _work(
    drafting: Drafting, ended: Any, agent: dict[str, Any], answered: dict[str, Any] | None
) -> list[DraftEvent]:
    """The seconds an agent spent, where the export counts them."""
    talked = drafting.column("talked_for")
    if talked is None or drafting.unit(talked) != "seconds" or not agent:
        return []
    keys = {
        "kind": "worked",
        "role": "agent",
        "actor": agent["agent"],
        "value": {"column": talked.name},
        "scale": "call",
        "at": ended,
    }
    filled = {"column": talked.name, "filled": True}
    return [
        DraftEvent(
            "The time it took.", {**keys, "when": [filled] if answered is None else [answered, filled]}
        )
    ]
