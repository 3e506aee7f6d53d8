"""The settings file: read and validated as a whole, changed key by key, and turned into Rules."""

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError  # noqa: TID253 - models of a file

from deskwise.app.access.things import PeopleFigures, Policy
from deskwise.app.forgetting import KEEP_ALL, Retention
from deskwise.app.settings_connections import ConnectionSettings
from deskwise.app.settings_descriptions import (
    SettingDescription,
    SettingMistake,
    describe,
    setting_mistakes,
    settings_error,
)
from deskwise.app.settings_schedules import ScheduleSeries
from deskwise.app.settings_sla import SlaSettings
from deskwise.app.settings_toml import write_toml
from deskwise.app.settings_values import (
    Days,
    DaysOrNone,
    Name,
    Number,
    Section,
    Shape,
    Zone,
    days_to_microseconds,
)
from deskwise.facts.rules import Rules, Team
from deskwise.kernel.errors import SettingsError
from deskwise.kernel.language import marked, say

_KEY_EXAMPLE = marked("write a key with dots, for example window_days or teams.support.tier")
# Stands for the value while the key is read; no key holds it by chance.
_PLACE = "\N{BALLOT BOX}"


class TeamSettings(Section):
    """What is declared of a team."""

    tier: int | None = Field(
        None,
        ge=1,
        le=99,
        description="Tier of the team: 1 is the first line. An assignment to a higher one is an escalation.",
        examples=["2"],
        title="Tier",
    )
    hourly_cost: Annotated[dict[Name, Number], Shape.AMOUNTS] = Field(
        {},
        description="What an hour of the team's work costs, by currency.",
        examples=["{ EUR = 38.5 }"],
        title="Cost of an hour",
    )


class RetentionSettings(Section):
    """How long texts and customers' identifiers are kept."""

    text_days: DaysOrNone = Field(
        "none",
        description="Days after a ticket's last event until its texts go, before the as-of at an import, "
        'or "none": for ever.',
        examples=["90"],
        title="Texts are kept",
    )
    identifiers_days: DaysOrNone = Field(
        "none",
        description="Days after all that a customer did until a pseudonym stands for their identifier and "
        'their texts go, before the as-of at an import, or "none": for ever.',
        examples=["730"],
        title="Customers' identifiers are kept",
    )


