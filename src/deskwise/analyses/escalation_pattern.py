"""Whether many agents escalate one kind of request, or one agent many kinds, team by team."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from deskwise.analyses.cells import Group
from deskwise.analyses.crossed_effects import Effect, crossed
from deskwise.analyses.funnel import discoveries
from deskwise.kernel.language import marked

# A product and a category of it.
Kind: TypeAlias = tuple[str | None, str | None]
# A verdict takes so many requests; to stand out, so many escalated ones, with so many agents (or kinds).
FEWEST_REQUESTS, FEWEST_ESCALATED, MANY = 30, 3, 3
# With a single one of them lies less than this part of what is more than usual.
MOST_WITH_ONE = 0.5

PRODUCT_GAP, TRAINING_NEED = marked("looks like a product gap"), marked("looks like a training need")
ONE_AGENT, ONE_KIND = marked("mostly one agent's: undecided"), marked("mostly one category's: undecided")
WITHIN = marked("within chance")


@dataclass(frozen=True)
class JudgedKind:
    """A kind of request as the agents of a team escalate it."""

    team: Group
    effect: Effect[Kind]
    verdict: str


@dataclass(frozen=True)
class JudgedAgent:
    """An agent among those of a team."""

    team: Group
    effect: Effect[Group]
    verdict: str


@dataclass(frozen=True)
class Patterns:
    """All that was judged; `teams` had enough agents and kinds to hold them apart, `small` had not.

    `few_agents` are agents of these teams with too few requests, `few_kinds` kinds; `spread` is the largest
    factor by which a team's cells vary more than chance makes them.
    """

    kinds: tuple[JudgedKind, ...]
    agents: tuple[JudgedAgent, ...]
    teams: tuple[Group, ...]
    small: tuple[Group, ...]
    few_kinds: int
    few_agents: int
    spread: float

    @property
    def gaps(self) -> tuple[JudgedKind, ...]:
        """Kinds that look like a product gap, the clearest first."""
        found = [each for each in self.kinds if each.verdict == PRODUCT_GAP]
        return tuple(sorted(found, key=lambda each: (each.effect.chance, str(each.effect.name))))

    @property
    def needs(self) -> tuple[JudgedAgent, ...]:
        """Agents who look as if they needed training, the clearest first."""
        found = [each for each in self.agents if each.verdict == TRAINING_NEED]
        return tuple(sorted(found, key=lambda each: (each.effect.chance, str(each.effect.name))))


def patterns(teams: Mapping[Group, Mapping[tuple[Group, Kind], tuple[int, int]]]) -> Patterns:
    """What stands out of (escalated, requests) of each agent and kind, in teams.

    Agents are held against those of their own team, for a second tier escalates by other rules. Named is what
    an exact test leaves and whose interval lies above the usual: of all that is named, in all teams
    together, one in twenty is expected to be chance.
    """
    kinds: list[tuple[Group, Effect[Kind]]] = []
    agents: list[tuple[Group, Effect[Group]]] = []
    judged, small, spread = [], [], 1.0
    few_kinds = few_agents = 0
    for team, cells in teams.items():
        found = crossed(cells)
        if found is None:
            small.append(team)
            continue
        judged.append(team)
        spread = max(spread, found.spread)
        # Requests of which nobody said what they are about are no kind.
        enough = [each for each in found.columns if each.cases >= FEWEST_REQUESTS and any(each.name)]
        kinds += [(team, each) for each in enough]
        few_kinds += sum(any(each.name) for each in found.columns) - len(enough)
        many = [each for each in found.rows if each.cases >= FEWEST_REQUESTS and each.name is not None]
        agents += [(team, each) for each in many]
        few_agents += sum(each.name is not None for each in found.rows) - len(many)
    named = iter(discoveries([each.chance for each in _effects(kinds, agents)]))
    of_kinds = tuple(
        JudgedKind(team, each, _verdict(each, next(named), PRODUCT_GAP, ONE_AGENT)) for team, each in kinds
    )
    of_agents = tuple(
        JudgedAgent(team, each, _verdict(each, next(named), TRAINING_NEED, ONE_KIND)) for team, each in agents
    )
    return Patterns(of_kinds, of_agents, tuple(judged), tuple(small), few_kinds, few_agents, spread)


def _effects(*groups: Iterable[tuple[Group, Effect[Any]]]) -> list[Effect[Any]]:
    return [each for group in groups for _, each in group]


def _verdict(effect: Effect[Any], named: bool, many: str, one: str) -> str:
    if not named or effect.low <= 1 or effect.hits < FEWEST_ESCALATED:
        return WITHIN
    return many if effect.above >= MANY and effect.most < MOST_WITH_ONE else one
