"""Personal data: what is held on one person, forgetting them, and how long things are kept.

Whom somebody asks for stands in no address and in no log: it is posted, and shown on that page alone.
"""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import APIRouter, Request
from starlette.responses import Response

from deskwise.app.access.things import Act
from deskwise.app.change_settings import show_settings
from deskwise.app.forget_people import find_people
from deskwise.app.forgetting import Forgotten, ForgottenNote, Reason
from deskwise.app.held_on_person import PERSONAL_DATA, HeldOnPerson, PersonalDataKeeper
from deskwise.kernel.errors import DeskwiseError, EmptyWorkspaceError, UsageError
from deskwise.kernel.language import say
from deskwise.web.posted_forms import Posted
from deskwise.web.served import Here, Served
from deskwise.web.templating import Links, render
from deskwise.web.utc_words import utc_words
from deskwise.web.visitor import Looking, Visitor

router = APIRouter(include_in_schema=False)
NOTES_SHOWN = 20


@router.get("/personal-data", name="personal_data")
def personal_data(request: Request, here: Here, who: Looking) -> Response:
    """The page, with nobody looked up."""
    return _page(request, here, who)


@router.post("/personal-data", name="personal_data_asked")
def personal_data_asked(request: Request, here: Here, who: Looking, form: Posted) -> Response:
    """What is held on somebody."""
    identifier = form.one("identifier")
    try:
        found = _keeper(here, who).held(identifier)
    except (UsageError, EmptyWorkspaceError) as error:
        return _page(request, here, who, identifier, told=error, status=400)
    return _page(request, here, who, identifier, held=found)


@router.post("/personal-data/forget", name="person_forgotten")
def person_forgotten(request: Request, here: Here, who: Looking, form: Posted) -> Response:
    """Forget somebody for good, once their identifier was written a second time."""
    identifier, keeper = form.one("identifier"), _keeper(here, who)
    try:
        find_people(
            keeper.data, (identifier,)
        )  # who is unknown is told before the second writing is looked at
        if form.one("again") != identifier:
            raise UsageError(
                say("the identifier that was written to confirm is another one, and nobody was forgotten"),
                do=say("write it a second time, exactly as it stands above"),
            )
        forgotten = keeper.forget((identifier,))
    except (UsageError, EmptyWorkspaceError) as error:
        held = None if isinstance(error, EmptyWorkspaceError) or not identifier else keeper.held(identifier)
        return _page(request, here, who, identifier, held=held, told=error, status=400)
    return _page(request, here, who, forgotten=forgotten)


@router.post("/personal-data/expired", name="expired")
def expired(request: Request, here: Here, who: Looking, form: Posted) -> Response:
    """What the settings no longer keep; with `do=forget` it goes."""
    keeper = _keeper(here, who)
    gone = form.one("do") == "forget"
    try:
        found = keeper.expire() if gone else keeper.find_expired()
    except (UsageError, EmptyWorkspaceError) as error:
        return _page(request, here, who, told=error, status=400)
    return _page(request, here, who, expired=found, gone=gone)


def _keeper(here: Served, who: Visitor) -> PersonalDataKeeper:
    return PersonalDataKeeper(here.open_personal_data(), here.state, here.clock, who.holder)


def _notes(here: Served) -> tuple[ForgottenNote, ...]:
    try:
        return here.open_personal_data().notes()
    except EmptyWorkspaceError:
        return ()


def _page(
    request: Request,
    here: Served,
    who: Visitor,
    identifier: str = "",
    *,
    held: HeldOnPerson | None = None,
    forgotten: Forgotten | None = None,
    expired: Sequence[tuple[Reason, Forgotten]] | None = None,
    gone: bool = False,
    told: DeskwiseError | None = None,
    status: int = 200,
) -> Response:
    links, settings = Links(request), show_settings(here.workspace)
    notes = _notes(here)
    tickets = () if held is None else held.lake.tickets
    retention = settings.retention
    answer = render(
        request,
        "personal_data.html",
        status,
        nav="personal_data",
        identifier=identifier,
        held=held,
        span=()
        if held is None
        else [utc_words(at) for at in (held.lake.first_at, held.lake.last_at) if at is not None],
        tickets=[(ticket, source, links.ticket(source, ticket)) for source, ticket in tickets],
        may_change=who.may(Act.CHANGE, PERSONAL_DATA),
        forgotten=forgotten,
        expired=expired,
        gone=gone,
        told=told,
        keeps_text=settings.keep_text,
        pseudonyms=settings.wishes_pseudonyms(),
        text_days="none" if retention is None else str(retention.text_days),
        identifiers_days="none" if retention is None else str(retention.identifiers_days),
        notes=[(each, utc_words(each.at)) for each in reversed(notes[-NOTES_SHOWN:])],
        last_run=next((utc_words(each.at) for each in reversed(notes) if each.reason != "asked"), None),
    )
    # Nothing of it is to be found in the browser's own store.
    answer.headers["Cache-Control"] = "no-store"
    return answer
