"""The filters of a page as fields of a form, which asks the same address with other words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from deskwise.app.filter_values import filter_values
from deskwise.app.workspace import Workspace
from deskwise.kernel.language import say, sentence_start
from deskwise.metrics.definition import Metric
from deskwise.metrics.dimensions import dimension
from deskwise.reports.stat_words import without_words
from deskwise.web.asked import FILTER, TYPED, Asked
from deskwise.web.templating import Links

# A list that is longer is typed into rather than looked through.
MOST_LISTED, MOST_SUGGESTED = 60, 200


@dataclass(frozen=True)
class Choice:
    """A value that can be chosen, as the address says it and as a person reads it."""

    value: str
    words: str


@dataclass(frozen=True)
class Field:
    """A dimension with its values; one with too many for a list is `typed`, and suggests some."""

    dimension: str
    name: str
    label: str
    choices: tuple[Choice, ...]
    typed: bool


@dataclass(frozen=True)
class Chip:
    """A filter in force, with the address that leaves it out."""

    words: str
    without: str


def fields(
    workspace: Workspace,
    chosen: Asked,
    offered: Callable[[str, str | None], bool],
    metric: Metric | None = None,
) -> tuple[Field, ...]:
    """The dimensions that are not filtered yet, each with the values it has and which are `offered`."""
    found = []
    for each in filter_values(workspace, metric):
        if each.name in chosen.where:
            continue
        values = [value for value in each.values if offered(each.name, value)]
        if not values:
            continue
        typed = len(values) > MOST_LISTED
        choices = [Choice(value, value) for value in values if value]
        if None in values and not typed:
            choices.append(Choice("", without_words(each.label)))
        name = (TYPED if typed else FILTER) + each.name
        found.append(Field(each.name, name, say(each.label), tuple(choices[:MOST_SUGGESTED]), typed))
    return tuple(found)


def chips(chosen: Asked, links: Links, page: str, **path: str) -> tuple[Chip, ...]:
    """The filters in force."""
    return tuple(
        Chip(
            f"{_named(name)}: {', '.join(value or say('none') for value in values)}",
            links.page(page, chosen.only(name, ()).query(without=("metric",) if path else ()), **path),
        )
        for name, values in chosen.where.items()
    )


def _named(name: str) -> str:
    return sentence_start(say(dimension(name).label))
