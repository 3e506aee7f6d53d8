"""docs/metrics.md: every metric with all its fields."""

from itertools import groupby

from deskwise.app.show_catalogue import CatalogueEntry, show_catalogue
from deskwise.metrics.definition import CLOCKS, STATS_OF_KIND
from deskwise.metrics.dimensions import DIMENSIONS
from pages.markdown import code, table

INTRODUCTION = """\
# Metrics

What each figure means, in the words of the catalogue; `deskwise catalogue NAME` prints the same. The binding text is
[the book of definitions](definitions.md), section 7, with [the rulings of the book](rulings_of_the_book.md).

*Counted at* is the instant that decides which period a case falls into. *No figure* says when the value is null, which
is never the same as 0. Cases that are *left out* are counted beside the figure, by reason. The *worked example* is a
file of [`golden/`](../golden/).
"""


def page() -> str:
    """The page's text."""
    entries = show_catalogue()
    parts = [INTRODUCTION, _contents(entries), _statistics(), _dimensions()]
    for family, members in groupby(entries, key=lambda entry: entry.family):
        parts.append(f"## {family}")
        parts.extend(_entry(entry) for entry in members)
    return "\n\n".join(part.rstrip() for part in parts)


def _contents(entries: tuple[CatalogueEntry, ...]) -> str:
    rows = [
        [
            f"[{entry.metric.name}](#{entry.metric.name})",
            entry.metric.unit,
            entry.metric.better,
            entry.metric.tells,
        ]
        for entry in entries
    ]
    return "## All of them\n\n" + table(["metric", "unit", "better", "what it tells"], rows)


def _statistics() -> str:
    rows = [[kind, ", ".join(code(stat) for stat in stats)] for kind, stats in STATS_OF_KIND.items()]
    text = f"## Statistics\n\nClocks: {', '.join(code(clock) for clock in CLOCKS)}. Statistics by kind of metric:"
    return f"{text}\n\n{table(['kind', 'statistics'], rows)}"


def _dimensions() -> str:
    rows = [[code(each.name), each.tells] for each in DIMENSIONS.values()]
    rows.append([code("extra.<field>"), "The last known value of any further field of the source."])
    return "## Dimensions\n\nFor `--by` and `--where`.\n\n" + table(["dimension", "what it is"], rows)


def _entry(entry: CatalogueEntry) -> str:
    told = entry.to_json()
    rows = [
        ["label", entry.metric.label],
        ["formula", entry.metric.formula],
        ["unit", entry.metric.unit],
        ["better", entry.metric.better],
        ["of which cases", entry.metric.population],
        ["no figure", entry.metric.null_when],
        ["counted at", entry.metric.anchor],
        ["belongs to", entry.metric.attribution],
        *(
            [title, ", ".join(code(word) for word in told[name])]
            for title, name in (
                ("statistics", "stats"),
                ("clocks", "clocks"),
                ("dimensions", "dimensions"),
                ("always split by", "always_by"),
                ("left out, and counted", "excluded"),
            )
            if told[name]
        ),
        ["source", entry.metric.source],
        ["worked example", f"[{entry.metric.example}](../golden/{entry.metric.example}.toml)"],
        ["definition", code(entry.metric.definition)],
    ]
    return f"### {entry.metric.name}\n\n{entry.metric.tells}\n\n" + table(["", ""], rows)
