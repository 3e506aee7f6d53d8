"""One row of an import: read into an event, or refused for what the row itself says (the first pass)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from . import instants, vocabulary


class RefusedError(Exception):
    """The row cannot be so; the argument is the reason's code."""


@dataclass(eq=False)
class Event:
    """A row of the log. `due` is the instant `extra.due` names, if it names one."""

    source: str
    event_id: str
    revision: int
    ticket: str | None
    seq: int
    at: int
    kind: str
    actor: str | None
    role: str
    team: str | None
    agent: str | None
    customer: str | None
    organisation: str | None
    status: str | None
    channel: str | None
    type: str | None
    category: str | None
    priority: str | None
    product: str | None
    value: Fraction | None
    scale: str | None
    extra: dict[str, str]
    content: tuple[Any, ...]
    due: int | None = None
    import_no: int = 0
    row: int = 0
    superseded: bool = False
    refusal: str | None = None

    @property
    def place(self) -> tuple[int, int]:
        return (self.at, self.seq)

    @property
    def order(self) -> tuple[int, int, str]:
        return (self.at, self.seq, self.event_id)


class Written(str):
    """A JSON number, kept as it was written."""


def extra_map(text: str | None) -> dict[str, str]:
    if text is None:
        return {}
    try:
        found = json.loads(text, parse_int=Written, parse_float=Written, parse_constant=Written)
    except ValueError as error:
        raise RefusedError("extra_no_map") from error
    if not isinstance(found, dict):
        raise RefusedError("extra_no_map")
    plain = json.loads(text)
    texts: dict[str, str] = {}
    for key, value in found.items():
        if value is None:
            continue
        if isinstance(value, bool):
            texts[key] = "true" if value else "false"
        elif isinstance(value, str):
            texts[key] = str(value)
        else:
            texts[key] = json.dumps(plain[key])
    return texts


def number(text: str | None) -> Fraction | None:
    if text is None:
        return None
    try:
        read = Decimal(text.strip())
        if not read.is_finite():
            return None
        return Fraction(read.quantize(Decimal("1e-9"), rounding=ROUND_HALF_UP))
    except InvalidOperation:
        return None


def whole(text: str | None) -> int | None:
    if text is None:
        return None
    try:
        return int(text.strip())
    except ValueError as error:
        raise RefusedError("malformed_row") from error


def checked_number(kind: str, text: str | None, scale: str | None) -> Fraction | None:
    """The amount of a kind that has one, on its scale; what other kinds say is not read."""
    if kind not in vocabulary.NUMBERED:
        return None
    value = number(text)
    if value is None:
        raise RefusedError("no_number")
    if kind == "rated" and scale not in vocabulary.RATED_SCALES:
        raise RefusedError("unknown_scale")
    if kind == "reviewed" and scale not in (None, "0-100"):
        raise RefusedError("unknown_scale")
    if kind in vocabulary.NOT_NEGATIVE and value < 0:
        raise RefusedError("negative_value")
    if kind in ("rated", "reviewed"):
        lowest, highest = vocabulary.SCALES[scale or "0-100"]
        if not lowest <= value <= highest:
            raise RefusedError("off_scale")
        if scale in vocabulary.EITHER_OR and value not in (0, 1):
            raise RefusedError("off_scale")
    return value


def read_row(
    cells: dict[str, Any],
    row: int,
    *,
    source: str,
    timezone: str | None,
    clock: int,
    keep_text: bool,
) -> Event:
    """The event a row is; `event_id` is empty where the source has none."""
    if None in cells:
        raise RefusedError("malformed_row")
    cell = {name: (None if text == "" else text) for name, text in cells.items()}
    get = cell.get
    seq, revision = whole(get("seq")), whole(get("revision"))
    kind, role = get("kind"), get("role")
    if kind not in vocabulary.KINDS:
        raise RefusedError("unknown_kind")
    if role is not None and role not in vocabulary.ROLES:
        raise RefusedError("unknown_role")
    try:
        at = instants.parse(get("at"), timezone)
    except instants.NoInstantError as error:
        raise RefusedError("no_instant") from error
    except instants.ZoneUndeclaredError as error:
        raise RefusedError("zone_undeclared") from error
    if at > clock + instants.DAY:
        raise RefusedError("in_the_future")
    if kind in vocabulary.NEEDS_TICKET and get("ticket") is None:
        raise RefusedError("no_ticket")
    if kind == "status" and get("status") not in vocabulary.STATUSES:
        raise RefusedError("unknown_status")
    value = checked_number(kind, get("value"), get("scale"))
    extra = extra_map(get("extra"))
    due = None
    if "due" in extra:
        try:
            due = instants.parse(extra["due"], timezone)
            extra["due"] = instants.iso_long(due)
        except (instants.NoInstantError, instants.ZoneUndeclaredError):
            due = None
    names = (
        "ticket", "kind", "actor", "role", "team", "agent", "customer", "organisation", "status", "channel",
        "type", "category", "priority", "product", "scale",
    )  # fmt: skip
    content = (
        get("source") or source,
        at,
        *(get(name) for name in names),
        value if kind in vocabulary.NUMBERED else number(get("value")),
        get("text") if keep_text else None,
        tuple(sorted(extra.items())),
    )
    return Event(
        source=get("source") or source,
        event_id=get("event_id") or "",
        revision=revision or 0,
        ticket=None if kind in vocabulary.HAS_NO_TICKET else get("ticket"),
        seq=row if seq is None else seq,
        at=at,
        kind=kind,
        actor=get("actor"),
        role=role or ("customer" if kind == "opened" else "system"),
        team=get("team"),
        agent=get("agent"),
        customer=get("customer"),
        organisation=get("organisation"),
        status=get("status"),
        channel=get("channel"),
        type=get("type"),
        category=get("category"),
        priority=get("priority"),
        product=get("product"),
        value=value,
        scale=get("scale"),
        extra=extra,
        content=content,
        due=due,
        row=row,
    )
