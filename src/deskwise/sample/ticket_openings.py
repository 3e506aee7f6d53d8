"""How tickets come to be: who, when, through which channel, about what, and what fate awaits them."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np  # noqa: TID253 - plans are columns of numbers

from deskwise.sample.calendar_load import draw_openings, opening_hours
from deskwise.sample.draws import Draws
from deskwise.sample.span import Flags, Ints
from deskwise.sample.staff import SPECIALISTS, SUPPORT, draw_agents
from deskwise.sample.words import API, CHAT, EMAIL, PHONE, SPECIALIST_CATEGORIES

FROM_CUSTOMER, FROM_AGENT, FROM_SYSTEM = range(3)
USUAL, SPAM, DELETED, MERGED, STUCK, BOT_SOLVED, ABANDONED = range(7)


@dataclass(frozen=True)
class Openings:
    """A column for each ticket, -1 is null; `category_at_first` is what `category` was taken for at first."""

    opened_at: Ints
    customer: Ints
    channel: Ints
    origin: Ints
    fate: Ints
    type: Ints
    category_at_first: Ints
    category: Ints
    priority: Ints
    raised_priority: Ints
    product: Ints
    team: Ints
    agent: Ints
    greeted: Flags

    @property
    def size(self) -> int:
        """How many there are."""
        return len(self.opened_at)

    @property
    def live(self) -> Flags:
        """Contacts that wait for somebody to pick up, and are picked up."""
        return np.isin(self.channel, (CHAT, PHONE)) & ~np.isin(self.fate, (BOT_SOLVED, ABANDONED))

    @property
    def helped(self) -> Flags:
        """Tickets that a person works on in the usual way."""
        return np.isin(self.fate, (USUAL, STUCK, DELETED))


def draw_new(draws: Draws, size: int, customers: int, crews: int) -> Openings:
    """Tickets that have nothing to do with an earlier one; a few customers write most of them."""
    share = draws.uniform("customer", size)
    category = draws.pick("category", size, (16, 14, 13, 20, 12, 9, 11, 5))
    product = draws.pick("product", size, (34, 24, 26, 16))
    product = np.where(draws.chance("no product", size, 0.05), -1, product)
    channel = draws.pick("channel", size, (58, 20, 22))
    opened = draw_openings(draws, channel != EMAIL)
    return _openings(
        draws, opened, (share * share * customers).astype(np.int64), channel, category, product, crews
    )


def draw_follow_ups(
    draws: Draws, opened: Ints, customer: Ints, category: Ints, product: Ints, crews: int
) -> Openings:
    """Tickets by which customers come back about something that was thought to be resolved."""
    return _openings(draws, opened, customer, np.full(len(opened), EMAIL), category, product, crews)


def _openings(
    draws: Draws, opened: Ints, customer: Ints, channel: Ints, category: Ints, product: Ints, crews: int
) -> Openings:
    size = len(opened)
    mail = channel == EMAIL
    origin = np.where(mail, draws.pick("origin", size, (955, 30, 15)), FROM_CUSTOMER)
    by_agent = origin == FROM_AGENT
    opened = np.where(by_agent, opening_hours(SUPPORT).later(opened, np.zeros(size, dtype=np.int64)), opened)
    channel = np.where(origin == FROM_SYSTEM, API, channel)
    category, at_first = _categories(draws, category)
    team = np.where(np.isin(category, SPECIALIST_CATEGORIES), SPECIALISTS, SUPPORT).astype(np.int64)
    fate, greeted = _fates(draws, channel, origin)
    unknown = (channel == PHONE) & draws.chance("unknown caller", size, 0.04)
    priority = draws.pick("priority", size, (20, 60, 16, 4))
    return Openings(
        opened_at=opened,
        customer=np.where(unknown, -1, customer),
        channel=channel,
        origin=origin,
        fate=fate,
        type=draws.pick("type", size, (52, 34, 9, 5)),
        category_at_first=at_first,
        category=category,
        priority=priority,
        raised_priority=np.where(draws.chance("raised", size, 0.02), np.minimum(priority + 1, 3), -1),
        product=product,
        team=team,
        agent=draw_agents(draws, "agent", team, crews),
        greeted=greeted,
    )


def _categories(draws: Draws, category: Ints) -> tuple[Ints, Ints]:
    """What the tickets are about, and what they were opened as: mostly the same, sometimes not."""
    size = len(category)
    fate = draws.pick("recategorised", size, (930, 30, 25, 15))
    wrong = (category + 1 + draws.below("wrong category", size, 4)) % 6
    known = np.where(fate == 3, -1, category)
    at_first = np.select([fate == 1, fate == 2], [wrong, -1], known)
    # Nothing can become nothing: a change to null means unchanged.
    return known, np.where(known < 0, -1, at_first)


def _fates(draws: Draws, channel: Ints, origin: Ints) -> tuple[Ints, Flags]:
    size = len(channel)
    mail, asked = channel == EMAIL, origin == FROM_CUSTOMER
    fate = np.where(
        mail & asked,
        np.array((USUAL, SPAM, DELETED, MERGED, STUCK))[draws.pick("fate", size, (965, 10, 4, 14, 7))],
        USUAL,
    )
    greeted = np.where(
        channel == CHAT, draws.chance("chat bot", size, 0.35), draws.chance("mail bot", size, 0.1)
    )
    greeted &= asked & (fate == USUAL) & ((channel == CHAT) | mail)
    fate = np.where(greeted & draws.chance("bot solves", size, 0.2), BOT_SOLVED, fate)
    hung_up = (channel == PHONE) & draws.chance("hangs up", size, 0.07)
    return np.where(hung_up, ABANDONED, fate), greeted


def joined(one: Openings, two: Openings) -> Openings:
    """The tickets of both."""
    columns = {
        field.name: np.concatenate([getattr(one, field.name), getattr(two, field.name)])
        for field in fields(Openings)
    }
    return Openings(**columns)
