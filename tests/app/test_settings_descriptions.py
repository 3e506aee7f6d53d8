"""What the settings say of themselves, and of what is wrong with them."""

from __future__ import annotations

import tomllib

import pytest

from deskwise.app.settings_document import SettingsDocument, describe_settings, parse_settings, set_key
from deskwise.kernel.errors import SettingsError

FIRM = """
[[schedules.default]]
zone = "UTC"
week = {}
holidays = { country = "DE" }
[[sla]]
name = "gold"
resolution = { elapsed = "1h" }
[connections.desk]
kind = "fake_desk"
url = "https://desk.example"
"""
SCHEDULE = '[[schedules.default]]\nzone = "UTC"\n'
POLICY = '[[sla]]\nname = "gold"\n'


@pytest.mark.parametrize(
    ("text", "key", "wrong", "example"),
    [
        ("window_day = 5", "window_day:", "window_days is", "window_days"),
        ("window_days = true", "window_days:", "should be a number, not true", "window_days = 7"),
        ('window_days = "all"', "window_days:", '"none"', "window_days = 7"),
        ("window_days = -1", "window_days:", "0 or more, not -1", "window_days = 7"),
        ("window_days = 1e9", "window_days:", "36500 days at most", "window_days = 7"),
        ("sale_days = nan", "sale_days:", "0 or more", "sale_days = 14"),
        ('zone = "Europe/Berlim"', "zone:", "Europe/Berlin", 'zone = "Europe/Berlin"'),
        ("zone = 1", "zone:", "should be text, not 1", 'zone = "Europe/Berlin"'),
        ("fiscal_year_starts = 13", "fiscal_year_starts:", "should be 12 at most", "fiscal_year_starts = 4"),
        ("fiscal_year_starts = 4.0", "fiscal_year_starts:", "whole number", "fiscal_year_starts = 4"),
        ('keep_text = "yes"', "keep_text:", 'true or false, not "yes"', "keep_text = true"),
        ('off_hours = "no"', "off_hours:", "'count' or 'exclude'", 'off_hours = "exclude"'),
        ("[teams.tier]\ntier = 'two'", "teams.tier.tier:", 'whole number, not "two"', "tier = 2"),
        ("[teams.a]\ntire = 1", "teams.a.tire:", "tier is", "teams ="),
        ('[teams."a b"]\ntier = 0', 'teams."a b".tier:', "1 or more, not 0", "tier = 2"),
        ("[teams.a.hourly_cost]\nEUR = '38'", "teams.a.hourly_cost.EUR:", "a number", "{ EUR = 38.5 }"),
        ("teams = 5", "teams:", "should be a table, not 5", "tier = 1"),
        ("schedules.a = []", "schedules.a:", "no schedule", "zone ="),
        ("[[schedules.a]]\nweek = {}", "schedules.a.0.zone:", "is missing", 'zone = "Europe/Berlin"'),
        (SCHEDULE + "week = { mon = [['9:00', '17:00']] }", "week.mon.0:", '"9:00"', '"09:00"'),
        (SCHEDULE + "week = { mon = [['24:00', '01:00']] }", "week.mon.0:", "only ends a day", '"09:00"'),
        (SCHEDULE + "week = { mon = [['09:00', '24:01']] }", "week.mon.0:", '"24:01"', '"09:00"'),
        (SCHEDULE + "week = { mon = [['09:00']] }", "week.mon.0:", "pair of times", '"09:00"'),
        (SCHEDULE + "week = { mo = [] }", "week.mo:", "mon is", "week ="),
        (SCHEDULE + "week = {}\nexceptions = { 2025-02-30 = [] }", "exceptions:", "no date", "2025-12-31"),
        (SCHEDULE + "week = {}\nholidays = { region = 'BE' }", "holidays:", "without a country", '"DE"'),
        (SCHEDULE + "week = {}\nholidays = { country = 'XX' }", "holidays:", "'XX'", '"DE"'),
        (
            SCHEDULE + "week = {}\nholidays = { country = 'DE', region = 'XX' }",
            "schedules.default.0.holidays:",
            "one of BB, BE",
            '"BE"',
        ),
        (SCHEDULE + "week = {}\nfrom = 2025-01-01T00:00:00Z", "from:", "a date", "from = 2025-01-01"),
        (f"{SCHEDULE}week = {{}}\n{SCHEDULE}week = {{}}", "schedules.default:", "only the first", "zone"),
        (
            f"{SCHEDULE}from = 2025-01-01\nweek = {{}}\n{SCHEDULE}from = 2025-01-01\nweek = {{}}",
            "schedules.default:",
            "follow one another",
            "zone",
        ),
        ("[[sla]]\nfrom = 2025-01-01", "sla.0.name:", "is missing", 'name = "gold"'),
        (POLICY + "match = { product = 'x' }", "sla.0.match.product:", "no setting", "match ="),
        (POLICY + "next_reply = {}", "sla.0.next_reply:", "`working` or `elapsed`", "elapsed ="),
        (POLICY + "next_reply = { elapsed = '1x' }", "sla.0.next_reply.elapsed:", "no duration", '"4h"'),
        (POLICY + "next_reply = { elapsed = '' }", "sla.0.next_reply.elapsed:", "no duration", '"4h"'),
        (POLICY + "next_reply = { elapsed = '0h' }", "sla.0.next_reply.elapsed:", "more than", '"4h"'),
        (POLICY + "next_reply = { elapsed = '30m1h' }", "sla.0.next_reply.elapsed:", "no duration", '"4h"'),
        (
            POLICY + "first_response = { working = '1h', elapsed = '1h' }",
            "sla.0.first_response:",
            "either `working` or `elapsed`",
            'working = "1h"',
        ),
        (
            POLICY + "first_response = { working = '1h', pauses = ['pending'] }",
            "sla.0.first_response.pauses:",
            "no setting",
            "first_response =",
        ),
        (
            POLICY + "resolution = { working = '1h', pauses = ['solved'] }",
            "sla.0.resolution.pauses.0:",
            '"solved" pauses no clock',
            'pauses = ["pending", "on_hold"]',
        ),
        ("zone =", "no TOML", "no TOML", "zone ="),
    ],
)
def test_what_does_not_hold_is_named_with_an_example_of_right(
    text: str, key: str, wrong: str, example: str
) -> None:
    with pytest.raises(SettingsError) as raised:
        parse_settings(text)
    assert key in raised.value.what
    assert wrong in raised.value.what
    assert example in raised.value.do


