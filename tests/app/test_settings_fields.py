"""What forms of the settings are made from, and settings as people write them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from deskwise.app.settings_document import SettingsDocument, describe_settings
from deskwise.app.settings_fields import (
    Setting,
    SettingField,
    SettingGroup,
    all_settings,
    sections,
    settings_of,
    way_to,
)
from deskwise.app.settings_texts import example_text, read_setting, setting_text, setting_words
from deskwise.app.settings_values import Shape


def fields(settings: tuple[Setting, ...] = all_settings()) -> Iterator[SettingField]:
    for each in settings:
        if isinstance(each, SettingGroup):
            yield from fields(each.members)
        else:
            yield each


def field_of(shape: Shape) -> SettingField:
    return next(each for each in fields() if each.shape is shape)


def test_every_setting_is_in_one_section() -> None:
    placed = [each.name for section in sections() for each in settings_of(section.name)]
    assert sorted(placed) == sorted(SettingsDocument.model_fields)
    assert "more" not in {section.name for section in sections()}


def test_every_setting_has_a_name_in_words_and_says_what_it_does() -> None:
    assert [each.name for each in fields() if not each.title or not each.tells] == []
    assert len(list(fields())) == len(describe_settings())


def test_every_example_can_be_written_into_its_field() -> None:
    for each in fields():
        value = tomllib.loads(f"value = {each.example}", parse_float=Decimal)["value"]
        assert read_setting(setting_text(value, each.shape), each) in (value, value or None), each
        assert example_text(each)


def test_a_way_leads_through_names_of_the_users() -> None:
    told = [each if isinstance(each, str) else each.title for each in way_to(("teams", "tier", "tier"))]
    assert told == ["Teams", "tier", "Tier"]
    listed = list(way_to(("schedules", "default", 0, "week", "mon")))
    assert [each if isinstance(each, str) else each.title for each in listed] == [
        "Opening hours", "default", "0", "Week", "Monday",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("shape", "text", "value"),
    [
        (Shape.SPANS, "9-12, 13:00 \u2013 17:30", [["09:00", "12:00"], ["13:00", "17:30"]]),
        (Shape.SPANS, "morning", [["morning"]]),
        (Shape.DAYS_OR_NONE, "None", "none"),
        (Shape.DAYS_OR_NONE, "2.5", Decimal("2.5")),
        (Shape.NUMBER, "2,5", Decimal("2.5")),
        (Shape.NUMBER, "soon", "soon"),
        (Shape.NUMBER, "NaN", "NaN"),
        (Shape.DATE, "24.12.2025", "24.12.2025"),
        (Shape.AMOUNTS, "38.5 EUR, USD 40", {"EUR": Decimal("38.5"), "USD": 40}),
        (Shape.AMOUNTS, "much", {"": "much"}),
        (Shape.HOURS_BY_DATE, "2025-12-31: 9-12\n2026-01-02 closed",
         {"2025-12-31": [["09:00", "12:00"]], "2026-01-02": []}),
        (Shape.WORDS, "pending, on_hold", ["pending", "on_hold"]),
        (Shape.SWITCH, "yes", True),
        (Shape.TOML, 'queue = "a"', {"queue": "a"}),
        (Shape.TOML, "queue", "queue"),
        (Shape.ZONE, " Europe/Berlin ", "Europe/Berlin"),
        (Shape.TEXT, "  ", None),
    ],
)  # fmt: skip
def test_what_is_written_is_read_as_it_is_meant(shape: Shape, text: str, value: Any) -> None:
    assert read_setting(text, field_of(shape)) == value


def test_values_are_told_in_one_line() -> None:
    assert setting_words(4, Shape.MONTH) == "April"
    assert setting_words([], Shape.SPANS) == "nothing"
    assert setting_words({"2025-12-31": [], "2026-01-02": [["09:00", "12:00"]]}, Shape.HOURS_BY_DATE) == (
        "2025-12-31 closed; 2026-01-02 09:00-12:00"
    )
