"""What the page of a control chart shows of limits set anew, and which of them whoever looks may set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from deskwise.app.access.things import Act
from deskwise.app.annotate import thing_noted_on
from deskwise.app.annotations import Annotation
from deskwise.app.limits_anew import EPOCH, MICROSECOND, list_anew
from deskwise.app.state import State
from deskwise.kernel.language import say
from deskwise.reports.time_words import instant_words
from deskwise.web.ruling_words import names_of
from deskwise.web.visitor import Visitor


@dataclass(frozen=True)
class AnewLine:
    """That limits were set anew: of what, since when, why and by whom; `may_take_back` of whoever looks."""

    id: str
    of: str
    since: str
    why: str
    by: str
    may_take_back: bool


@dataclass(frozen=True)
class LimitsShown:
    """What stands on the page: what was set anew, and the parts of the figure whose limits can be.

    `scopes` are a team, empty for the whole figure, and its words; none for who may set nothing.
    """

    lines: tuple[AnewLine, ...]
    scopes: tuple[tuple[str, str], ...]


def limits_shown(
    state: State, who: Visitor, metric: str, where: Mapping[str, Sequence[str | None]], zone: str
) -> LimitsShown:
    """Of a metric narrowed as the page is: a filter to one team offers that team's limits before all."""
    teams = [each for each in where.get("team", ()) if each is not None]
    only = teams[0] if len(teams) == 1 else None
    lines: tuple[AnewLine, ...] = ()
    if who.may(Act.READ, thing_noted_on(None)):
        found = [each for each in list_anew(state, who.holder, metric) if each.team in {None, only}]
        names = names_of(state, (each.author for each in found))
        lines = tuple(_line(each, who, names, zone) for each in found)
    scopes = []
    if only is not None and who.may(Act.CHANGE, thing_noted_on(only)):
        scopes.append((only, say("team %(name)s", name=only)))
    if who.may(Act.CHANGE, thing_noted_on(None)):
        scopes.append(("", say("the whole figure and each part of it")))
    return LimitsShown(lines, tuple(scopes))


def _line(found: Annotation, who: Visitor, names: Mapping[str, str], zone: str) -> AnewLine:
    return AnewLine(
        found.id,
        say("all") if found.team is None else say("team %(name)s", name=found.team),
        instant_words((found.at - EPOCH) // MICROSECOND, zone),
        found.text,
        names.get(found.author, say("somebody")),
        who.may(Act.CHANGE, thing_noted_on(found.team)),
    )