class SettingsDocument(Section):
    """All settings of a workspace. What the user left out has its default, and is left out when written."""

    window_days: DaysOrNone = Field(
        Decimal(7),
        description='Days (of 24 hours) after a resolution within which a re-contact counts, or "none".',
        examples=["7"],
        title="Re-contact window",
        json_schema_extra={"section": "counting"},
    )
    zone: Zone = Field(
        "UTC",
        description="Time zone of the workspace's periods, by its IANA name.",
        examples=['"Europe/Berlin"'],
        title="Time zone",
        json_schema_extra={"section": "calendar"},
    )
    fiscal_year_starts: Annotated[int, Shape.MONTH] = Field(
        1,
        ge=1,
        le=12,
        description="Month the fiscal year begins with, 1 to 12.",
        examples=["4"],
        title="Fiscal year begins in",
        json_schema_extra={"section": "calendar"},
    )
    keep_text: bool = Field(
        False,
        description="Whether imports keep subjects and messages.",
        examples=["true"],
        title="Keep texts",
        json_schema_extra={"section": "privacy"},
    )
    rulings: Literal["apply", "ignore"] = Field(
        "apply",
        description='Whether people\'s rulings count: "apply" or "ignore".',
        examples=['"ignore"'],
        title="Rulings",
        json_schema_extra={"section": "counting"},
    )
    off_hours: Literal["count", "exclude"] = Field(
        "count",
        description='Whether waits that meet no opening time count: "count" or "exclude".',
        examples=['"exclude"'],
        title="Waits outside opening hours",
        json_schema_extra={"section": "counting"},
    )
    rating_attribution: Literal["resolver", "everyone_who_replied", "last_replier"] = Field(
        "resolver",
        description="Whose a rating is that names no agent: the one's whose resolution came last before it "
        '("resolver"), "everyone_who_replied" or the "last_replier".',
        examples=['"last_replier"'],
        title="Whose a rating is",
        json_schema_extra={"section": "counting"},
    )
    service_level_seconds: Number = Field(
        Decimal(20),
        description="Seconds within which a first wait is answered in time.",
        examples=["20"],
        title="Service level",
        json_schema_extra={"section": "counting"},
    )
    sale_days: Days = Field(
        Decimal(14),
        description="Days after a reply within which a sale is credited to it.",
        examples=["14"],
        title="Sale after a reply",
        json_schema_extra={"section": "counting"},
    )
    return_days: Days = Field(
        Decimal(90),
        description="Days within which a customer returns to buy.",
        examples=["90"],
        title="Return of a customer",
        json_schema_extra={"section": "counting"},
    )
    stage_days: Days = Field(
        Decimal(90),
        description="Days within which a customer reaches the next stage.",
        examples=["90"],
        title="Next stage",
        json_schema_extra={"section": "counting"},
    )
    customers: Literal["as_given", "pseudonyms"] = Field(
        "as_given",
        description='What imports write of a customer: the identifier "as_given", or "pseudonyms" in its '
        "place, in earlier rows too. Turned back, whoever has one keeps it; see docs/keeping.md.",
        examples=['"pseudonyms"'],
        title="Customers in the log",
        json_schema_extra={"section": "privacy"},
    )
    people_figures: PeopleFigures = Field(
        "on",
        description='Who sees figures of single people: whom their role lets ("on"), each only their own '
        '("own"), or nobody ("off"); see docs/people.md.',
        examples=['"own"'],
        title="Figures of single people",
        json_schema_extra={"section": "privacy"},
    )
    teams: dict[Name, TeamSettings] = Field(
        {},
        description="What is declared of each team.",
        examples=["{ support = { tier = 1 } }"],
        title="Teams",
        json_schema_extra={"section": "teams"},
    )
    schedules: dict[Name, ScheduleSeries] = Field(
        {},
        description='Opening hours by team, one schedule after another; "default" is the workspace\'s.',
        examples=['{ default = [{ zone = "UTC", week = { mon = [["09:00", "17:30"]] } }] }'],
        title="Opening hours",
        json_schema_extra={"section": "schedules"},
    )
    sla: list[SlaSettings] = Field(
        [],
        description="Policies: how soon replies and resolutions are due, and for whom.",
        examples=['[{ name = "gold", first_response = { working = "1h" } }]'],
        title="SLA policies",
        json_schema_extra={"section": "sla"},
    )

    retention: RetentionSettings | None = Field(
        None,
        description="How long texts and customers' identifiers are kept; figures stay.",
        examples=["{ text_days = 90 }"],
        title="Retention",
        json_schema_extra={"section": "privacy"},
    )

    connections: dict[Name, ConnectionSettings] = Field(
        {},
        description="Help desks that are synced, by the name of their source in the log.",
        examples=['{ desk = { kind = "request_tracker", url = "https://desk.example" } }'],
        title="Connections",
        json_schema_extra={"section": "connections"},
    )

    def retained(self) -> Retention:
        """How long what is kept."""
        chosen = self.retention
        if chosen is None:
            return KEEP_ALL
        text, identifiers = (
            None if days == "none" else days_to_microseconds(days)
            for days in (chosen.text_days, chosen.identifiers_days)
        )
        return Retention(text, identifiers)

    def wishes_pseudonyms(self) -> bool:
        """Whether imports write pseudonyms of customers."""
        return self.customers == "pseudonyms"

    def policy(self) -> Policy:
        """What was decided on figures of single people."""
        return Policy(self.people_figures)

    def rules(self) -> Rules:
        """The choices a fold is made with, in an order that does not depend on the file's."""
        window = None if self.window_days == "none" else days_to_microseconds(self.window_days)
        return Rules(
            window_microseconds=window,
            zone=self.zone,
            fiscal_year_starts=self.fiscal_year_starts,
            teams=tuple(
                Team(name, team.tier, tuple(sorted(team.hourly_cost.items())))
                for name, team in sorted(self.teams.items())
            ),
            schedules=tuple(
                (name, tuple(one.schedule() for one in several))
                for name, several in sorted(self.schedules.items())
            ),
            sla=tuple(one.policy() for one in self.sla),
            rulings=self.rulings,
            off_hours=self.off_hours,
            rating_attribution=self.rating_attribution,
            sale_microseconds=days_to_microseconds(self.sale_days),
            return_microseconds=days_to_microseconds(self.return_days),
            stage_microseconds=days_to_microseconds(self.stage_days),
            service_level_seconds=self.service_level_seconds,
        )

    def to_toml(self, *, with_defaults: bool = False) -> str:
        """The settings as the text of a settings file; reading it gives the same settings.

        `with_defaults` also writes the plain settings that were left out.
        """
        table = self.table()
        if with_defaults:
            defaults = {key: getattr(self, key) for key in type(self).model_fields}
            table = {key: value for key, value in defaults.items() if value or value is False} | table
        return write_toml(table)

    def table(self) -> dict[str, Any]:
        """What was set, as the file has it."""
        return self.model_dump(by_alias=True, exclude_unset=True)


