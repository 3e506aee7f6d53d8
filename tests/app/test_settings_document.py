"""The settings file: what it becomes, how it is written and how a key of it is set."""

from __future__ import annotations

import tomllib
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskwise.app.settings_document import (
    describe_settings,
    parse_settings,
    set_key,
    settings_from_table,
)
from deskwise.facts.rules import Rules, SlaPolicy, SlaTarget, Team
from deskwise.kernel.errors import SettingsError
from deskwise.kernel.schedules import DAY_MICROSECONDS, Holidays, Schedule, Span

HOUR = 3_600_000_000

WHOLE = """
window_days = 7                    # or "none"
zone = "Europe/Berlin"
fiscal_year_starts = 4             # month
[teams.support]
tier = 1
hourly_cost = { EUR = 38.0 }
[[schedules.default]]              # or [[schedules.support]]; one after another by `from`
from = 2025-01-01                  # may be missing on the first
zone = "Europe/Berlin"
week = { mon = [["09:00", "17:30"]], fri = [["09:00", "12:00"], ["13:00", "15:00"]] }
holidays = { country = "DE", region = "BE", dates = [2025-12-24] }
exceptions = { 2025-12-31 = [["09:00", "12:00"]] }
[[sla]]
name = "gold"
from = 2025-01-01
match = { organisation = "acme", priority = "high" }
first_response = { working = "1h" }
resolution = { working = "16h", pauses = ["pending"] }
"""


def span(opens: float, closes: float) -> Span:
    return Span(round(opens * HOUR), round(closes * HOUR))


def test_a_whole_file_becomes_rules() -> None:
    morning = span(9, 12)
    assert parse_settings(WHOLE).rules() == Rules(
        window_microseconds=7 * DAY_MICROSECONDS,
        zone="Europe/Berlin",
        fiscal_year_starts=4,
        teams=(Team("support", 1, (("EUR", Decimal("38.0")),)),),
        schedules=(
            (
                "default",
                (
                    Schedule(
                        "Europe/Berlin",
                        week=((span(9, 17.5),), (), (), (), (morning, span(13, 15)), (), ()),
                        holidays=Holidays("DE", "BE", (date(2025, 12, 24),)),
                        exceptions=((date(2025, 12, 31), (morning,)),),
                        valid_from=date(2025, 1, 1),
                    ),
                ),
            ),
        ),
        sla=(
            SlaPolicy(
                "gold",
                date(2025, 1, 1),
                (("organisation", "acme"), ("priority", "high")),
                first_response=SlaTarget(HOUR, working=True),
                resolution=SlaTarget(16 * HOUR, working=True, pauses=("pending",)),
            ),
        ),
    )


def test_an_empty_file_holds_the_defaults() -> None:
    assert parse_settings("").rules() == Rules()
    assert parse_settings("").keep_text is False
    assert parse_settings("").to_toml() == ""


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ('window_days = "none"', "window_microseconds", None),
        ("window_days = 5.5", "window_microseconds", 11 * DAY_MICROSECONDS // 2),
        ("window_days = 0", "window_microseconds", 0),
        ("sale_days = 7", "sale_microseconds", 7 * DAY_MICROSECONDS),
        ("return_days = 30", "return_microseconds", 30 * DAY_MICROSECONDS),
        ("stage_days = 0.1", "stage_microseconds", DAY_MICROSECONDS // 10),
        ("service_level_seconds = 30", "service_level_seconds", Decimal(30)),
        ("service_level_seconds = 0.1", "service_level_seconds", Decimal("0.1")),
        ('rulings = "ignore"', "rulings", "ignore"),
        ('off_hours = "exclude"', "off_hours", "exclude"),
        ('rating_attribution = "everyone_who_replied"', "rating_attribution", "everyone_who_replied"),
    ],
)
def test_a_plain_setting_becomes_a_rule(text: str, name: str, value: object) -> None:
    rules = parse_settings(text).rules()
    assert getattr(rules, name) == value


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("1h", 3_600), ("30m", 1_800), ("90s", 90), ("2d", 172_800), ("1h30m", 5_400), ("1d1h1m1s", 90_061)],
)
def test_durations(text: str, seconds: int) -> None:
    document = parse_settings(f'[[sla]]\nname = "a"\nnext_reply = {{ elapsed = "{text}" }}')
    assert document.rules().sla[0].next_reply == SlaTarget(seconds * 1_000_000, working=False)


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        ('["09:00", "24:00"]', span(9, 24)),
        ('["00:00", "00:00"]', span(0, 0)),
        ('["22:00", "06:00:01"]', Span(22 * HOUR, 6 * HOUR + 1_000_000)),
        ("[09:00:00, 17:30:00]", span(9, 17.5)),
    ],
)
def test_times_of_day(times: str, expected: Span) -> None:
    document = parse_settings(f'[[schedules.default]]\nzone = "UTC"\nweek = {{ sun = [{times}] }}')
    assert document.rules().schedules[0][1][0].week[6] == (expected,)


