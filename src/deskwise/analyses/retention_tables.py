"""The numbers and tables of `retention`: what customers did by what was done to them, and their stages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from deskwise.analyses.difference import whole
from deskwise.analyses.experiences import WORDS, Against, Experience
from deskwise.analyses.finding import Cell, Number, NumberColumn, NumberTable
from deskwise.kernel.language import marked
from deskwise.metrics.intervals import wilson
from deskwise.metrics.readings import Reading

if TYPE_CHECKING:
    from deskwise.analyses.retention import Retention

MORE, FEWER, WITHIN = marked("above chance"), marked("below chance"), marked("within chance")


def numbers(told: Retention) -> tuple[Number, ...]:
    """The numbers of the finding."""
    did, silent, apart = told.did, told.silent, told.matched
    found = [Number("customers", marked("customers who wrote"), did.n, "count")]
    if told.any_sale:
        found.append(_share("bought", marked("bought"), did.bought, did.n))
    found += [
        _share("again", marked("wrote again"), did.again, did.n),
        _share("silent", marked("fell silent"), did.silent, did.n),
        _share("good_silence", marked("of these after being helped"), silent.good, silent.n),
        _share("bad_silence", marked("of these after not being helped"), silent.bad, silent.n),
    ]
    if apart is not None:
        found += [
            Number("matched", marked("customers with others like them"), apart.n, "count"),
            Number("others", marked("others without contact"), apart.others, "count"),
            Number("bought_met", marked("bought after contact"), apart.bought, "share"),
            Number("bought_unmet", marked("of the same without contact"), apart.expected, "share"),
            Number(
                "bought_more",
                marked("difference"),
                apart.difference,
                "share",
                apart.low,
                apart.high,
                signed=True,
            ),
        ]
    return tuple(found)


def _share(name: str, label: str, hits: int, n: int) -> Number:
    sides = whole(wilson(hits, n)) or (None, None)
    return Number(name, label, hits / n if n else None, "share", *sides)


def experience_columns() -> tuple[NumberColumn, ...]:
    """What is told of customers to whom something was done."""
    return (
        NumberColumn("experience", marked("the request was"), None, said=True),
        NumberColumn("customers", marked("customers"), "count"),
        NumberColumn("bought", marked("bought"), "share"),
        NumberColumn("bought_more", marked("more than others"), "share", signed=True),
        NumberColumn("low", marked("from"), "share", signed=True),
        NumberColumn("high", marked("to"), "share", signed=True),
        NumberColumn("verdict", marked("verdict"), None, said=True),
        NumberColumn("again", marked("wrote again"), "share"),
        NumberColumn("again_more", marked("more than others"), "share", signed=True),
        NumberColumn("again_verdict", marked("verdict"), None, said=True),
        NumberColumn("silent", marked("fell silent"), "share"),
    )


def experience_row(each: Experience) -> tuple[Cell, ...]:
    """The row of what was done."""
    n, bought, again = each.deeds.n, each.bought, each.again
    return (
        WORDS[each.name], n, None if bought is None else bought.share,
        None if bought is None else bought.difference, None if bought is None else bought.low,
        None if bought is None else bought.high, verdict_of(bought), each.deeds.again / n,
        None if again is None else again.difference, verdict_of(again), each.deeds.silent / n,
    )  # fmt: skip


def verdict_of(against: Against | None) -> str:
    """What is said of a share against the others'; empty where nothing is."""
    if against is None:
        return ""
    if not against.named:
        return WITHIN
    return MORE if against.difference > 0 else FEWER


def stage_table(stages: Mapping[str | None, Reading]) -> NumberTable:
    """How many move on from each stage, where they are most first."""
    known = [(stage, each) for stage, each in stages.items() if stage is not None and each.n]
    known.sort(key=lambda pair: -pair[1].n)
    rows = []
    for stage, each in known:
        low, high = whole(each.interval) or (None, None)
        rows.append((stage, each.n, None if each.value is None else float(each.value), low, high))
    return NumberTable(
        "stages",
        marked("Stages: how many move on to the next"),
        (
            NumberColumn("stage", marked("stage"), None),
            NumberColumn("n", marked("entered it"), "count"),
            NumberColumn("moved_on", marked("moved on"), "share"),
            NumberColumn("low", marked("from"), "share"),
            NumberColumn("high", marked("to"), "share"),
        ),
        tuple(rows),
    )