def test_all_mistakes_are_said_at_once() -> None:
    with pytest.raises(SettingsError) as raised:
        parse_settings("window_days = true\nfiscal_year_starts = 0\n[teams.a]\ntier = 0")
    assert "3 mistakes" in raised.value.what
    assert [line.split(":")[0].strip() for line in raised.value.do.splitlines()[1:]] == [
        "window_days",
        "fiscal_year_starts",
        "teams.a.tier",
    ]


def test_every_setting_is_described_and_its_example_holds() -> None:
    descriptions = describe_settings()
    assert len({one.key for one in descriptions}) == len(descriptions)
    document = parse_settings(FIRM)
    for one in descriptions:
        assert one.tells.endswith(".")
        key = one.key.replace("teams.NAME", "teams.a").replace("schedules.NAME[]", "schedules.default.0")
        key = key.replace("connections.NAME", "connections.desk")
        key, example = key.replace("sla[]", "sla.0"), one.example
        if key.endswith((".working", ".elapsed")):  # a target has one of them only
            key, clock = key.rsplit(".", 1)
            example = f"{{ {clock} = {example} }}"
        assert isinstance(set_key(document, key, example), SettingsDocument)
        if one.default:
            tomllib.loads(f"x = {one.default}")


def test_tables_and_lists_of_tables_are_described_too() -> None:
    for name in ("teams", "schedules", "sla"):
        field = SettingsDocument.model_fields[name]
        assert field.description
        assert field.examples
        assert isinstance(set_key(parse_settings(""), name, field.examples[0]), SettingsDocument)
