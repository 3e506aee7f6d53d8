"""What happens to a ticket after it was resolved: reopenings, and customers who come back by a new one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np  # noqa: TID253 - plans are columns of numbers

from deskwise.sample.calendar_load import later_in_team
from deskwise.sample.draws import Draws
from deskwise.sample.first_cycles import FirstCycles
from deskwise.sample.planted import Planted
from deskwise.sample.span import DAY, HOUR, LAST, MINUTE, NEVER, SECOND, WINDOW, Flags, Ints, happened, only
from deskwise.sample.staff import SUPPORT, another_of_the_team, draw_agents, paced, teams_of
from deskwise.sample.ticket_openings import ABANDONED, BOT_SOLVED, STUCK, USUAL, Openings

ROUNDS_AFTER = 2
# By a thank-you message; because it was not solved, inside the window and after it; by an agent's mistake.
THANKS, NOT_SOLVED, TOO_LATE, MISTAKE = range(4)
_SHARES = (0.026, 0.05, 0.016, 0.006)
_M, _H, _D = 60, 3_600, 86_400
_COMING_BACK = (_H, 6 * _H, 20 * _H, 44 * _H, 90 * _H, 6 * _D + 20 * _H)
_COMING_LATE = (7 * _D + 600, 9 * _D, 13 * _D, 25 * _D, 60 * _D)
_THANKING = (2 * _M, 20 * _M, 3 * _H, 20 * _H)
_REPLY = (10 * _M, _H, 3 * _H, 7 * _H, 16 * _H)
_CUSTOMER_REPLY = (35 * _M, 4 * _H, 20 * _H, 2 * _D)
_SETTLING = (5 * _M, _H, 4 * _H, 10 * _H)


@dataclass(frozen=True)
class LaterCycles:
    """A column for each ticket (`rows`) that was reopened: from the reopening to the next resolution.

    `message_at` is the customer's message that led to it; `promoted`: it is at most 60 s older, so it may
    open a wait; `acknowledged`: it says itself that it asks for nothing; `ruled_thanks_at`, `ruled_new_at`:
    when somebody ruled that it does, or that the reopening is a new issue.
    """

    rows: Ints
    why: Ints
    resolved_before: Ints
    start_at: Ints
    message_at: Ints
    promoted: Flags
    acknowledged: Flags
    ruled_thanks_at: Ints
    ruled_new_at: Ints
    assigned_at: Ints
    assigned_to: Ints
    note_at: Ints
    customer_at: Ints
    reply_at: Ints
    reply_by: Ints
    solved_at: Ints
    holder: Ints

    @property
    def in_window(self) -> Flags:
        """Reopenings that are in the re-contact window, the edge included."""
        return self.start_at - self.resolved_before <= WINDOW

    @property
    def begins(self) -> Flags:
        """Reopenings that begin a new request."""
        return ~self.in_window | happened(self.ruled_new_at)

    @property
    def waits_from(self) -> Ints:
        """When the wait opens that the message before the reopening opens; never, if it opens none."""
        thanks = self.acknowledged | happened(self.ruled_thanks_at)
        return only(self.promoted & ~thanks & happened(self.start_at), self.message_at)


def reopenable(tickets: Openings, cycles: FirstCycles) -> tuple[Ints, Ints, Ints]:
    """The tickets that were resolved and may be reopened: their rows, resolutions and holders."""
    fate = tickets.fate
    rows = np.flatnonzero(
        ((fate == USUAL) | (fate == BOT_SOLVED) | (fate == ABANDONED)) & happened(cycles.solved_at)
    ).astype(np.int64)
    return rows, cycles.solved_at[rows], cycles.holder[rows]


def reopenable_again(cycles: LaterCycles) -> tuple[Ints, Ints, Ints]:
    """As `reopenable`; what was ruled a new issue stays resolved, so that no ruling has to be read twice."""
    again = np.flatnonzero(happened(cycles.solved_at) & (cycles.ruled_new_at == NEVER))
    return cycles.rows[again], cycles.solved_at[again], cycles.holder[again]


def plan_reopenings(
    draws: Draws, tickets: Openings, before: tuple[Ints, Ints, Ints], planted: Planted, crews: int
) -> LaterCycles:
    """Which of the resolved tickets are reopened, and what then becomes of them."""
    rows, resolved, holder = before
    factor = planted.reopening(resolved, np.where(holder < 0, SUPPORT, teams_of(holder)))
    chance = draws.uniform("reopened", tickets.size)[rows]
    reached = np.zeros(len(rows))
    why = np.full(len(rows), -1, dtype=np.int64)
    for number, share in enumerate(_SHARES):
        hit = (why < 0) & (chance < reached + share * factor)
        why = np.where(hit, number, why)
        reached = reached + share * factor
    chosen = np.flatnonzero(why >= 0)
    return _after(draws, tickets, rows[chosen], resolved[chosen], holder[chosen], why[chosen], crews)


def _after(
    draws: Draws, tickets: Openings, rows: Ints, resolved: Ints, holder: Ints, why: Ints, crews: int
) -> LaterCycles:
    size = tickets.size
    start, message, lag = _starts(draws, size, rows, resolved, why)
    nobody = holder < 0
    changes_hands = (why == NOT_SOLVED) | (why == TOO_LATE)
    changes_hands &= draws.chance("changes hands", size, 0.25)[rows]
    team = np.where(nobody, tickets.team[rows], teams_of(holder))
    new = draw_agents(draws, "takes over", tickets.team, crews)[rows]
    new_holder = np.where(nobody, new, np.where(changes_hands, another_of_the_team(holder), holder))
    given = nobody | (new_holder != holder)
    sorting = draws.lasting("sorting", size, (60, 600, 2_400))[rows]
    assigned = only(given, later_in_team(team, start, sorting))
    ready = np.where(given, assigned, start)

    rounds = np.where(
        (why == NOT_SOLVED) | (why == TOO_LATE), 1 + draws.pick("rounds", size, (70, 30))[rows], 0
    )
    takes = [paced(draws.lasting(f"reply {n}", size, _REPLY)[rows], new_holder) for n in range(ROUNDS_AFTER)]
    first = later_in_team(team, ready, takes[0])
    asks = first + draws.lasting("asks", size, _CUSTOMER_REPLY)[rows]
    second = later_in_team(team, asks, takes[1])
    never = np.full(len(rows), NEVER, dtype=np.int64)
    customer = np.stack([never, only(rounds > 1, asks)], axis=1)
    reply = np.stack([only(rounds > 0, first), only(rounds > 1, second)], axis=1)
    last = np.select([rounds > 1, rounds > 0], [second, first], ready + MINUTE)
    settling = draws.lasting("settling", size, _SETTLING)[rows]
    at_once = draws.chance("at once", size, 0.3)[rows] & (rounds > 0)
    stuck = (why == NOT_SOLVED) & draws.chance("stuck", size, 0.02)[rows]
    solved = only(~stuck, np.where(at_once, last, later_in_team(team, last, settling)))
    ruling = draws.uniform("ruling", size)[rows]
    promoted = (message != NEVER) & (lag <= MINUTE)
    acknowledged = (why == THANKS) & (ruling < 0.25)
    ruled_thanks = (why == THANKS) & (ruling >= 0.25) & (ruling < 0.45)
    ruled_new = (why == NOT_SOLVED) & (ruling < 0.05)
    return LaterCycles(
        rows=rows,
        why=why,
        resolved_before=resolved,
        start_at=start,
        message_at=message,
        promoted=promoted,
        acknowledged=acknowledged,
        ruled_thanks_at=only(ruled_thanks, start + DAY + HOUR),
        ruled_new_at=only(ruled_new, start + DAY + 2 * HOUR),
        assigned_at=assigned,
        assigned_to=np.where(given, new_holder, -1),
        note_at=only(why == MISTAKE, start + MINUTE // 2),
        customer_at=customer,
        reply_at=reply,
        reply_by=np.where(reply == NEVER, -1, new_holder[:, None]),
        solved_at=solved,
        holder=new_holder,
    )


def _starts(draws: Draws, size: int, rows: Ints, resolved: Ints, why: Ints) -> tuple[Ints, Ints, Ints]:
    """When each is reopened, by which message, how much older; a few sit exactly on an edge."""
    back = draws.lasting("back", size, _COMING_BACK)[rows]
    late = draws.lasting("late", size, _COMING_LATE)[rows]
    thanks = draws.lasting("thanks", size, _THANKING)[rows]
    mistake = draws.lasting("mistake", size, (_H, 2 * _D))[rows]
    after = np.select([why == THANKS, why == NOT_SOLVED, why == TOO_LATE], [thanks, back, late], mistake)
    special = draws.uniform("special", size)[rows]
    lag = draws.below("lag", size, MINUTE)[rows]
    lag = np.where(special < 0.06, MINUTE, np.where(special > 0.94, 0, lag))
    quick = draws.below("short lag", size, 5 * SECOND)[rows]
    slow = MINUTE + SECOND + draws.below("long lag", size, 4 * MINUTE)[rows]
    lag = np.where(why == THANKS, lag, np.where(special < 0.05, slow, quick))
    message = resolved + after
    start = np.where(why == MISTAKE, message, message + lag)
    on_the_edge = (why == NOT_SOLVED) & (special > 0.97)
    start = np.where(on_the_edge, resolved + WINDOW, start)
    message = np.where(on_the_edge, start - lag, message)
    return start, only(why != MISTAKE, message), lag


def draw_returns(draws: Draws, tickets: Openings, cycles: FirstCycles, wanted: int) -> tuple[Ints, Ints]:
    """Resolved tickets whose customer comes back by a new ticket, and when: mostly inside the window."""
    after = draws.lasting("returns after", tickets.size, (_H, _D, 3 * _D, 6 * _D, 16 * _D))
    back = cycles.solved_at + after
    may = (
        (tickets.customer >= 0)
        & happened(cycles.solved_at)
        & (back < LAST - MINUTE)
        & (cycles.removed_at == NEVER)
        & (tickets.fate != STUCK)
    )
    order = np.argsort(np.where(may, draws.uniform("returns", tickets.size), 2.0), kind="stable")
    rows = np.sort(order[:wanted]).astype(np.int64)
    return rows, np.minimum(back[rows], LAST - 2 * MINUTE)
