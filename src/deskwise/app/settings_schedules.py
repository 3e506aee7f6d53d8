"""`[[schedules.NAME]]` of the settings file: weeks, holidays, exceptions and when they are in force."""

import re
from datetime import date, time
from itertools import pairwise
from typing import Annotated, Self

from pydantic import AfterValidator, Field, PlainValidator, model_validator  # noqa: TID253 - models of a file

from deskwise.app.settings_values import Date, OtherValueError, Section, Shape, Zone
from deskwise.kernel.errors import SettingsError
from deskwise.kernel.language import say
from deskwise.kernel.opening_hours import holiday_dates
from deskwise.kernel.schedules import DAY_MICROSECONDS, Holidays, Schedule, Span

_TIME = re.compile(r"(\d\d):([0-5]\d)(?::([0-5]\d))?")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_SECOND_MICROSECONDS = 1_000_000
_ANY_YEAR = 2024


def _time_microseconds(text: str) -> int:
    found = _TIME.fullmatch(text)
    hours, minutes, seconds = (int(part or 0) for part in found.groups()) if found else (99, 0, 0)
    microseconds = ((hours * 60 + minutes) * 60 + seconds) * _SECOND_MICROSECONDS
    if microseconds > DAY_MICROSECONDS:
        raise ValueError(say('"%(text)s" is no time of day between "00:00" and "24:00"', text=text))
    return microseconds


def _span(value: object) -> tuple[str, str]:
    if not isinstance(value, list | tuple) or len(value) != 2:
        raise OtherValueError(say("should be a pair of times, when it opens and when it closes"))
    opens, closes = (edge.isoformat() if isinstance(edge, time) else edge for edge in value)
    if not isinstance(opens, str) or not isinstance(closes, str):
        raise OtherValueError(say("should be a pair of times in quotes"))
    if _time_microseconds(opens) == DAY_MICROSECONDS:
        raise ValueError(say('opens at "24:00", which only ends a day: "00:00" of the next day begins one'))
    _time_microseconds(closes)
    return opens, closes


def _exception_dates(value: dict[str, "Spans"]) -> dict[str, "Spans"]:
    for key in value:
        try:
            known = _DATE.fullmatch(key) and date.fromisoformat(key)
        except ValueError:
            known = None
        if not known:
            raise ValueError(say('"%(key)s" is no date', key=key))
    return value


Spans = Annotated[list[Annotated[tuple[str, str], PlainValidator(_span)]], Shape.SPANS]
_DAY_EXAMPLE = '[["09:00", "12:00"], ["13:00", "17:30"]]'


class WeekSettings(Section):
    """Opening hours by weekday; a day left out is closed."""

    mon: Spans = Field([], description="Opening hours on Mondays.", examples=[_DAY_EXAMPLE], title="Monday")
    tue: Spans = Field([], description="Opening hours on Tuesdays.", examples=[_DAY_EXAMPLE], title="Tuesday")
    wed: Spans = Field(
        [], description="Opening hours on Wednesdays.", examples=[_DAY_EXAMPLE], title="Wednesday"
    )
    thu: Spans = Field(
        [], description="Opening hours on Thursdays.", examples=['[["09:00", "24:00"]]'], title="Thursday"
    )
    fri: Spans = Field(
        [], description="Opening hours on Fridays.", examples=['[["22:00", "06:00"]]'], title="Friday"
    )
    sat: Spans = Field(
        [], description="Opening hours on Saturdays.", examples=['[["00:00", "00:00"]]'], title="Saturday"
    )
    sun: Spans = Field([], description="Opening hours on Sundays.", examples=["[]"], title="Sunday")


class HolidaySettings(Section):
    """The dates that are closed."""

    country: str | None = Field(
        None,
        description="Country whose public holidays are closed, by its ISO 3166 code.",
        examples=['"DE"'],
        title="Country",
    )
    region: str | None = Field(
        None,
        description="Region of the country, where holidays differ by region.",
        examples=['"BE"'],
        title="Region",
    )
    dates: Annotated[list[Date], Shape.DATES] = Field(
        [], description="Further dates that are closed.", examples=["[2025-12-24]"], title="Own dates"
    )

    @model_validator(mode="after")
    def _are_known(self) -> Self:
        if self.region is not None and self.country is None:
            raise ValueError(say("names a region without a country"))
        try:
            holiday_dates(Holidays(self.country, self.region), _ANY_YEAR, _ANY_YEAR)
        except SettingsError as error:
            raise ValueError(f"{error.what}; {error.do}") from error
        return self


class ScheduleSettings(Section):
    """Opening hours in one zone, from a date on."""

    valid_from: Date | None = Field(
        None,
        alias="from",
        description="First date it is in force. The first schedule of a team reaches back for ever, and may "
        "leave it out.",
        examples=["2025-01-01"],
        title="In force from",
    )
    zone: Zone = Field(
        description="Time zone of its hours, by its IANA name.",
        examples=['"Europe/Berlin"'],
        title="Time zone",
    )
    week: WeekSettings = Field(
        description="Opening hours by weekday (mon to sun): pairs of opening and closing time, HH:MM or "
        "HH:MM:SS. 24:00 ends a day, equal times mean 24 hours, a closing time before the opening one is on "
        "the next day.",
        examples=['{ mon = [["09:00", "17:30"]], fri = [["09:00", "12:00"], ["13:00", "15:00"]] }'],
        title="Week",
    )
    holidays: HolidaySettings = Field(
        HolidaySettings.model_validate({}),
        description="Dates that are closed from midnight to midnight.",
        examples=['{ country = "DE", region = "BE", dates = [2025-12-24] }'],
        title="Holidays",
    )
    exceptions: Annotated[dict[str, Spans], AfterValidator(_exception_dates), Shape.HOURS_BY_DATE] = Field(
        {},
        description="Dates with hours of their own, cut at midnight, in place of their weekday's, and on "
        "holidays too. No hours: closed.",
        examples=['{ 2025-12-31 = [["09:00", "12:00"]] }'],
        title="Dates with other hours",
    )

    def schedule(self) -> Schedule:
        """The schedule as a value, its spans and dates in order."""
        week = self.week
        weekdays = (week.mon, week.tue, week.wed, week.thu, week.fri, week.sat, week.sun)
        holidays = self.holidays
        return Schedule(
            zone=self.zone,
            week=tuple(_as_values(spans) for spans in weekdays),
            holidays=Holidays(holidays.country, holidays.region, tuple(sorted(set(holidays.dates)))),
            exceptions=tuple(
                (date.fromisoformat(day), _as_values(spans)) for day, spans in sorted(self.exceptions.items())
            ),
            valid_from=self.valid_from,
        )


def _as_values(spans: Spans) -> tuple[Span, ...]:
    values = {Span(_time_microseconds(opens), _time_microseconds(closes)) for opens, closes in spans}
    return tuple(sorted(values))


def _one_after_another(schedules: list[ScheduleSettings]) -> list[ScheduleSettings]:
    if not schedules:
        raise ValueError(say("lists no schedule: leave it out, or give it one"))
    for before, after in pairwise(schedules):
        if after.valid_from is None:
            raise ValueError(say("only the first schedule may leave out `from`"))
        if before.valid_from is not None and after.valid_from <= before.valid_from:
            raise ValueError(
                say(
                    "schedules follow one another by `from`: %(later)s comes after %(earlier)s",
                    later=after.valid_from,
                    earlier=before.valid_from,
                )
            )
    return schedules


ScheduleSeries = Annotated[list[ScheduleSettings], AfterValidator(_one_after_another)]
