"""A metric by the values of a dimension as plain values: what a chart of it is drawn from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from deskwise.kernel.language import say
from deskwise.metrics.readings import Reading
from deskwise.reports.number_words import count_words, interval_told, value_words


@dataclass(frozen=True)
class Group:
    """One value of the dimension, by its name, and its reading."""

    name: str
    reading: Reading


@dataclass(frozen=True)
class ByDimension:
    """A metric by a dimension.

    `lines` say which figure it is. `whole` is the reading of all groups together, null where it was not read;
    groups stand in the order they are drawn in. `more` is how many there are that are not drawn.
    """

    title: str
    lines: tuple[str, ...]
    unit: str
    dimension: str
    groups: tuple[Group, ...]
    whole: Reading | None = None
    more: int = 0

    def words_of(self, group: Group) -> str:
        """A group in words: all that is drawn of it."""
        reading = group.reading
        words = [f"{group.name}: {value_words(reading.value, self.unit)}"]
        if reading.value is not None and reading.interval not in {None, (None, None)}:
            words.append(interval_told(*reading.interval, self.unit))
        return ", ".join([*words, f"n {count_words(reading.n)}"])

    def told(self) -> str:
        """The whole chart in words, for who cannot see it."""
        parts = [self.words_of(each) for each in self.groups]
        if self.whole is not None:
            parts.append(say("all together %(value)s", value=value_words(self.whole.value, self.unit)))
        if self.more:
            parts.append(say("%(n)s more are not drawn", n=count_words(self.more)))
        return "; ".join(parts)


def group_rows(chart: ByDimension) -> list[dict[str, Any]]:
    """What is drawn, one row a group: its reading as it is, and its place from the top.

    Of an interval that is `ranged`, a side that does not exist has no end.
    """
    return [
        {
            "slot": number + 0.5,
            "name": group.name,
            "value": group.reading.value,
            "low": low,
            "high": high,
            "from": low,
            "to": high,
            "ranged": low is not None or high is not None,
            "n": group.reading.n,
            "count": count_words(group.reading.n),
            "figure": value_words(group.reading.value, chart.unit),
            "words": chart.words_of(group),
        }
        for number, group in enumerate(chart.groups)
        for low, high in (group.reading.interval or (None, None),)
    ]
