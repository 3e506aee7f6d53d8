"""`[[sla]]` of the settings file: what is promised to whom, and on which clock."""

import re
from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator  # noqa: TID253 - models of a file

from deskwise.app.settings_values import MOST_DAYS, Choices, Date, Name, OtherValueError, Section, Shape
from deskwise.events.vocabulary import STATUS_NAMES
from deskwise.facts.rules import SlaPolicy, SlaTarget
from deskwise.kernel.language import say
from deskwise.kernel.schedules import DAY_MICROSECONDS

_DURATION = re.compile(r"(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?", re.ASCII)
_UNIT_MICROSECONDS = (DAY_MICROSECONDS, 3_600_000_000, 60_000_000, 1_000_000)
_UNRESOLVED = tuple(status for status in STATUS_NAMES if status not in {"solved", "closed"})


def duration_microseconds(text: str) -> int:
    """The microseconds of days (of 24 hours), hours, minutes and seconds, in this order.

    Raises:
        ValueError: it is none, is nothing, or is over a hundred years.

    >>> duration_microseconds("1h30m") // 1_000_000, duration_microseconds("2d") // 1_000_000
    (5400, 172800)
    """
    found = _DURATION.fullmatch(text)
    if not found or not text:
        raise ValueError(
            say('"%(text)s" is no duration: write days, hours, minutes, seconds as 2d, 1h30m, 90s', text=text)
        )
    parts = zip(found.groups(), _UNIT_MICROSECONDS, strict=True)
    microseconds = sum(int(number) * unit for number, unit in parts if number)
    if not 0 < microseconds <= MOST_DAYS * DAY_MICROSECONDS:
        raise ValueError(
            say(
                '"%(text)s" should be more than nothing and %(most)s days at most',
                text=text,
                most=MOST_DAYS,
            )
        )
    return microseconds


def _duration(text: str) -> str:
    duration_microseconds(text)
    return text


def _pause(status: str) -> str:
    if status not in _UNRESOLVED:
        raise ValueError(
            say(
                '"%(status)s" pauses no clock: the statuses that can are %(names)s',
                status=status,
                names=", ".join(_UNRESOLVED),
            )
        )
    return status


Duration = Annotated[str, AfterValidator(_duration), Shape.DURATION]


class TargetSettings(Section):
    """How long a clock may run, inside opening hours or by the clock on the wall."""

    working: Duration | None = Field(
        None,
        description="The longest it may take, counted inside opening hours.",
        examples=['"1h30m"'],
        title="In opening hours",
    )
    elapsed: Duration | None = Field(
        None,
        description="The longest it may take, counted by the clock on the wall.",
        examples=['"4h"'],
        title="By the clock on the wall",
    )

    @model_validator(mode="after")
    def _names_one_clock(self) -> Self:
        if (self.working is None) == (self.elapsed is None):
            raise OtherValueError(say("should have either `working` or `elapsed`"))
        return self

    def target(self) -> SlaTarget:
        """The target as a value."""
        return SlaTarget(duration_microseconds(self.working or self.elapsed or ""), self.working is not None)


class ResolutionTargetSettings(TargetSettings):
    """A target whose clock some statuses stop."""

    pauses: Annotated[list[Annotated[str, AfterValidator(_pause)]], Shape.WORDS, Choices(_UNRESOLVED)] = (
        Field(
            [],
            description=f"Statuses that stop the clock: {', '.join(_UNRESOLVED)}.",
            examples=['["pending", "on_hold"]'],
            title="Stops while",
        )
    )

    def target(self) -> SlaTarget:
        """The target as a value, its statuses in order."""
        plain = super().target()
        return SlaTarget(plain.microseconds, plain.working, tuple(sorted(set(self.pauses))))


class MatchSettings(Section):
    """What a request must be for a policy to hold: exact text, as in the events."""

    organisation: str | None = Field(
        None, description="Organisation of the customer.", examples=['"acme"'], title="Organisation"
    )
    team: str | None = Field(
        None, description="Team that holds the request.", examples=['"support"'], title="Team"
    )
    channel: str | None = Field(
        None, description="Channel of the request.", examples=['"phone"'], title="Channel"
    )
    priority: str | None = Field(
        None, description="Priority of the request.", examples=['"high"'], title="Priority"
    )
    type: str | None = Field(None, description="Type of the request.", examples=['"incident"'], title="Type")


class SlaSettings(Section):
    """A policy: from when, for what, how long."""

    name: Name = Field(description="What the policy is called.", examples=['"gold"'], title="Name")
    valid_from: Date | None = Field(
        None,
        alias="from",
        description="First date it is in force, in the workspace's zone. Left out: since ever.",
        examples=["2025-01-01"],
        title="In force from",
    )
    match: MatchSettings = Field(
        MatchSettings.model_validate({}),
        description="What a request must be. The policy that asks for most wins, then the later in the list.",
        examples=['{ organisation = "acme", priority = "high" }'],
        title="For",
    )
    first_response: TargetSettings | None = Field(
        None,
        description="How soon the first reply is due.",
        examples=['{ working = "1h" }'],
        title="First response",
    )
    next_reply: TargetSettings | None = Field(
        None,
        description="How soon every later reply is due.",
        examples=['{ elapsed = "4h" }'],
        title="Next reply",
    )
    resolution: ResolutionTargetSettings | None = Field(
        None,
        description="How soon the resolution is due, and which statuses stop its clock.",
        examples=['{ working = "16h", pauses = ["pending"] }'],
        title="Resolution",
    )

    def policy(self) -> SlaPolicy:
        """The policy as a value, what it matches in order."""
        return SlaPolicy(
            name=self.name,
            valid_from=self.valid_from,
            match=tuple(sorted(self.match.model_dump(exclude_none=True).items())),
            first_response=_target(self.first_response),
            next_reply=_target(self.next_reply),
            resolution=_target(self.resolution),
        )


def _target(settings: TargetSettings | None) -> SlaTarget | None:
    return None if settings is None else settings.target()
