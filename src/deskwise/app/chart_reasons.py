"""Chart contact reasons: what each makes of the requests, the work, the re-contacts and the bad ratings."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from deskwise.analyses.contact_reasons_words import TITLES
from deskwise.analyses.fewest_that_make import MOST
from deskwise.analyses.finding import Cell, Finding
from deskwise.kernel.language import say
from deskwise.metrics.dimensions import dimension
from deskwise.reports.pareto import Pareto, ParetoBar, ParetoPanel
from deskwise.reports.stat_words import without_words
from deskwise.reports.time_words import instant_words, span_words

# More bars than these tell nothing: the smallest are told as one.
MOST_BARS = 10
Link = Callable[[Mapping[str, Cell]], str]


def chart_reasons(finding: Finding, link: Link) -> Pareto | None:
    """The chart of all that is told of reasons; null where nothing is."""
    rests = finding.rests_on
    by = dimension(rests.by or "")
    panels = tuple(
        ParetoPanel(say(title), _bars(finding, name, int(few.value), without_words(by.label), link))
        for name, title in TITLES.items()
        if (few := finding.number(f"few_{name}")) is not None and few.value is not None
    )
    if not panels or finding.outcome == "too few":
        return None
    return Pareto(
        title=say("Contact reasons: how few make most"),
        lines=(
            " · ".join((span_words(rests.period, rests.zone), say("dark: those that make 80 %"))),
            say("as of %(at)s", at=instant_words(rests.as_of, rests.zone)),
        ),
        dimension=say(by.label),
        panels=panels,
        most=float(MOST),
    )


def _bars(finding: Finding, name: str, few: int, nameless: str, link: Link) -> tuple[ParetoBar, ...]:
    """The reasons, the largest first, then those told as one, then what has no reason."""
    key, reason = f"{name}_share", finding.columns[0].name
    known = [(row, share) for row in finding.records() if isinstance(share := row[key], float)]
    named = sorted(
        ((row, share) for row, share in known if row[reason] is not None),
        key=lambda each: (-each[1], str(each[0][reason])),
    )
    kept = named if len(named) <= MOST_BARS else named[: MOST_BARS - 1]
    bars = [
        ParetoBar(str(row[reason]), share, place < few, link=link(row))
        for place, (row, share) in enumerate(kept)
    ]
    others = named[len(kept) :]
    if others:
        words = say("%(n)s others", n=len(others))
        bars.append(ParetoBar(words, sum(share for _, share in others), rest=True))
    bars += [
        ParetoBar(nameless, share, rest=True, link=link(row))
        for row, share in known
        if row[reason] is None and share
    ]
    return tuple(bars)
