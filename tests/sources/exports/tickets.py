"""Made-up tickets and calls that every synthetic export tells of, and the ways systems write instants."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

ZONE = "Europe/Berlin"
NUMBER = 24
# The first of each cycle: what has not ended comes too, and one of each status.
STATES = ("solved", "closed", "open", "closed", "pending", "solved", "on_hold", "closed", "new")
AGENTS = ("Ann Lee", "Bo Park", "Cy Frost")
TEAMS = ("Billing", "Technical")
CHANNELS = ("email", "phone", "chat")
PRIORITIES = ("low", "normal", "high")


@dataclass(frozen=True)
class Ticket:
    """A ticket as its desk knows it; instants without offset are local, in `ZONE`."""

    number: int
    opened: datetime
    replied: datetime | None
    solved: datetime | None
    closed: datetime | None
    updated: datetime
    state: str
    customer: str
    agent: str
    team: str
    channel: str
    priority: str
    rating: int | None

    @property
    def reply_minutes(self) -> float | None:
        """How long the first reply took."""
        return None if self.replied is None else (self.replied - self.opened).total_seconds() / 60

    @property
    def solve_minutes(self) -> float | None:
        """How long it took to solve it."""
        return None if self.solved is None else (self.solved - self.opened).total_seconds() / 60


@dataclass(frozen=True)
class Call:
    """A call; `answered` is null where the caller gave up."""

    number: int
    began: datetime
    answered: datetime | None
    ended: datetime
    caller: str
    agent: str
    queue: str

    @property
    def waited(self) -> int:
        """Seconds until somebody answered, or the caller gave up."""
        return int(((self.answered or self.ended) - self.began).total_seconds())

    @property
    def talked(self) -> int | None:
        """Seconds of talk."""
        return None if self.answered is None else int((self.ended - self.answered).total_seconds())


def tickets(days: tuple[int, ...] = tuple(range(1, NUMBER + 1))) -> list[Ticket]:
    """Tickets of January 2024 (of some days in several months, if days are named)."""
    found = []
    for number, day in enumerate(days, start=1):
        opened = datetime(2024, 1, day, 9, 5) + timedelta(minutes=7 * number)
        state = STATES[number % len(STATES)]
        ended = state in ("solved", "closed")
        replied = None if state == "new" else opened + timedelta(minutes=12, seconds=30)
        solved = opened + timedelta(hours=2, minutes=number) if ended else None
        closed = None if solved is None or state != "closed" else solved + timedelta(hours=1)
        updated = closed or solved or opened + timedelta(hours=3)
        found.append(
            Ticket(
                number,
                opened,
                replied,
                solved,
                closed,
                updated,
                state,
                f"customer-{number % 7}",
                AGENTS[number % 3],
                TEAMS[number % 2],
                CHANNELS[number % 3],
                PRIORITIES[number % 3],
                1 + number % 5 if ended else None,
            )
        )
    return found


def calls() -> list[Call]:
    """Calls of January 2024, every fourth of them given up."""
    found = []
    for number in range(1, NUMBER + 1):
        began = datetime(2024, 1, number, 13, 2, 11) + timedelta(minutes=number)
        answered = None if number % 4 == 0 else began + timedelta(seconds=5 + number)
        ended = (
            began + timedelta(seconds=70) if answered is None else answered + timedelta(seconds=100 + number)
        )
        found.append(
            Call(
                number, began, answered, ended, f"+4930{number % 9:04}", AGENTS[number % 3], TEAMS[number % 2]
            )
        )
    return found


def in_utc(local: datetime) -> datetime:
    """A local instant of `ZONE` in UTC."""
    return local.replace(tzinfo=ZoneInfo(ZONE)).astimezone(UTC)


@dataclass(frozen=True)
class Style:
    """A way to write instants: the mapping's format (null is ISO 8601), and whether each names its offset."""

    name: str
    write: Callable[[datetime], str]
    date_format: str | None
    zoned: bool = False
    whole_seconds: bool = True


def _unpadded(text: str) -> str:
    return "/".join(part.lstrip("0") for part in text.split("/"))


BERLIN_WINTER = timezone(timedelta(hours=1))
STYLES = {
    one.name: one
    for one in (
        Style("iso", lambda at: f"{at:%Y-%m-%d %H:%M:%S}", None),
        Style("iso_t", lambda at: f"{at:%Y-%m-%dT%H:%M:%S}", None),
        Style("iso_z", lambda at: f"{in_utc(at):%Y-%m-%dT%H:%M:%SZ}", None, zoned=True),
        Style("iso_fraction", lambda at: f"{in_utc(at):%Y-%m-%dT%H:%M:%S}.000Z", None, zoned=True),
        Style("iso_offset", lambda at: f"{at:%Y-%m-%dT%H:%M:%S}+01:00", None, zoned=True),
        Style("iso_blank", lambda at: f"{at:%Y-%m-%d %H:%M:%S} +0100", None, zoned=True),
        Style("utc", lambda at: f"{in_utc(at):%Y-%m-%d %H:%M:%S} UTC", "%Y-%m-%d %H:%M:%S %Z", zoned=True),
        Style("british", lambda at: f"{at:%d/%m/%Y %H:%M}", "%d/%m/%Y %H:%M", whole_seconds=False),
        Style("british_full", lambda at: f"{at:%d/%m/%Y %H:%M:%S}", "%d/%m/%Y %H:%M:%S"),
        Style("american", lambda at: f"{at:%m/%d/%Y %I:%M %p}", "%m/%d/%Y %I:%M %p", whole_seconds=False),
        Style(
            "american_short",
            lambda at: f"{_unpadded(f'{at:%m/%d/%Y}')}, {f'{at:%I:%M %p}'.lstrip('0')}",
            "%m/%d/%Y, %I:%M %p",
            whole_seconds=False,
        ),
        Style("german", lambda at: f"{at:%d.%m.%Y %H:%M}", "%d.%m.%Y %H:%M", whole_seconds=False),
        Style("german_full", lambda at: f"{at:%d.%m.%Y, %H:%M:%S}", "%d.%m.%Y, %H:%M:%S"),
        Style("dutch", lambda at: f"{at:%d-%m-%Y %H:%M}", "%d-%m-%Y %H:%M", whole_seconds=False),
        Style("japanese", lambda at: f"{at:%Y/%m/%d %H:%M}", "%Y/%m/%d %H:%M", whole_seconds=False),
        Style("jira", lambda at: f"{at:%d/%b/%y %I:%M %p}", "%d/%b/%y %I:%M %p", whole_seconds=False),
        Style("zoho", lambda at: f"{at:%d %b %Y %I:%M %p}", "%d %b %Y %I:%M %p", whole_seconds=False),
        Style("named", lambda at: f"{at:%b %d, %Y %I:%M %p}", "%b %d, %Y %I:%M %p", whole_seconds=False),
        Style("offset", lambda at: f"{at:%d/%m/%Y %H:%M:%S} +0100", "%d/%m/%Y %H:%M:%S %z", zoned=True),
        Style("epoch", lambda at: str(int(in_utc(at).timestamp())), "epoch_seconds", zoned=True),
        Style(
            "epoch_ms", lambda at: str(int(in_utc(at).timestamp() * 1000)), "epoch_milliseconds", zoned=True
        ),
    )
}
