"""Metrics that rest on a request's first resolution: first contact, re-contacts, reopenings, bots."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .cases import Metric, Question, Row
from .metrics_customers import request_ratings
from .metrics_replies import asking_ruled
from .metrics_requests import escalations
from .tickets import Request, Step

if TYPE_CHECKING:
    from .world import World


def first_resolutions(world: World) -> list[tuple[Request, Step, Row]]:
    """Every first resolution, with a row that is left out while it is not mature."""
    found = []
    for request in world.requests:
        step = request.first_resolution
        if step is not None:
            row = Row(
                step.at,
                world.dims_of_resolution(step),
                key=request.key,
                immature=not world.mature(step),
                ruled=request.boundary_ruled,
            )
            found.append((request, step, row))
    return found


def rest_on_recontact(world: World, row: Row, step: Step) -> bool:
    """Whether a resolution has a re-contact within the window; the row notes what that rests on."""
    found = world.recontact(step)
    row.ruled = row.ruled or found.ruled
    row.unjudged = found.unjudged
    return found.within


def recontacts(world: World, question: Question) -> list[Row]:
    rows = []
    for _, step, row in first_resolutions(world):
        row.good = rest_on_recontact(world, row, step)
        rows.append(row)
    return rows


def bad_rating(world: World, request: Request) -> bool:
    for event in request_ratings(world).get(request.key, {}).values():
        assert event.value is not None
        if event.scale == "1-5" and event.value <= 2:
            return True
        if event.scale in ("good_bad", "solved") and event.value == 0:
            return True
    return False


def successful(world: World, question: Question) -> list[Row]:
    rows = []
    for request, step, row in first_resolutions(world):
        again = rest_on_recontact(world, row, step)
        row.good = not again and not bad_rating(world, request)
        rows.append(row)
    return rows


def first_contact(world: World, question: Question) -> list[Row]:
    rows = []
    for request, step, row in first_resolutions(world):
        contacts = [wait for wait in request.waits if wait.place < step.place]
        handled = any(act.place <= step.place for act in request.acts())
        escalated = any(signal.place < step.place for signal in escalations(world, request))
        again = rest_on_recontact(world, row, step)
        if not row.immature:
            if not handled:
                row.left = "no_human_act"
            elif not contacts:
                row.left = "no_contact"
        row.ruled = row.ruled or asking_ruled(world, request)
        row.good = len(contacts) == 1 and not escalated and not again
        rows.append(row)
    return rows


def reopened(world: World, question: Question) -> list[Row]:
    rows = []
    for request, _, row in first_resolutions(world):
        row.resting, row.immature = row.immature, False
        row.good = bool(request.reopenings)
        rows.append(row)
    return rows


def bot_messages(request: Request) -> list[Step]:
    return [step for step in request.steps if step.event.kind == "message" and step.event.role == "bot"]


def bot_resolutions(world: World, question: Question) -> list[Row]:
    rows = []
    for request in world.requests:
        step = request.first_resolution
        if step is None or not bot_messages(request):
            continue
        row = Row(
            request.raised_at,
            world.dims_as_such(request),
            key=request.key,
            immature=not world.mature(step),
            ruled=request.boundary_ruled,
        )
        again = rest_on_recontact(world, row, step)
        row.good = not again and not any(act.place < step.place for act in request.acts())
        rows.append(row)
    return rows


def bot_handoffs(world: World, question: Question) -> list[Row]:
    rows = []
    for request in world.requests:
        messages = bot_messages(request)
        if messages:
            row = Row(
                request.raised_at,
                world.dims_as_such(request),
                key=request.key,
                ruled=request.boundary_ruled,
            )
            row.good = any(act.place > messages[0].place for act in request.acts())
            rows.append(row)
    return rows


FIRST_METRICS = (
    Metric("successful_resolution_rate", "share", successful, population="requests"),
    Metric("first_contact_resolution", "share", first_contact, population="requests"),
    Metric("recontact_rate", "share", recontacts, population="requests"),
    Metric("reopen_rate", "share", reopened, population="requests"),
    Metric("bot_resolution_rate", "share", bot_resolutions, population="requests"),
    Metric("bot_handoff_rate", "share", bot_handoffs, population="requests"),
)