def test_the_order_of_the_file_does_not_matter_where_it_means_nothing() -> None:
    one = parse_settings("[teams]\na = { tier = 1, hourly_cost = { EUR = 1, USD = 2 } }\nb = { tier = 2 }")
    other = parse_settings("[teams]\nb = { tier = 2 }\na = { hourly_cost = { USD = 2, EUR = 1 }, tier = 1 }")
    assert one.rules().fingerprint() == other.rules().fingerprint()


def test_a_later_schedule_may_follow_one_without_a_date() -> None:
    schedule = '[[schedules.default]]\nzone = "UTC"\nweek = {}\n'
    document = parse_settings(f"{schedule}{schedule}from = 2025-01-01")
    series = document.rules().schedules[0][1]
    assert [one.valid_from for one in series] == [None, date(2025, 1, 1)]


NAMES = st.text(min_size=1, max_size=6)
DAYS = st.integers(0, 999) | st.decimals(0, 999, places=3)
TIMES = st.times().map(lambda time: time.isoformat("seconds"))
HOURS = st.lists(st.tuples(TIMES, TIMES | st.just("24:00")).map(list), max_size=2)
DATES = st.dates(date(1, 1, 1))
TARGETS = st.fixed_dictionaries({"working": st.sampled_from(["1h", "90s"])}) | st.fixed_dictionaries(
    {"elapsed": st.sampled_from(["2d", "1h30m"])}
)
SCHEDULES = st.fixed_dictionaries(
    {"zone": st.sampled_from(["UTC", "Asia/Kathmandu"]), "week": st.dictionaries(st.just("mon"), HOURS)},
    optional={
        "holidays": st.fixed_dictionaries({}, optional={"dates": st.lists(DATES, max_size=2)}),
        "exceptions": st.dictionaries(DATES.map(date.isoformat), HOURS, max_size=2),
    },
)
TABLES = st.fixed_dictionaries(
    {},
    optional={
        "window_days": DAYS | st.just("none"),
        "zone": st.sampled_from(["UTC", "America/Havana"]),
        "fiscal_year_starts": st.integers(1, 12),
        "keep_text": st.booleans(),
        "service_level_seconds": st.decimals(0, 10**9, allow_nan=False),
        "teams": st.dictionaries(
            NAMES,
            st.fixed_dictionaries(
                {},
                optional={"tier": st.integers(1, 9), "hourly_cost": st.dictionaries(NAMES, DAYS, max_size=2)},
            ),
            max_size=2,
        ),
        "schedules": st.dictionaries(NAMES, st.lists(SCHEDULES, min_size=1, max_size=1), max_size=2),
        "sla": st.lists(
            st.fixed_dictionaries(
                {"name": NAMES},
                optional={
                    "from": DATES,
                    "match": st.fixed_dictionaries({}, optional={"team": st.text(), "channel": st.text()}),
                    "first_response": TARGETS,
                    "resolution": TARGETS.map(lambda target: target | {"pauses": ["on_hold", "pending"]}),
                },
            ),
            max_size=2,
        ),
    },
)


