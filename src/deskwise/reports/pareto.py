"""How few of many make most of something, as plain values: bars, largest first, and what they add up to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from deskwise.kernel.language import say
from deskwise.reports.number_words import NARROW, value_words


@dataclass(frozen=True)
class ParetoBar:
    """One of many and its share of the whole, 0 to 1; `few` says that it is one of the fewest that make most.

    `rest` says that it is what has no name, or several told as one: it comes last, whatever its share.
    """

    name: str
    share: float
    few: bool = False
    rest: bool = False
    link: str = ""


@dataclass(frozen=True)
class ParetoPanel:
    """What is made, in words, and who makes it."""

    title: str
    bars: tuple[ParetoBar, ...]


@dataclass(frozen=True)
class Pareto:
    """Panels of the same look, one for each thing that is made; `most` is the share that the fewest make."""

    title: str
    lines: tuple[str, ...]
    dimension: str
    panels: tuple[ParetoPanel, ...]
    most: float

    def words_of(self, bar: ParetoBar, reached: float) -> str:
        """A bar in words: all that is drawn of it."""
        return say(
            "%(name)s: %(share)s, with those before it %(reached)s",
            name=bar.name,
            share=value_words(bar.share, "share"),
            reached=value_words(reached, "share"),
        )

    def told(self) -> str:
        """The whole chart in words, for who cannot see it."""
        return "; ".join(
            f"{panel.title}: {', '.join(row['words'] for row in bar_rows(self, panel))}"
            for panel in self.panels
        )


def round_share(share: float) -> str:
    """A share that somebody chose, in whole per cent.

    >>> round_share(0.8).replace(NARROW, "_")
    '80_%'
    """
    return f"{share * 100:.0f}{NARROW}%"


def bar_rows(chart: Pareto, panel: ParetoPanel) -> list[dict[str, Any]]:
    """What is drawn of a panel, one row a bar, with its place from the top and what is reached with it."""
    rows, reached = [], 0.0
    for number, each in enumerate(panel.bars):
        reached = min(reached + each.share, 1.0)
        rows.append(
            {
                "slot": number + 0.5,
                "name": each.name,
                "share": each.share,
                "reached": reached,
                "few": each.few,
                "figure": value_words(each.share, "share"),
                "reached_words": value_words(reached, "share"),
                "words": chart.words_of(each, reached),
                "link": each.link,
            }
        )
    return rows
