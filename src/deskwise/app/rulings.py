"""The rulings on a ticket's events: which stands on each, and which could be given."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from deskwise.app.workspace import LoggedEvent
from deskwise.kernel.errors import UsageError
from deskwise.kernel.language import say

ACKNOWLEDGEMENT, NEEDS_ANSWER = "acknowledgement", "needs_answer"
NEW_ISSUE, SAME_ISSUE = "new_issue", "same_issue"
NO_COMPLAINT = "no_complaint"
# Of the rulings in the log, those that were made here: nobody's import sends them again.
MADE_HERE = "ruling-"
RESOLVED = frozenset({"solved", "closed"})


@dataclass(frozen=True)
class Ruling:
    """A ruling as it stands in the log; `on` is the event it is about.

    `id` is its own event's, `by` who made it, `why` null where it says nothing. `at` is the instant it counts
    from, `ruled_at` when it was made, null where nobody said. One that was made elsewhere is its source's,
    and not taken back here.
    """

    id: str
    on: str
    ruling: str
    why: str | None
    by: str | None
    at: datetime
    ruled_at: datetime | None = None
    revision: int = 0

    @property
    def made_here(self) -> bool:
        """Whether it was made in Deskwise."""
        return self.id.startswith(MADE_HERE)

    def to_json(self) -> dict[str, Any]:
        """The object `rule --format json` prints of it."""
        return {
            "ruling_id": self.id,
            "event": self.on,
            "ruling": self.ruling,
            "why": self.why,
            "by": self.by,
            "at": _iso(self.at),
            "ruled_at": None if self.ruled_at is None else _iso(self.ruled_at),
        }


@dataclass(frozen=True)
class Opening:
    """What an opening is to the resolutions of its customer's other tickets.

    `ends` are the tickets (source, ticket) whose resolution it is the re-contact of, `could_end` those of
    which a ruling could make it so.
    """

    ends: tuple[tuple[str, str], ...] = ()
    could_end: tuple[tuple[str, str], ...] = ()


def rulings_in_log(events: Iterable[LoggedEvent]) -> Iterator[Ruling]:
    """The rulings on a ticket that stand and name an event, in their order."""
    ruled = [event for event in events if event.kind == "ruled" and event.stands]
    for event in sorted(ruled, key=lambda one: (one.at, one.seq, one.event_id)):
        fields = dict(event.fields)
        if "event" in fields:
            yield Ruling(
                event.event_id,
                fields["event"],
                fields.get("ruling", ""),
                fields.get("why"),
                event.actor,
                event.at,
                _ruled_at(fields.get("ruled_at")),
                event.revision,
            )


def standing_rulings(events: Iterable[LoggedEvent]) -> dict[str, Ruling]:
    """The ruling that counts on each event: the last one."""
    return {ruling.on: ruling for ruling in rulings_in_log(events)}


def is_acknowledged(event: LoggedEvent, ruling: Ruling | None) -> bool:
    """Whether a customer's message asks for nothing: by a ruling, or else by what its source says."""
    said = None if ruling is None else ruling.ruling
    told = dict(event.fields).get("acknowledgement", "").lower() == "true"
    return said == ACKNOWLEDGEMENT or (told and said != NEEDS_ANSWER)


def rulings_that_apply(
    events: Iterable[LoggedEvent], window: int | None, opening: Opening
) -> dict[str, tuple[str, ...]]:
    """By event, the rulings that would change something on it. `window` is in microseconds, null for none."""
    standing = [event for event in events if event.stands]
    rulings = standing_rulings(standing)
    reopened = _reopenings(standing, window, rulings)
    found = {}
    for event in standing:
        if event.kind == "merged":
            # What comes after it belongs to no request.
            break
        ruling = rulings.get(event.event_id)
        if event.kind == "complaint":
            offered = _unless(ruling, NO_COMPLAINT)
        elif event.event_id in reopened:
            # Ruled the same issue, a reopening is what it was before anybody ruled.
            offered = (SAME_ISSUE,) if _says(ruling, NEW_ISSUE) else (NEW_ISSUE,)
        else:
            offered = _of_message(event, ruling) + _of_opening(event, ruling, opening)
        if offered:
            found[event.event_id] = offered
    return found


def chosen_ruling(word: str, offered: tuple[str, ...]) -> str:
    """A ruling by its name; raises `UsageError` where it would change nothing on its event."""
    if word not in offered:
        raise UsageError(
            say("that ruling changes nothing on this event"),
            do=say("choose from %(names)s", names=", ".join(offered))
            if offered
            else say("choose another event"),
        )
    return word


def _iso(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")


def _ruled_at(said: str | None) -> datetime | None:
    """What a ruling says of when it was made; a source may say anything there."""
    try:
        found = None if said is None else datetime.fromisoformat(said)
    except ValueError:
        return None
    return None if found is None or found.tzinfo is None else found.astimezone(UTC)


def _says(ruling: Ruling | None, word: str) -> bool:
    return ruling is not None and ruling.ruling == word


def _unless(ruling: Ruling | None, word: str) -> tuple[str, ...]:
    return () if _says(ruling, word) else (word,)


def _of_message(event: LoggedEvent, ruling: Ruling | None) -> tuple[str, ...]:
    if event.kind not in {"opened", "message"}:
        return ()
    role = event.role or ("customer" if event.kind == "opened" else "system")
    if role != "customer":
        return ()
    return (NEEDS_ANSWER,) if is_acknowledged(event, ruling) else (ACKNOWLEDGEMENT,)


def _of_opening(event: LoggedEvent, ruling: Ruling | None, opening: Opening) -> tuple[str, ...]:
    if event.kind != "opened":
        return ()
    if _says(ruling, NEW_ISSUE):
        return (SAME_ISSUE,)
    found = (NEW_ISSUE,) if opening.ends or _says(ruling, SAME_ISSUE) else ()
    return found + (_unless(ruling, SAME_ISSUE) if opening.could_end else ())


def _reopenings(
    events: Iterable[LoggedEvent], window: int | None, rulings: Mapping[str, Ruling]
) -> frozenset[str]:
    """The reopenings within the window, and those ruled on; beyond it one is a new request anyway."""
    found = set()
    status, resolved_at = "new", None
    for event in events:
        if event.kind != "status" or event.status is None or event.status == status:
            continue
        if status in RESOLVED and event.status not in RESOLVED:
            within = (
                window is None
                or resolved_at is None
                or event.at - resolved_at <= timedelta(microseconds=window)
            )
            if within or _says(rulings.get(event.event_id), NEW_ISSUE):
                found.add(event.event_id)
        elif status not in RESOLVED and event.status in RESOLVED:
            resolved_at = event.at
        status = event.status
    return frozenset(found)
