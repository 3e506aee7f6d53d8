"""Dispute a figure: say of a ticket or an event what is not right; a lead rules on it, or declines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from deskwise.app.access.holders import Holder, Person, holder_id
from deskwise.app.access.table import may, may_some, require
from deskwise.app.access.things import Act, Kind, Thing
from deskwise.app.audit import Deed, entry
from deskwise.app.disputes import Dispute, DisputeState
from deskwise.app.explain_ticket import explain_on_both_clocks
from deskwise.app.person_values import checked_text, new_id
from deskwise.app.rule_on_event import LONGEST_WHY, Ruled
from deskwise.app.state import State, Stores
from deskwise.app.whose_ticket import thing_of_ticket
from deskwise.app.workspace import Workspace
from deskwise.kernel.clock import Clock
from deskwise.kernel.errors import UnknownNameError, UsageError
from deskwise.kernel.language import say
from deskwise.metrics.catalogue import CATALOGUE

MOST_OPEN_OF_ONE = 50
MOST_DECIDED = 50


@dataclass(frozen=True)
class Complaint:
    """What somebody says is not right: of a ticket, or one of its events, or a figure; see `Dispute`."""

    ticket: str
    why: str
    source: str | None = None
    event: str | None = None
    metric: str | None = None


def open_dispute(
    workspace: Workspace, state: State, clock: Clock, by: Person, complaint: Complaint
) -> Dispute:
    """A new dispute on a ticket that is theirs to see. It changes no figure; a ruling may.

    Raises `NotAllowedError`, and `UsageError` for a ticket, an event or a figure that is not there, or where
    they said the same before and nobody has decided yet.
    """
    why = checked_text("the reason", complaint.why, LONGEST_WHY)
    found, _ = explain_on_both_clocks(workspace, complaint.ticket, complaint.source, ())
    events = [each.event for each in found.events]
    thing = thing_of_ticket(Kind.DISPUTE, events)
    require(by, Act.CHANGE, thing)
    if complaint.event is not None and not any(
        event.stands and event.event_id == complaint.event for event in events
    ):
        raise UnknownNameError(
            say("no event of the ticket that counts is called so"), do=say("choose one of the list")
        )
    if complaint.metric is not None and complaint.metric not in CATALOGUE:
        raise UnknownNameError(say("no figure is called so"), do=say("choose one of the list"))
    dispute = Dispute(
        new_id(),
        found.source,
        found.ticket,
        why,
        by.id,
        clock.now(),
        complaint.event,
        complaint.metric,
        thing.teams,
        thing.actors,
    )
    with state.changing() as stores:
        _check_new(stores, dispute)
        stores.disputes.add(dispute)
        stores.audit.add(entry(clock.now(), by, Deed.DISPUTED, _on(dispute), None, dispute.to_json()))
    return dispute


def decline_dispute(
    state: State, clock: Clock, by: Holder, dispute_id: str, version: int, answer: str
) -> Dispute:
    """Leave the figures as they are, and say why.

    Raises `NotAllowedError`, `UsageError`, and `ChangedMeanwhileError` where it was decided meanwhile.
    """
    reason = checked_text("the reason", answer, LONGEST_WHY)
    with state.changing() as stores:
        before = _found(stores, dispute_id)
        require(by, Act.CHANGE, _thing(Kind.RULING, before))
        decided = replace(before, version=version, state=DisputeState.DECLINED, answer=reason)
        return _decided(stores, clock, by, before, decided, Deed.DISPUTE_DECLINED)


def settle_disputes(
    state: State, clock: Clock, by: Holder, ruled: Ruled, disputes: Iterable[str]
) -> tuple[Dispute, ...]:
    """Say that a ruling decides disputes on its ticket; others and decided ones stay as they are."""
    settled = []
    with state.changing() as stores:
        for each in dict.fromkeys(disputes):
            before = stores.disputes.find(each)
            if before is None or before.state is not DisputeState.OPEN:
                continue
            if (before.source, before.ticket) != (ruled.source, ruled.ticket):
                continue
            require(by, Act.CHANGE, _thing(Kind.RULING, before))
            decided = replace(
                before, state=DisputeState.RULED, answer=ruled.ruling.why, ruling=ruled.ruling.id
            )
            settled.append(_decided(stores, clock, by, before, decided, Deed.DISPUTE_RULED))
    return tuple(settled)


def disputes_of_ticket(state: State, by: Holder, source: str, ticket: str) -> tuple[Dispute, ...]:
    """The disputes on a ticket that somebody may see, the oldest first."""
    with state.reading() as stores:
        found = stores.disputes.of_ticket(source, ticket)
    return tuple(each for each in found if may(by, Act.READ, _thing(Kind.DISPUTE, each)))


def list_disputes(state: State, by: Holder, standing: DisputeState | None = None) -> tuple[Dispute, ...]:
    """The disputes that somebody may see: the open ones, the oldest first, then those decided last.

    With `standing` those alone that stand so.
    """
    with state.reading() as stores:
        found = (*stores.disputes.open(), *stores.disputes.decided(MOST_DECIDED))
    return tuple(
        each
        for each in found
        if standing in {None, each.state} and may(by, Act.READ, _thing(Kind.DISPUTE, each))
    )


def find_dispute(state: State, by: Holder, dispute_id: str) -> Dispute:
    """The dispute of an id. Raises `UnknownNameError`, and `NotAllowedError` for one of others' tickets."""
    with state.reading() as stores:
        found = _found(stores, dispute_id)
    require(by, Act.READ, _thing(Kind.DISPUTE, found))
    return found


