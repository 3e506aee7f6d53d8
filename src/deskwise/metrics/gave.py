"""The parts of a figure's cases by what each gave: above the line or not, within a threshold or beyond."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

from deskwise.kernel.errors import UsageError
from deskwise.kernel.language import say
from deskwise.metrics.definition import Kind, Metric
from deskwise.metrics.figures import Number
from deskwise.metrics.selection import Selection

if TYPE_CHECKING:
    import ibis.expr.types as ir

Gave = Literal["yes", "no", "within", "beyond", "promoter", "passive", "detractor"]
SECOND = 1_000_000
GAVE: tuple[Gave, ...] = get_args(Gave)
OF_KIND: dict[Kind, tuple[Gave, ...]] = {
    "share": ("yes", "no"),
    "duration": ("within", "beyond"),
    "age": ("within", "beyond"),
    "nps": ("promoter", "passive", "detractor"),
}


def parts_of(metric: Metric) -> tuple[Gave, ...]:
    """The parts that the counted cases of a metric fall into; none of a metric whose cases only count.

    A share's are those above the line and the others, a duration's those within a threshold and those beyond
    it, a recommendation's promoters (9 and 10), passives and detractors (0 to 6).

    >>> from deskwise.metrics.catalogue import metric
    >>> parts_of(metric("csat")), parts_of(metric("backlog_age")), parts_of(metric("complaints"))
    (('yes', 'no'), ('within', 'beyond'), ())
    """
    return OF_KIND.get(metric.kind, ())


def require_part(metric: Metric, selection: Selection, gave: str, *, has_below: bool) -> None:
    """Raise `UsageError` where the cases of a selection have no such part, or it has no threshold."""
    parts = parts_of(metric)
    if gave not in parts:
        raise UsageError(
            say("no case of %(metric)s gave %(gave)s", metric=metric.name, gave=repr(gave)),
            do=say("choose from %(names)s", names=", ".join(parts))
            if parts
            else say("leave it out: its cases only count"),
        )
    if gave in {"within", "beyond"} and selection.within_seconds is None:
        raise UsageError(say("%(gave)s needs a threshold", gave=gave), do=say("add --within SECONDS"))
    if gave == "no" and has_below:
        raise UsageError(
            say("those below the line of %(metric)s are listed without what they gave", metric=metric.name),
            do=say(
                "leave %(dimension)s out of the selection",
                dimension=f" {say('and')} ".join(metric.below_only_with),
            ),
        )


def gave_it(metric: Metric, rows: ir.Table) -> ir.BooleanValue:
    """Whether a listed row is of the part that its column `row_gave` names; all are where it names none."""
    import ibis

    given, asked = rows.gave, rows.row_gave
    found: ir.BooleanValue = ibis.literal(False)
    if metric.kind == "share":
        found = (asked == "yes") == (given == 1)
    elif metric.kind in {"duration", "age"}:
        found = (asked == "within") == (given <= rows.within_microseconds)
    elif metric.kind == "nps":
        low = ibis.ifelse(given <= 6, "detractor", "passive")
        found = asked == ibis.ifelse(given >= 9, "promoter", low)
    return asked.isnull() | ((rows.state == "counted") & given.notnull() & found.fill_null(False))


def working_age_gave_it(gave: str, seconds: Number | bool | None, selection: Selection) -> bool:
    """Whether a working age is of a part of a selection; without a schedule there is none.

    It is measured after the listing.
    """
    within = selection.within_seconds
    if seconds is None or within is None:
        return False
    return (gave == "within") == (round(seconds * SECOND) <= int(within * SECOND))
