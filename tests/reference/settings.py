"""The settings document, read into plain values."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from .instants import DAY, HOUR, MINUTE, SECOND, first_instant, zone

UNITS = {"d": DAY, "h": HOUR, "m": MINUTE, "min": MINUTE, "s": SECOND}


def length(text: str | int | float) -> int:
    """A target's length in microseconds: "1h", "1h30m", "2d", or plain seconds."""
    if not isinstance(text, str):
        return int(Fraction(str(text)) * SECOND)
    parts = re.findall(r"(\d+(?:\.\d+)?)\s*(min|[dhms])", text)
    if not parts:
        return int(Fraction(text) * SECOND)
    return int(sum((Fraction(amount) * UNITS[unit] for amount, unit in parts), Fraction(0)))


def as_date(value: Any) -> date:
    if isinstance(value, date):
        return date(value.year, value.month, value.day)
    return date.fromisoformat(str(value))


@dataclass
class Policy:
    """A row of [[sla]]: each target is (clock, microseconds, pausing statuses)."""

    name: str
    since: int | None
    match: dict[str, str]
    targets: dict[str, tuple[str, int, frozenset[str]]]


@dataclass
class Settings:
    """All that is left to choice."""

    window: int | None
    zone: ZoneInfo
    fiscal_year_starts: int
    tiers: dict[str, int]
    hourly_cost: dict[str, dict[str, Fraction]]
    schedules: dict[str, list[dict[str, Any]]]
    policies: list[Policy]
    rulings: bool
    off_hours_count: bool
    rating_attribution: str
    service_level: int
    keep_text: bool
    raw: dict[str, Any] = field(default_factory=dict)


def read_settings(raw: dict[str, Any] | None) -> Settings:
    raw = dict(raw or {})
    days = raw.get("window_days", 7)
    tz = zone(raw.get("zone", "UTC"))
    teams = raw.get("teams", {})
    policies = []
    for entry in raw.get("sla", []):
        targets = {}
        for kind in ("first_response", "next_reply", "resolution"):
            if kind not in entry:
                continue
            target = entry[kind]
            clock = "working" if "working" in target else "elapsed"
            targets[kind] = (clock, length(target[clock]), frozenset(target.get("pauses", ())))
        since = first_instant(as_date(entry["from"]), tz) if "from" in entry else None
        policies.append(Policy(entry.get("name", ""), since, dict(entry.get("match", {})), targets))
    return Settings(
        window=None if days == "none" else int(Fraction(str(days)) * DAY),
        zone=tz,
        fiscal_year_starts=int(raw.get("fiscal_year_starts", 1)),
        tiers={name: team["tier"] for name, team in teams.items() if team.get("tier") is not None},
        hourly_cost={
            name: {currency: Fraction(str(cost)) for currency, cost in team.get("hourly_cost", {}).items()}
            for name, team in teams.items()
        },
        schedules=dict(raw.get("schedules", {})),
        policies=policies,
        rulings=raw.get("rulings", "apply") != "ignore",
        off_hours_count=raw.get("off_hours", "count") != "exclude",
        rating_attribution=raw.get("rating_attribution", "resolver"),
        service_level=int(Fraction(str(raw.get("service_level_seconds", 20))) * SECOND),
        keep_text=bool(raw.get("keep_text", False)),
        raw=raw,
    )
