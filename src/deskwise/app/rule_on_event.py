"""Rule on an event: a person's ruling goes into the log as an event of its own, and can be taken back."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from deskwise.app.access.holders import Holder, holder_id
from deskwise.app.access.table import require
from deskwise.app.access.things import Act, Kind
from deskwise.app.audit import AuditQuestion, Deed, entry
from deskwise.app.event_lines import EventFiles
from deskwise.app.explain_ticket import ExplainedTicket, explain_on_both_clocks
from deskwise.app.lake import FileReading, LogImport
from deskwise.app.offered_rulings import OfferedRulings, offered_rulings
from deskwise.app.person_values import checked_text, new_id
from deskwise.app.ruled_figures import (
    ChangedFigure,
    Taken,
    changed_figures,
    changed_from_json,
    taken_of,
)
from deskwise.app.rulings import MADE_HERE, Ruling, chosen_ruling, rulings_in_log
from deskwise.app.source_port import Translated
from deskwise.app.state import State
from deskwise.app.whose_ticket import thing_of_ticket
from deskwise.app.workspace import LoggedEvent, Workspace
from deskwise.events.event_row import EventRow
from deskwise.kernel.clock import Clock
from deskwise.kernel.errors import ChangedMeanwhileError, UnknownNameError, UsageError
from deskwise.kernel.language import say

LONGEST_WHY = 300
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
TOLD = "a ruling made here"


@dataclass(frozen=True)
class RulingOrder:
    """A ruling that somebody gives: on which event of which ticket, and why.

    `seen` is the id of the ruling that stood on the event when they looked, empty where none did; null asks
    not whether another has come since.
    """

    ticket: str
    event: str
    ruling: str
    why: str
    source: str | None = None
    seen: str | None = None


@dataclass(frozen=True)
class Ruled:
    """What came of it. `changed` are the figures of the ticket, and of those beside it, that it changed.

    `is_new` is false where the same person had ruled the same for the same reason before: nothing was
    written.
    """

    source: str
    ticket: str
    ruling: Ruling
    changed: tuple[ChangedFigure, ...]
    is_new: bool

    def to_json(self) -> dict[str, Any]:
        """The object `rule --format json` prints."""
        return {
            "source": self.source,
            "ticket": self.ticket,
            **self.ruling.to_json(),
            "is_new": self.is_new,
            "changed": [each.to_json() for each in self.changed],
        }


def rule_on_event(workspace: Workspace, state: State, clock: Clock, by: Holder, order: RulingOrder) -> Ruled:
    """Put a ruling into the log, and what it changed into the audit.

    Its instant is now, or the as-of of its source where that is earlier: so it counts at once, and does not
    say that the source is known for longer than it is. Raises `NotAllowedError`; `UsageError` for a ticket or
    an event that is not there, a ruling that changes nothing there, or a reason that is none;
    `ChangedMeanwhileError` where another ruling came in between; `WorkspaceBusyError` while another process
    writes.
    """
    why = checked_text("the reason", order.why, LONGEST_WHY)
    with workspace.lake.importing(clock.now()) as session:
        found, offered = _looked_at(workspace, by, order.ticket, order.source)
        event = _event(found, order.event)
        before = offered.standing.get(event.event_id)
        again = (order.ruling, why, holder_id(by))
        if before is not None and (before.ruling, before.why, before.by) == again:
            session.discard()
            return _ruled_already(state, clock, by, found, before)
        _check_seen(order.seen, before)
        word = chosen_ruling(order.ruling, offered.by_event.get(event.event_id, ()))
        at = _instant(workspace, found.source, event, clock)
        ruling = Ruling(f"{MADE_HERE}{new_id()}", event.event_id, word, why, holder_id(by), at, _now(clock))
        extra = {"event": ruling.on, "ruling": word, "why": why}
        tickets, taken = _taken_before(workspace, found, offered)
        _write(workspace, session, found, ruling, extra, seq=_last_seq(found, at) + 1)
    told = {**ruling.to_json(), "replaced": None if before is None else before.ruling}
    changed = _changed(workspace, tickets, taken)
    _note(state, clock, by, Deed.RULED, found, told, changed)
    return Ruled(found.source, found.ticket, ruling, changed, is_new=True)


def take_back_ruling(
    workspace: Workspace,
    state: State,
    clock: Clock,
    by: Holder,
    ticket: str,
    ruling_id: str,
    why: str,
    source: str | None = None,
) -> Ruled:
    """Take a ruling back that was made here: it is corrected to one on nothing, and the one before it counts.

    What it said stays in the log, superseded. Raises as `rule_on_event` does.
    """
    reason = checked_text("the reason", why, LONGEST_WHY)
    with workspace.lake.importing(clock.now()) as session:
        found, offered = _looked_at(workspace, by, ticket, source)
        events = [each.event for each in found.events]
        ruling = next((one for one in rulings_in_log(events) if one.id == ruling_id), None)
        if ruling is None:
            raise UnknownNameError(
                say("no ruling of this ticket has this id"), do=say("it may be taken back already")
            )
        if not ruling.made_here:
            raise UsageError(
                say("this ruling is one of the source %(source)s", source=found.source),
                do=say("rule on the event anew: the last counts"),
            )
        before = next(event for event in events if event.event_id == ruling.id and event.stands)
        corrected = replace(
            ruling, why=reason, by=holder_id(by), ruled_at=_now(clock), revision=ruling.revision + 1
        )
        extra = {"taken_back": ruling.ruling, "why": reason}
        tickets, taken = _taken_before(workspace, found, offered)
        _write(workspace, session, found, corrected, extra, seq=before.seq)
    changed = _changed(workspace, tickets, taken)
    _note(state, clock, by, Deed.RULING_TAKEN_BACK, found, corrected.to_json(), changed)
    return Ruled(found.source, found.ticket, corrected, changed, is_new=True)


def ruled_before(state: State, source: str, ticket: str) -> dict[str, tuple[ChangedFigure, ...]]:
    """What the rulings that were made here on a ticket changed when they were made, by the rulings' ids."""
    with state.reading() as stores:
        found = stores.audit.read(AuditQuestion(what=Deed.RULED, on=_on(source, ticket)))
    told = [each.after or {} for each in found]
    return {str(each.get("ruling_id")): changed_from_json(each.get("changed")) for each in told}


