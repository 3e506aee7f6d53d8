"""The customers of a block: which organisation each belongs to, since when they exist, how they moved on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np  # noqa: TID253 - plans are columns of numbers

from deskwise.sample.draws import Draws
from deskwise.sample.span import DAY, END, FIRST, HOUR, NEVER, Ints, happened, nothing, only
from deskwise.sample.words import FOUND_BY, STAGES

TICKETS_A_CUSTOMER = 5
# Sizes of organisations, over and over; 0 stands for a customer who is there for nobody else.
_SIZES = (7, 0, 3, 12, 0, 1, 5, 2, 0, 9, 4, 0, 6, 2)
_CAMPAIGNS = 24
_SURVEY_WAVES = 7


@dataclass(frozen=True)
class Customers:
    """A column for each customer; `first` is the number of the block's first in the whole company.

    `stage_at` has a column for each stage; `asked_at`, `answered_at` and `answer` one for each wave of the
    survey about the company; `sent_at`, `read_at` and `clicked_at` one for each campaign.
    """

    first: int
    organisation: Ints
    known_at: Ints
    found_by: Ints
    stage_at: Ints
    asked_at: Ints
    answered_at: Ints
    answer: Ints
    sent_at: Ints
    read_at: Ints
    clicked_at: Ints
    pays_in_francs: Ints

    @property
    def size(self) -> int:
        """How many there are."""
        return len(self.organisation)


def customers_for(tickets: int) -> int:
    """How many customers write so many tickets."""
    return max(20, tickets // TICKETS_A_CUSTOMER)


def draw_customers(draws: Draws, first: int, first_organisation: int, size: int) -> Customers:
    """The customers of a block; organisations never reach over blocks."""
    at_start = draws.chance("known at the start", size, 0.6)
    joined = FIRST + draws.below("joined", size, END - FIRST - DAY)
    known = np.where(at_start, FIRST + draws.below("first day", size, 12 * HOUR), joined)
    asked, answered, answer = _surveys(draws, known)
    sent = _campaign_days(draws, size, known)
    read = np.where(
        draws.chance("read", size * _CAMPAIGNS, 0.4).reshape(size, _CAMPAIGNS) & (sent != NEVER),
        sent + draws.lasting("reads", size * _CAMPAIGNS, (300, 7_200, 259_200)).reshape(size, _CAMPAIGNS),
        NEVER,
    )
    clicks = draws.chance("click", size * _CAMPAIGNS, 0.25).reshape(size, _CAMPAIGNS)
    after = draws.lasting("clicks", size * _CAMPAIGNS, (5, 60, 600)).reshape(size, _CAMPAIGNS)
    return Customers(
        first=first,
        organisation=_organisations(first_organisation, size),
        known_at=known,
        found_by=draws.pick("found by", size, (34, 22, 8, 16, 20)[: len(FOUND_BY)]),
        stage_at=_stages(draws, known),
        asked_at=asked,
        answered_at=answered,
        answer=answer,
        sent_at=sent,
        read_at=read,
        clicked_at=np.where(clicks & (read != NEVER), read + after, NEVER),
        pays_in_francs=draws.chance("francs", size, 0.12).astype(np.int64),
    )


def organisations_in(size: int) -> int:
    """How many organisations so many customers make."""
    return int(_organisations(0, size).max(initial=-1)) + 1


def _organisations(first: int, size: int) -> Ints:
    rounds = size // sum(max(1, people) for people in _SIZES) + 1
    pattern = []
    organisation = first
    for _ in range(rounds):
        for people in _SIZES:
            pattern += [organisation] * people if people else [-1]
            organisation += bool(people)
    return np.array(pattern[:size], dtype=np.int64)


def _stages(draws: Draws, known: Ints) -> Ints:
    """Lead at once, then each stage after the one before it, or lost, or no further."""
    size = len(known)
    at = np.full((size, len(STAGES)), NEVER, dtype=np.int64)
    reached = known + draws.lasting("lead", size, (0, 60, 3_600))
    at[:, 0] = reached
    for stage, share, days in ((1, 0.55, 90), (2, 0.6, 120), (3, 0.3, 160), (4, 0.4, 140)):
        goes = draws.chance(f"stage {stage}", size, share)
        longest = (3_600, 10 * 86_400, 40 * 86_400, days * 86_400)
        reached = only(goes & (reached != NEVER), reached + draws.lasting(f"to {stage}", size, longest))
        at[:, stage] = reached
    stays = at[:, 2] == NEVER
    lost = at[:, 0] + draws.lasting("lost", size, (20 * 86_400, 200 * 86_400))
    at[:, 5] = only(stays & (at[:, 1] == NEVER) & draws.chance("gives up", size, 0.3), lost)
    return at


def _surveys(draws: Draws, known: Ints) -> tuple[Ints, Ints, Ints]:
    """Every hundred days some of the customers are asked whether they would recommend the company."""
    size = len(known)
    asked = np.full((size, _SURVEY_WAVES), NEVER, dtype=np.int64)
    answered, answer = asked.copy(), np.zeros((size, _SURVEY_WAVES), dtype=np.int64)
    for wave in range(_SURVEY_WAVES):
        at = FIRST + (60 + 100 * wave) * DAY + 9 * HOUR + draws.below(f"wave {wave}", size, 4 * HOUR)
        asked[:, wave] = only(draws.chance(f"asked {wave}", size, 0.08) & (known < at), at)
        answers = draws.chance(f"answers {wave}", size, 0.35) & (asked[:, wave] != NEVER)
        after = draws.lasting(f"answering {wave}", size, (120, 7_200, 90_000, 2_000_000))
        answered[:, wave] = only(answers, at + after)
        answer[:, wave] = draws.pick(f"answer {wave}", size, (2, 1, 2, 2, 3, 6, 7, 14, 24, 21, 18))
    return asked, answered, answer


def _campaign_days(draws: Draws, size: int, known: Ints) -> Ints:
    """A letter a month to one customer in fifty."""
    sent = np.full((size, _CAMPAIGNS), NEVER, dtype=np.int64)
    for month in range(_CAMPAIGNS):
        at = FIRST + (12 + 30 * month) * DAY + 10 * HOUR + draws.below(f"letter {month}", size, HOUR)
        sent[:, month] = only(draws.chance(f"sent {month}", size, 0.02) & (known < at), at)
    return sent


def first_contacts(customers: Customers, customer: Ints, opened_at: Ints) -> Ints:
    """When each customer first wrote; never, if they did not."""
    earliest = nothing(customers.size)
    some = (customer >= 0) & happened(opened_at)
    np.minimum.at(earliest, customer[some], opened_at[some])
    return earliest
