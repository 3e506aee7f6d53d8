"""The kinds of value a setting can have: what is accepted of TOML, and what is said if it is not."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, PlainValidator  # noqa: TID253 - models of a file

from deskwise.kernel.errors import SettingsError
from deskwise.kernel.language import say
from deskwise.kernel.periods import zone_info
from deskwise.kernel.schedules import DAY_MICROSECONDS

# A hundred years: longer than any log, and far from what instants cannot hold.
MOST_DAYS = 36_500


class Shape(StrEnum):
    """How people write a setting in a form; what carries none is told by its type."""

    SWITCH = "switch"
    CHOICE = "choice"
    WORDS = "words"
    WHOLE = "whole"
    MONTH = "month"
    NUMBER = "number"
    DAYS_OR_NONE = "days_or_none"
    TEXT = "text"
    ZONE = "zone"
    DURATION = "duration"
    DATE = "date"
    DATES = "dates"
    SPANS = "spans"
    HOURS_BY_DATE = "hours_by_date"
    AMOUNTS = "amounts"
    TOML = "toml"


@dataclass(frozen=True)
class Choices:
    """The words that a setting of several is chosen from."""

    words: tuple[str, ...]


class OtherValueError(ValueError):
    """A value is another one than it should be, and what it is may be said with that."""


class Section(BaseModel):
    """A table of the settings file: no other keys than its fields, each value of its own TOML type."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


def _number(value: object) -> Decimal:
    if isinstance(value, float):
        value = Decimal(str(value))
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise OtherValueError(say("should be a number"))
    number = Decimal(value)
    if not number.is_finite() or number < 0:
        raise OtherValueError(say("should be 0 or more"))
    return number


def _days(value: object) -> Decimal:
    number = _number(value)
    if number > MOST_DAYS:
        raise OtherValueError(say("should be %(most)s days at most", most=MOST_DAYS))
    return number


def _days_or_none(value: object) -> Decimal | Literal["none"]:
    if value == "none":
        return "none"
    if isinstance(value, str):
        raise OtherValueError(say('should be a number of days, or "none"'))
    return _days(value)


def _date(value: object) -> date:
    if isinstance(value, str):
        try:
            return datetime.strptime(value, "%Y-%m-%d").date()  # noqa: DTZ007 - a date has no zone
        except ValueError as error:
            raise OtherValueError(say("should be a date")) from error
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    raise OtherValueError(say("should be a date"))


def _zone(value: str) -> str:
    try:
        zone_info(value)
    except SettingsError as error:
        raise ValueError(f"{error.what}; {error.do}") from error
    return value


def _name(value: str) -> str:
    if not value:
        raise OtherValueError(say("should not be empty"))
    return value


Number = Annotated[Decimal, PlainValidator(_number), Shape.NUMBER]
Days = Annotated[Decimal, PlainValidator(_days), Shape.NUMBER]
DaysOrNone = Annotated[Decimal | Literal["none"], PlainValidator(_days_or_none), Shape.DAYS_OR_NONE]
Date = Annotated[date, PlainValidator(_date), Shape.DATE]
Zone = Annotated[str, AfterValidator(_zone), Shape.ZONE]
Name = Annotated[str, AfterValidator(_name)]


def days_to_microseconds(days: Decimal) -> int:
    """Days of 24 hours as whole microseconds; what is finer is cut off."""
    return int(days * DAY_MICROSECONDS)
