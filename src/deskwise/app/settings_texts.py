"""Settings as people write them into a field of a form: from value to text, and back."""

from __future__ import annotations

import calendar
import re
import tomllib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from deskwise.app.settings_fields import SettingField
from deskwise.app.settings_toml import toml_value
from deskwise.app.settings_values import Shape
from deskwise.kernel.language import say

MONTHS = tuple(calendar.month_name)[1:]
CLOSED = "closed"
_PARTED = re.compile(r"[,;\n]+")
_DASH = re.compile(r"\s*[-\u2013]\s*")
_AMOUNT = re.compile(r"(\D*?)\s*([\d.]+)\s*(\D*)")


def setting_text(value: Any, shape: Shape) -> str:
    """A value as a field shows it; empty where there is none.

    >>> setting_text([["09:00", "12:00"], ["13:00", "17:30"]], Shape.SPANS)
    '09:00-12:00, 13:00-17:30'
    """
    if value is None or value == [] or value == {}:
        return ""
    if shape is Shape.SWITCH:
        return "yes" if value is True else "no" if value is False else str(value)
    if shape is Shape.SPANS and isinstance(value, list | tuple):
        return ", ".join("-".join(map(str, span)) for span in value)
    if shape is Shape.HOURS_BY_DATE and isinstance(value, Mapping):
        lines = ((str(day), setting_text(spans, Shape.SPANS) or CLOSED) for day, spans in value.items())
        return "\n".join(f"{day} {spans}" for day, spans in lines)
    if shape is Shape.AMOUNTS and isinstance(value, Mapping):
        return ", ".join(f"{amount} {name}" for name, amount in value.items())
    if shape in {Shape.DATES, Shape.WORDS} and isinstance(value, list | tuple):
        return ", ".join(map(_plain, value))
    if isinstance(value, Mapping):
        return "\n".join(f"{name} = {toml_value(inner)}" for name, inner in value.items())
    return toml_value(value) if isinstance(value, list | tuple | bool) else _plain(value)


def read_setting(text: str, setting: SettingField) -> Any:
    """The value that a text says, null where it says nothing.

    A text that says no such value is given back as it is, for whoever checks the settings to refuse.
    """
    said = text.strip().replace("\r\n", "\n")
    if not said:
        return None
    return _READ.get(setting.shape, str)(said)


def setting_words(value: Any, shape: Shape) -> str:
    """A value as a page tells it in one line.

    >>> setting_words({}, Shape.AMOUNTS), setting_words("none", Shape.DAYS_OR_NONE)
    ('nothing', 'none')
    """
    if shape is Shape.MONTH and isinstance(value, int) and 1 <= value <= len(MONTHS):
        return say(MONTHS[value - 1])
    told = setting_text(value, shape).replace("\n", "; ")
    return (say(told) if shape is Shape.SWITCH else told) or say("nothing")


def example_text(setting: SettingField) -> str:
    """The example of a setting as a field would show it."""
    try:
        value = tomllib.loads(f"value = {setting.example}", parse_float=Decimal)["value"]
    except tomllib.TOMLDecodeError:
        return setting.example
    return setting_words(value, setting.shape)


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _number(said: str) -> Any:
    try:
        number = Decimal(said.replace(",", "."))
    except InvalidOperation:
        return said
    if not number.is_finite():
        return said
    return int(number) if number == number.to_integral_value() and abs(number) < Decimal(10) ** 18 else number


def _days_or_none(said: str) -> Any:
    return "none" if said.casefold() == "none" else _number(said)


def _date(said: str) -> Any:
    try:
        return date.fromisoformat(said)
    except ValueError:
        return said


def _dates(said: str) -> list[Any]:
    return [_date(one) for one in re.split(r"[,;\s]+", said) if one]


def _spans(said: str) -> list[Any]:
    return [list(map(_time, _DASH.split(one.strip()))) for one in _PARTED.split(said) if one.strip()]


def _time(said: str) -> str:
    """A time as the settings have it, where the hour has one digit or no minutes were written."""
    found = re.fullmatch(r"(\d{1,2})(:\d\d)?(:\d\d)?", said)
    if found is None:
        return said
    hour, minutes, seconds = found.groups()
    return f"{int(hour):02d}{minutes or ':00'}{seconds or ''}"


def _hours_by_date(said: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for line in filter(None, (line.strip() for line in said.split("\n"))):
        day, _, spans = line.partition(" ")
        told = spans.strip().strip(":")
        found[day.strip(":")] = [] if not told or told.casefold() == CLOSED else _spans(told)
    return found


def _amounts(said: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for one in filter(None, (one.strip() for one in re.split(r"[,;\n]+(?!\d)", said))):
        told = _AMOUNT.fullmatch(one)
        before, number, after = told.groups() if told else ("", one, "")
        found[(before or after).strip()] = _number(number) if told else one
    return found


def _toml(said: str) -> Any:
    try:
        return tomllib.loads(said, parse_float=Decimal)
    except tomllib.TOMLDecodeError:
        return said


_READ = {
    Shape.SWITCH: lambda said: {"yes": True, "no": False}.get(said, said),
    Shape.WHOLE: _number,
    Shape.MONTH: _number,
    Shape.NUMBER: _number,
    Shape.DAYS_OR_NONE: _days_or_none,
    Shape.DATE: _date,
    Shape.DATES: _dates,
    Shape.SPANS: _spans,
    Shape.HOURS_BY_DATE: _hours_by_date,
    Shape.AMOUNTS: _amounts,
    Shape.WORDS: lambda said: [one.strip() for one in _PARTED.split(said) if one.strip()],
    Shape.TOML: _toml,
}
