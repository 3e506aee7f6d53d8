"""Chart what changed: what each group does to the difference."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from deskwise.analyses.finding import Cell, Finding
from deskwise.analyses.what_changed_words import OTHERS
from deskwise.kernel.language import mid_sentence, say
from deskwise.metrics.catalogue import metric
from deskwise.metrics.dimensions import dimension
from deskwise.reports.contributions import Contribution, Contributions
from deskwise.reports.stat_words import CLOCK_WORDS, STAT_WORDS, without_words
from deskwise.reports.time_words import instant_words, span_words


def chart_changed(finding: Finding, link: Callable[[Mapping[str, Cell]], str]) -> Contributions | None:
    """The chart of the groups, each leading to where `link` says; null where there are none."""
    rows, rests = finding.records(), finding.rests_on
    if not rows or rests.before is None:
        return None
    label = dimension(rests.by or "").label
    rate, mix, difference = (finding.number(name) for name in ("rate", "mix", "difference"))
    words = [say(STAT_WORDS[rests.stat]), say("by %(dimension)s", dimension=mid_sentence(say(label)))]
    if rests.clock is not None:
        words.append(say(CLOCK_WORDS[rests.clock]))
    words += [
        f"{say(dimension(name).label)}: {', '.join(value or say('none') for value in values)}"
        for name, values in rests.where
    ]
    periods = say(
        "%(period)s against %(before)s",
        period=span_words(rests.period, rests.zone),
        before=span_words(rests.before, rests.zone),
    )
    return Contributions(
        title=say("%(metric)s: what changed", metric=say(metric(rests.metric).label)),
        lines=(" · ".join([*words, periods]), say("as of %(at)s", at=instant_words(rests.as_of, rests.zone))),
        unit=rests.unit,
        dimension=say(label),
        groups=tuple(
            Contribution(
                group_name(finding, row), _number(row["total"]) or 0.0, _number(row.get("rate")),
                _number(row.get("mix")), link(row),
            )
            for row in rows
        ),
        whole=Contribution(
            say("all together"),
            0.0 if difference is None or difference.value is None else difference.value,
            None if rate is None else rate.value,
            None if mix is None else mix.value,
        ),
    )  # fmt: skip


def group_name(finding: Finding, row: Mapping[str, Cell]) -> str:
    """A group of a finding by its name; several told as one, and the cases without a value, by words."""
    members = row.get("members", 1)
    if isinstance(members, int) and members > 1:
        return say(OTHERS)
    return str(row["group"] or without_words(dimension(finding.rests_on.by or "").label))


def _number(cell: Cell) -> float | None:
    return float(cell) if isinstance(cell, int | float) else None
