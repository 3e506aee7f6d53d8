"""Missed cases by group as plain values: what a chart of them is drawn from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from deskwise.kernel.language import say
from deskwise.reports.number_words import count_words


@dataclass(frozen=True)
class MissedOf:
    """A group by its name, how many of its cases are missed, and where it leads."""

    name: str
    missed: int
    n: int
    link: str = ""


@dataclass(frozen=True)
class MissedCases:
    """The missed cases by group, in the order they are drawn in; `needed` have to be met of all of them.

    `more` is how many groups there are that are not drawn.
    """

    title: str
    lines: tuple[str, ...]
    dimension: str
    groups: tuple[MissedOf, ...]
    needed: int
    more: int = 0

    def words_of(self, group: MissedOf) -> str:
        """A group in words: all that is drawn of it."""
        told = say("%(missed)s of %(n)s", missed=count_words(group.missed), n=count_words(group.n))
        return f"{group.name}: {told}"

    def told(self) -> str:
        """The whole chart in words, for who cannot see it."""
        parts = [self.words_of(each) for each in self.groups]
        parts.append(say("%(n)s have to be met", n=count_words(self.needed)))
        if self.more:
            parts.append(say("%(n)s more are not drawn", n=count_words(self.more)))
        return "; ".join(parts)


def missed_rows(chart: MissedCases) -> list[dict[str, Any]]:
    """What is drawn, one row a group, with its place from the top."""
    return [
        {
            "slot": number + 0.5,
            "name": each.name,
            "missed": each.missed,
            "n": each.n,
            "figure": say("%(missed)s of %(n)s", missed=count_words(each.missed), n=count_words(each.n)),
            "words": chart.words_of(each),
            "link": each.link,
        }
        for number, each in enumerate(chart.groups)
    ]