def may_decide(by: Holder, dispute: Dispute) -> bool:
    """Whether somebody may decide a dispute: who may rule on its ticket may."""
    return dispute.state is DisputeState.OPEN and may(by, Act.CHANGE, _thing(Kind.RULING, dispute))


def count_undecided(state: State, by: Holder) -> int:
    """How many open disputes wait for somebody to decide them."""
    if not may_some(by, Act.CHANGE, Kind.RULING):
        return 0
    with state.reading() as stores:
        found = stores.disputes.open()
    return sum(may_decide(by, each) for each in found)


def dispute_json(dispute: Dispute) -> dict[str, Any]:
    """What the command line says of a dispute: as the audit keeps it, with when, by whom and its version."""
    return {
        **dispute.to_json(),
        "opened_at": dispute.opened_at,
        "decided_by": dispute.decided_by,
        "decided_at": dispute.decided_at,
        "version": dispute.version,
    }


def _check_new(stores: Stores, dispute: Dispute) -> None:
    own = [each for each in stores.disputes.open() if each.by == dispute.by]
    about = (dispute.source, dispute.ticket, dispute.event, dispute.metric)
    if any((each.source, each.ticket, each.event, each.metric) == about for each in own):
        raise UsageError(say("you have disputed this already"), do=say("wait until somebody has decided"))
    if len(own) >= MOST_OPEN_OF_ONE:
        raise UsageError(
            say("%(n)s disputes of yours are open", n=MOST_OPEN_OF_ONE),
            do=say("wait until somebody has decided some"),
        )


def _found(stores: Stores, dispute_id: str) -> Dispute:
    found = stores.disputes.find(dispute_id)
    if found is None:
        raise UnknownNameError(say("no dispute has this id"), do=say("choose one of the list"))
    return found


def _decided(
    stores: Stores, clock: Clock, by: Holder, before: Dispute, decided: Dispute, deed: Deed
) -> Dispute:
    after = stores.disputes.decide(replace(decided, decided_by=holder_id(by), decided_at=clock.now()))
    told: tuple[dict[str, Any], dict[str, Any]] = before.to_json(), after.to_json()
    stores.audit.add(entry(clock.now(), by, deed, _on(after), *told))
    return after


def _thing(kind: Kind, dispute: Dispute) -> Thing:
    return Thing(kind, dispute.teams, dispute.actors)


def _on(dispute: Dispute) -> str:
    return f"dispute:{dispute.id}"