@settings(max_examples=60, deadline=None)
@given(TABLES)
def test_what_is_written_reads_as_the_same_settings(table: dict[str, Any]) -> None:
    document = settings_from_table(table)
    for text in (document.to_toml(), document.to_toml(with_defaults=True)):
        back = parse_settings(text)
        assert back.rules() == document.rules()
        assert back.rules().fingerprint() == document.rules().fingerprint()
        assert back.keep_text == document.keep_text
    assert parse_settings(document.to_toml()) == document
    assert parse_settings(document.to_toml()).to_toml() == document.to_toml()


def test_written_settings_look_as_a_person_would_write_them() -> None:
    assert parse_settings(WHOLE).to_toml() == (
        """\
window_days = 7
zone = "Europe/Berlin"
fiscal_year_starts = 4

[teams.support]
tier = 1
hourly_cost = { EUR = 38.0 }

[[schedules.default]]
from = 2025-01-01
zone = "Europe/Berlin"
week = { mon = [["09:00", "17:30"]], fri = [["09:00", "12:00"], ["13:00", "15:00"]] }
holidays = { country = "DE", region = "BE", dates = [2025-12-24] }
exceptions = { 2025-12-31 = [["09:00", "12:00"]] }

[[sla]]
name = "gold"
from = 2025-01-01
match = { organisation = "acme", priority = "high" }
first_response = { working = "1h" }
resolution = { working = "16h", pauses = ["pending"] }
"""
    )


def test_with_defaults_every_plain_setting_is_written() -> None:
    text = parse_settings("sale_days = 3").to_toml(with_defaults=True)
    plain = [one.key for one in describe_settings() if "." not in one.key]
    assert list(tomllib.loads(text)) == plain
    assert "sale_days = 3\n" in text


@pytest.mark.parametrize(
    ("key", "value", "table"),
    [
        ("window_days", "none", {"window_days": "none"}),
        ("window_days", "5", {"window_days": Decimal(5)}),
        ("zone", "Asia/Kolkata", {"zone": "Asia/Kolkata"}),
        ("zone", '"Asia/Kolkata"', {"zone": "Asia/Kolkata"}),
        ("keep_text", "true", {"keep_text": True}),
        ("teams.support.tier", "2", {"teams": {"support": {"tier": 2}}}),
        ('teams."2nd. tier".tier', "2", {"teams": {"2nd. tier": {"tier": 2}}}),
        ("teams.Zürich.tier", "2", {"teams": {"Zürich": {"tier": 2}}}),
        ("teams.a.hourly_cost.EUR", "38.50", {"teams": {"a": {"hourly_cost": {"EUR": Decimal("38.50")}}}}),
        ("sla", '[{ name = "gold" }]', {"sla": [{"name": "gold"}]}),
    ],
)
def test_a_key_is_set(key: str, value: str, table: dict[str, object]) -> None:
    assert set_key(parse_settings(""), key, value).table() == table


def test_setting_a_key_leaves_the_others_and_the_document_as_they_were() -> None:
    document = parse_settings(WHOLE)
    changed = set_key(document, "sla.0.first_response", '{ elapsed = "2h" }')
    assert document == parse_settings(WHOLE)
    text = WHOLE.replace('first_response = { working = "1h" }', 'first_response = { elapsed = "2h" }')
    assert changed == parse_settings(text)
    hours = set_key(document, "schedules.default.0.week.mon", "[]").rules().schedules[0][1][0].week
    assert hours[0] == ()


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("window_day", "5"),
        ("", "5"),
        ("teams..tier", "5"),
        ("window_days = 1\nzone", "UTC"),
        ("window_days.more", "5"),
        ("teams.a", "5"),
        ("teams.a.tier.b", "5"),
        ("sla.1.name", "gold"),
        ("sla.x.name", "gold"),
        ("sla.0.name.x", "gold"),
        ("zone", "UTC\nkeep_text = true"),
    ],
)
def test_a_key_or_value_that_does_not_hold_is_refused(key: str, value: str) -> None:
    with pytest.raises(SettingsError):
        set_key(parse_settings(WHOLE), key, value)
