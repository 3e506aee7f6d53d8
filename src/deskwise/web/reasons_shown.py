"""What the page of contact reasons shows of clusters of subjects: their names, to be changed by who may."""

from __future__ import annotations

from dataclasses import dataclass

from deskwise.app.access.holders import Holder
from deskwise.app.access.things import Act
from deskwise.app.name_reasons import NAMES, ReasonCluster, list_reasons
from deskwise.app.state import State
from deskwise.app.workspace import Workspace
from deskwise.web.visitor import Visitor

# What follows is behind a fold: a page of two hundred forms is none.
SHOWN = 20


@dataclass(frozen=True)
class ReasonLine:
    """A reason with its clusters; `named` says that somebody gave it its name."""

    name: str
    clusters: tuple[ReasonCluster, ...]

    @property
    def named(self) -> bool:
        """Whether somebody named it, or made it one with another."""
        return len(self.clusters) > 1 or any(each.version for each in self.clusters)


@dataclass(frozen=True)
class ReasonsShown:
    """The reasons, and how many of them stand before the fold; `may_name` of whoever looks."""

    lines: tuple[ReasonLine, ...]
    may_name: bool
    shown: int = SHOWN

    def others(self, name: str) -> list[str]:
        """What else a cluster may be made one with."""
        return sorted({each.name for each in self.lines} - {name})


def reasons_shown(workspace: Workspace, state: State, holder: Holder, who: Visitor) -> ReasonsShown | None:
    """The reasons as they are named; null where texts are not kept or whoever looks may not see it."""
    if not who.may(Act.READ, NAMES):
        return None
    found = list_reasons(workspace, state, holder)
    if found is None:
        return None
    lines = tuple(ReasonLine(each.name, each.clusters) for each in found)
    return ReasonsShown(lines, who.may(Act.CHANGE, NAMES))


def version_of(text: str) -> int | None:
    """The version that a form says; null of what is no number.

    >>> version_of("2"), version_of("")
    (2, None)
    """
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 10 else None