def parse_settings(text: str) -> SettingsDocument:
    """The settings of the text of a settings file.

    Raises:
        SettingsError: it is no TOML, or some setting does not hold.

    >>> parse_settings("window_days = 5").rules().window_microseconds // 86_400_000_000
    5
    """
    try:
        table = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(
            say("the settings are no TOML: %(error)s", error=error),
            do=say('write lines such as zone = "Europe/Berlin"'),
        ) from error
    return settings_from_table(table)


def settings_from_table(table: Mapping[str, object]) -> SettingsDocument:
    """The settings of a table as TOML reads it.

    Raises:
        SettingsError: some setting does not hold.
    """
    try:
        return SettingsDocument.model_validate(dict(table))
    except ValidationError as error:
        raise settings_error(error, SettingsDocument) from error


def mistakes_in(table: Mapping[str, object]) -> tuple[SettingMistake, ...]:
    """What is wrong with the settings of a table, place by place; nothing where they hold."""
    try:
        SettingsDocument.model_validate(dict(table))
    except ValidationError as error:
        return setting_mistakes(error, SettingsDocument)
    return ()


def set_key(document: SettingsDocument, key: str, value: str) -> SettingsDocument:
    """The settings with one key changed.

    The key is dotted as in TOML, a number in it is an entry of a list (from 0). The value is read as TOML,
    and as plain text where it is none.

    Raises:
        SettingsError: there is no such key, or the settings do not hold with the value.

    >>> set_key(parse_settings(""), "teams.support.tier", "2").rules().teams
    (Team(name='support', tier=2, hourly_cost=()),)
    """
    path = _key_path(key)
    table = document.table()
    holder: Any = table
    for step in path[:-1]:
        holder = (
            holder[_entry(holder, step, key)] if isinstance(holder, list) else holder.setdefault(step, {})
        )
        if not isinstance(holder, dict | list):
            raise SettingsError(say("%(key)s leads into a single value", key=key), do=say(_KEY_EXAMPLE))
    last = _entry(holder, path[-1], key) if isinstance(holder, list) else path[-1]
    holder[last] = _toml_or_text(value)
    return settings_from_table(table)


def _key_path(key: str) -> list[str]:
    try:
        inner: object = tomllib.loads(f'{key} = "{_PLACE}"')
    except tomllib.TOMLDecodeError:
        # Names that TOML wants in quotes may go without, as long as dots only part them.
        path = key.split(".")
        if '"' in key or "'" in key or not all(path):
            raise SettingsError(say("%(key)s is no key", key=repr(key)), do=say(_KEY_EXAMPLE)) from None
        return path
    steps = []
    while isinstance(inner, dict) and len(inner) == 1:
        ((step, inner),) = inner.items()
        steps.append(step)
    if inner != _PLACE:
        raise SettingsError(say("%(key)s is no key", key=repr(key)), do=say(_KEY_EXAMPLE))
    return steps


def _entry(several: list[Any], step: str, key: str) -> int:
    if step.isascii() and step.isdigit() and int(step) < len(several):
        return int(step)
    raise SettingsError(
        say("%(key)s names no entry of a list of %(n)s", key=key, n=len(several)),
        do=say("count its entries from 0"),
    )


def _toml_or_text(value: str) -> object:
    try:
        table = tomllib.loads(f"value = {value}", parse_float=Decimal)
    except tomllib.TOMLDecodeError:
        return value
    return table["value"] if len(table) == 1 else value


def describe_settings() -> list[SettingDescription]:
    """Every setting there is, for documentation and the command line."""
    return list(describe(SettingsDocument))
