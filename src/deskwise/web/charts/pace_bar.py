"""How far a key result has come, in the space of a word, with where it is expected to be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from deskwise.app.objectives.standings import KeyResultStanding
from deskwise.kernel.language import number, say, say_many
from deskwise.kernel.value_words import MINUS, NARROW
from deskwise.okr.key_result import KeyResultKind
from deskwise.okr.milestones import is_done

# Of a line: where the baseline and the target stand, and how far a way that leaves them is drawn.
BASE, GOAL, WIDTH, EDGE = 22.0, 112.0, 134.0, 2.0
HEIGHT, MIDDLE = 16.0, 8.0
# Of squares: so many in a row, their side and what lies between them; days are more, and smaller.
FEW, IN_ROW, SIDE, GAP = 30, 14, 7.0, 2.3
IN_ROW_OF_MANY, SIDE_OF_MANY, GAP_OF_MANY = 23, 4.2, 1.4
# More of them than this tell nothing one by one.
MOST_SQUARES = 130
State = Literal["kept", "lost", "partial", "silent", "to_come", "done", "open"]


@dataclass(frozen=True)
class Piece:
    """A week, a day or a step of the picture, in its own units."""

    x: float
    y: float
    width: float
    state: State


@dataclass(frozen=True)
class PaceBar:
    """The parts of the picture.

    `way` is the left edge and the width of what has been come, null without a figure; one that is `worse`
    runs left from the baseline. What is `cut` goes on beyond the picture's edge. `expected` is where the pace
    expects it today. `pieces` are the weeks, days or steps of kinds that have them, which have no line.
    """

    words: str
    way: tuple[float, float] | None = None
    worse: bool = False
    cut: bool = False
    expected: float | None = None
    pieces: tuple[Piece, ...] = ()
    side: float = 0.0
    height: float = HEIGHT
    width: float = WIDTH
    base: float = BASE
    goal: float = GOAL

    @property
    def is_line(self) -> bool:
        """Whether it is a line, and not made of pieces."""
        return not self.pieces


def pace_bar(standing: KeyResultStanding) -> PaceBar:
    """The picture of a key result: squares of a `keep`, steps of milestones, else a line."""
    key_result = standing.key_result
    if key_result.kind is KeyResultKind.KEEP and not standing.read.withheld:
        found = _squares(_states(standing))
        if found is not None:
            return PaceBar(_kept_words(standing), pieces=found[0], side=found[1], height=found[2])
    if key_result.kind is KeyResultKind.MILESTONES:
        return _steps(standing)
    return _line(standing)


def way_words(progress: float | None) -> str:
    r"""How much of the way is behind it; below 0 where it is worse than the baseline, and above 100.

    >>> way_words(0.482).replace(NARROW, "_"), way_words(-0.2).replace(NARROW, "_"), way_words(None)
    ('48_% of the way', '−20_% of the way', 'no data')
    """
    if progress is None:
        return say("no data")
    return say("%(share)s of the way", share=_share(progress))


def _share(progress: float) -> str:
    told = number(abs(progress) * 100)
    return f"{MINUS if progress < 0 and told != '0' else ''}{told}{NARROW}%"


def _place(progress: float) -> float:
    """Where a progress is in the picture, as far as it reaches."""
    return round(min(max(BASE + progress * (GOAL - BASE), EDGE), WIDTH - EDGE), 1)


def _line(standing: KeyResultStanding) -> PaceBar:
    expected = _place(standing.expected)
    told = say("expected today: %(share)s", share=_share(standing.expected))
    come = standing.progress
    if come is None:
        return PaceBar(f"{say('no data')}; {told}", expected=expected)
    at, worse = _place(come), come < 0
    way = (at, round(BASE - at, 1)) if worse else (BASE, round(at - BASE, 1))
    cut = at in (EDGE, WIDTH - EDGE)
    return PaceBar(f"{way_words(come)}; {told}", way, worse, cut, expected)


def _states(standing: KeyResultStanding) -> list[State]:
    bounds, measured = standing.key_result.bounds, standing.measured
    assert bounds is not None
    found: list[State] = []
    for each in measured.periods:
        if each.partial:
            found.append("partial")
        elif each.value is None:
            found.append("silent")
        else:
            found.append("kept" if bounds.hold(each.value) else "lost")
    to_come = (measured.to_come or 0) - found.count("partial")
    return found + ["to_come"] * to_come


def _kept_words(standing: KeyResultStanding) -> str:
    states = _states(standing)
    of_days = standing.key_result.bounds is not None and standing.key_result.bounds.every == "day"
    kept, lost = states.count("kept"), states.count("lost")
    words = (
        say_many("%(num)s day kept", "%(num)s days kept", kept)
        if of_days
        else say_many("%(num)s week kept", "%(num)s weeks kept", kept)
    )
    parts = [words, say("%(n)s lost", n=lost)]
    if states.count("silent"):
        parts.append(say("%(n)s without a figure", n=states.count("silent")))
    parts.append(say("%(n)s to come", n=states.count("to_come") + states.count("partial")))
    return ", ".join(parts)


def _squares(states: Sequence[State]) -> tuple[tuple[Piece, ...], float, float] | None:
    """The squares, their side and the picture's height; null where there are none, or too many."""
    if not states or len(states) > MOST_SQUARES:
        return None
    few = len(states) <= FEW
    in_row = IN_ROW if few else IN_ROW_OF_MANY
    side, gap = (SIDE, GAP) if few else (SIDE_OF_MANY, GAP_OF_MANY)
    pieces = tuple(
        Piece(
            round(1 + (at % in_row) * (side + gap), 1),
            round(1 + (at // in_row) * (side + gap), 1),
            side,
            each,
        )
        for at, each in enumerate(states)
    )
    return pieces, side, max(HEIGHT / 2 + 2, round(pieces[-1].y + side + 1, 1))


def _steps(standing: KeyResultStanding) -> PaceBar:
    steps, at = standing.key_result.milestones, standing.measured.at
    whole, space = sum(each.weight for each in steps), WIDTH - 2 * EDGE
    gap = 2.0 if len(steps) * 4 < space else 0.0
    pieces, passed = [], 0.0
    for each in sorted(steps, key=lambda one: not is_done(one, at)):
        wide = each.weight / whole * space
        state: State = "done" if is_done(each, at) else "open"
        pieces.append(Piece(round(EDGE + passed, 1), MIDDLE - 3, round(max(wide - gap, 0.5), 1), state))
        passed += wide
    done = sum(is_done(each, at) for each in steps)
    words = say("%(done)s of %(all)s steps done", done=done, all=len(steps))
    told = say("expected today: %(share)s", share=_share(standing.expected))
    expected = round(EDGE + min(max(standing.expected, 0.0), 1.0) * space, 1)
    return PaceBar(f"{words}; {told}", expected=expected, pieces=tuple(pieces), side=6.0)
