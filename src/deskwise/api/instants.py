"""Instants in addresses and bodies: ISO 8601 with an offset, in years that people keep tickets of; in UTC."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BeforeValidator

FIRST, LAST = datetime(1900, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


def _text(value: object) -> object:
    # A bare number would be taken for seconds since 1970.
    if isinstance(value, str) and ("T" in value or "t" in value or " " in value):
        return value
    raise ValueError("an instant is written as 2025-01-31T10:00:00Z")


def _near(value: datetime) -> datetime:
    if not FIRST.replace(tzinfo=None) <= value.replace(tzinfo=None) <= LAST.replace(tzinfo=None):
        raise ValueError("an instant lies between the years 1900 and 2200")
    return value.astimezone(UTC)


Instant = Annotated[AwareDatetime, BeforeValidator(_text), AfterValidator(_near)]