def _ruled_already(state: State, clock: Clock, by: Holder, found: ExplainedTicket, ruling: Ruling) -> Ruled:
    """A ruling that stands; if the machine failed before the audit told of it, it is told now."""
    known = ruled_before(state, found.source, found.ticket)
    if ruling.id not in known:
        _note(state, clock, by, Deed.RULED, found, ruling.to_json(), ())
    return Ruled(found.source, found.ticket, ruling, known.get(ruling.id, ()), is_new=False)


def _looked_at(
    workspace: Workspace, by: Holder, ticket: str, source: str | None
) -> tuple[ExplainedTicket, OfferedRulings]:
    """The ticket as it is, while nobody else writes; of one that may not be ruled on nothing is told."""
    found, _ = explain_on_both_clocks(workspace, ticket, source, ())
    require(by, Act.CHANGE, thing_of_ticket(Kind.RULING, [each.event for each in found.events]))
    return found, offered_rulings(workspace, found)


def _event(found: ExplainedTicket, event_id: str) -> LoggedEvent:
    for each in found.events:
        if each.event.event_id == event_id and each.event.stands:
            return each.event
    raise UnknownNameError(
        say("no event of the ticket that counts is called %(event_id)s", event_id=repr(event_id)),
        do=say("deskwise rule TICKET lists those that can be ruled on"),
    )


def _check_seen(seen: str | None, now: Ruling | None) -> None:
    if seen is not None and seen != ("" if now is None else now.id):
        raise ChangedMeanwhileError(
            say("somebody else ruled on this event meanwhile"), do=say("look at it as it is now"), now=now
        )


def _instant(workspace: Workspace, source: str, event: LoggedEvent, clock: Clock) -> datetime:
    with workspace.facts() as facts:
        as_of = EPOCH + timedelta(microseconds=dict(facts.sources)[source])
    return max(event.at, min(_now(clock), as_of))


def _now(clock: Clock) -> datetime:
    return clock.now().astimezone(UTC)


def _last_seq(found: ExplainedTicket, at: datetime) -> int:
    return max((each.event.seq for each in found.events if each.event.at == at), default=0)


def _taken_before(
    workspace: Workspace, found: ExplainedTicket, offered: OfferedRulings
) -> tuple[Sequence[tuple[str, str]], Taken]:
    tickets = ((found.source, found.ticket), *offered.neighbours)
    return tickets, taken_of(workspace, tickets)


def _changed(
    workspace: Workspace, tickets: Sequence[tuple[str, str]], before: Taken
) -> tuple[ChangedFigure, ...]:
    return changed_figures(before, taken_of(workspace, tickets))


def _write(
    workspace: Workspace,
    session: LogImport,
    found: ExplainedTicket,
    ruling: Ruling,
    extra: dict[str, str],
    *,
    seq: int,
) -> None:
    """Put the event of a ruling into the log, and make the facts that rest on it anew."""
    row = EventRow(
        ruling.id,
        ruling.at,
        "ruled",
        found.ticket,
        revision=ruling.revision,
        seq=seq,
        actor=ruling.by,
        role="agent",
        extra=extra if ruling.ruled_at is None else {**extra, "ruled_at": ruling.ruled_at.isoformat()},
    )
    with _written(row) as paths:
        for path in paths:
            session.add_file(path, FileReading(source=found.source, told=TOLD))
        counts = session.admit(None)
    if counts.accepted != 1:
        session.discard()
        raise UsageError(
            say(
                "the log did not take the ruling (%(what)s)",
                what=", ".join(counts.reasons) or say("it is there already"),
            ),
            do=say("look at the ticket again"),
        )
    workspace.fold(session)


@contextmanager
def _written(row: EventRow) -> Iterator[tuple[Path, ...]]:
    with tempfile.TemporaryDirectory(prefix="deskwise-ruling-") as folder:
        files = EventFiles(lambda ending: Path(folder) / f"ruling{ending}", keep_text=False)
        files.add(Translated((row,)))
        yield files.close()


def _note(
    state: State,
    clock: Clock,
    by: Holder,
    deed: Deed,
    found: ExplainedTicket,
    told: dict[str, Any],
    changed: Sequence[ChangedFigure],
) -> None:
    after = {**told, "changed": [each.to_json() for each in changed]}
    with state.changing() as stores:
        stores.audit.add(entry(clock.now(), by, deed, _on(found.source, found.ticket), None, after))


def _on(source: str, ticket: str) -> str:
    return f"ticket:{source}/{ticket}"
