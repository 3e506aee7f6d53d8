"""What groups do to a difference, as plain values: what a chart of it is drawn from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from deskwise.kernel.language import say
from deskwise.reports.number_words import change_words


@dataclass(frozen=True)
class Contribution:
    """A group by its name and what it does to the whole: by its own figure and by its share of the cases.

    `rate` and `mix` are null of a count, which has no figure within a group. `link` is where it leads.
    """

    name: str
    total: float
    rate: float | None = None
    mix: float | None = None
    link: str = ""


@dataclass(frozen=True)
class Contributions:
    """A difference by groups, in the order they are drawn in; `whole` is that of all of them together."""

    title: str
    lines: tuple[str, ...]
    unit: str
    dimension: str
    groups: tuple[Contribution, ...]
    whole: Contribution

    @property
    def parted(self) -> bool:
        """Whether the difference is parted into what is within groups and what is between them."""
        return self.whole.rate is not None

    def words_of(self, group: Contribution) -> str:
        """A group in words: all that is drawn of it."""
        words = [f"{group.name}: {change_words(group.total, self.unit)}"]
        if group.rate is not None and group.mix is not None:
            words.append(say("within it %(part)s", part=change_words(group.rate, self.unit)))
            words.append(say("by its share %(part)s", part=change_words(group.mix, self.unit)))
        return ", ".join(words)

    def told(self) -> str:
        """The whole chart in words, for who cannot see it."""
        return "; ".join(self.words_of(each) for each in (*self.groups, self.whole))


def contribution_rows(chart: Contributions) -> list[dict[str, Any]]:
    """What is drawn, one row a group and one for all of them, with its place from the top."""
    rows = (*chart.groups, chart.whole)
    return [
        {
            "slot": number + 0.5,
            "name": each.name,
            "total": each.total,
            "rate": each.total if each.rate is None else each.rate,
            "mix": each.mix,
            "whole": number == len(chart.groups),
            "figure": change_words(each.total, chart.unit),
            "rate_words": "" if each.rate is None else change_words(each.rate, chart.unit),
            "mix_words": "" if each.mix is None else change_words(each.mix, chart.unit),
            "words": chart.words_of(each),
            "link": each.link,
        }
        for number, each in enumerate(rows)
    ]
