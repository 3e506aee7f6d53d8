"""Re-contact and first contact resolution at any window: the facts keep a re-contact whenever it came.

Requests stay those of the window that is set: only whether a re-contact counts, and whether a resolution is
mature, is asked of each window anew. At the window that is set the counts are the metrics' own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from deskwise.facts.fact_table import REQUEST
from deskwise.facts.joins import beside
from deskwise.facts.rules import Rules
from deskwise.metrics.case_rows import case_rows
from deskwise.metrics.catalogue import metric
from deskwise.metrics.input_tables import CompiledSql, Engine
from deskwise.metrics.plan import inputs, plan
from deskwise.metrics.query_texts import Queries
from deskwise.metrics.selection import Selection
from deskwise.metrics.shape import Shape
from deskwise.metrics.slices import sliced
from deskwise.metrics.tables import fact, requests
from deskwise.metrics.timeline import Horizon, timeline

if TYPE_CHECKING:
    import ibis.expr.types as ir

FCR = "first_contact_resolution"


@dataclass(frozen=True)
class WindowCases:
    """So many first resolutions that are alike in all that any window asks.

    They are mature for windows of up to `mature_for` units; their re-contact came in unit `came_in` of them,
    beyond all where none came. `asked` is whether first contact resolution is asked of them, `one` whether
    there was one contact before and no escalation. `unjudged` says that the re-contact rests on two null
    categories, `survey` what the customer said, null if nothing. `agent` is null where none is told.
    """

    mature_for: int
    came_in: int
    asked: bool
    one: bool
    unjudged: bool
    survey: bool | None
    agent: str | None
    n: int


@dataclass(frozen=True)
class AtWindow:
    """What is counted at a window of so many units: mature first resolutions, and what became of them.

    `n_asked` are those that first contact resolution is asked of, `resolved` those that one contact was
    enough for; `provisional` are not mature yet. `unjudged` of the re-contacts rest on two null categories.
    """

    units: int
    n: int
    recontacts: int
    n_asked: int
    resolved: int
    provisional: int
    unjudged: int
    people: int


def at_window(cases: Sequence[WindowCases], units: int) -> AtWindow:
    """The counts at a window of so many units."""
    mature = [each for each in cases if each.mature_for >= units]
    back = [each for each in mature if each.came_in <= units]
    asked = [each for each in mature if each.asked]
    return AtWindow(
        units=units,
        n=_n(mature),
        recontacts=_n(back),
        n_asked=_n(asked),
        resolved=_n([each for each in asked if each.one and each.came_in > units]),
        provisional=_n(cases) - _n(mature),
        unjudged=_n([each for each in back if each.unjudged]),
        people=len({each.agent for each in mature if each.agent is not None}),
    )


def came_on(cases: Sequence[WindowCases], most: int) -> tuple[tuple[int, int], ...]:
    """For each unit: how many came back in it, and how many could have, being mature and not back before."""
    could = [
        [each for each in cases if each.mature_for >= unit <= each.came_in] for unit in range(1, most + 1)
    ]
    return tuple(
        (_n([each for each in those if each.came_in == unit]), _n(those))
        for unit, those in enumerate(could, start=1)
    )


def _n(cases: Sequence[WindowCases]) -> int:
    return sum(each.n for each in cases)


def read_windows(
    selection: Selection,
    unit: int,
    most: int,
    *,
    rules: Rules,
    horizon: Horizon,
    engine: Engine,
    compiled: CompiledSql,
) -> tuple[WindowCases, ...]:
    """The first resolutions of a selection of first contact resolution, by windows of up to `most` units.

    A unit is so many microseconds. Split by `agent`, the cases are told apart by it.
    """
    line = timeline(selection, rules, horizon)
    asked = plan(metric(FCR), selection, rules, line)
    queries = Queries(engine, compiled, inputs(selection, rules, line, horizon))
    key = f"recontact_windows_{unit}_{most}:{asked.metric.definition}|{asked.shape.key()}"
    rows = queries.rows(key, lambda: windows(asked.shape, unit, most))
    return tuple(
        WindowCases(
            int(mature_for), int(came_in), bool(is_asked), bool(one), bool(unjudged),
            None if survey is None else bool(survey), agent[0] if agent else None, int(n),
        )
        for *agent, mature_for, came_in, is_asked, one, unjudged, survey, n in rows
    )  # fmt: skip


def windows(shape: Shape, unit: int, most: int) -> ir.Table:
    """One row a slice and all that windows ask: how many first resolutions are so."""
    rows = sliced(_cases(unit, most), shape)
    told = [*shape.slice_columns, "mature_for", "came_in", "asked", "one", "unjudged", "survey"]
    return rows.group_by(*told).aggregate(n=rows.count()).select(*told, "n")


def _cases(unit: int, most: int) -> ir.Table:
    import ibis

    rows = requests()
    rows = rows.filter(rows.first_resolved_at.notnull())
    first = fact("resolutions")
    first = first.filter(first.resolution == 1)
    first = first.select(
        *REQUEST, "recontact_at", "merged",
        by_ticket=(first.recontact_by == "ticket").fill_null(False),
        within=first.recontact_within_window,
        by_nulls=first.unjudged,
    )  # fmt: skip
    said = fact("ratings")
    said = said.filter((said.scale == "solved") & said.counts & said.request.notnull())
    said = said.group_by(*REQUEST).aggregate(survey=(said["value"] == 1).any())
    rows = beside(beside(rows, first, REQUEST), said, REQUEST)
    known_for = (rows.as_of - rows.first_resolved_at) // unit
    took = rows.recontact_at - rows.first_resolved_at
    return case_rows(
        rows,
        anchor_at=rows.first_resolved_at,
        agent=rows.first_resolution_agent,
        team=rows.first_resolution_team,
        unjudged=ibis.ifelse(
            rows.within.fill_null(False), rows.by_nulls, rows.by_ticket & rows.category.isnull()
        ),
        mature_for=ibis.ifelse(rows.merged.fill_null(False), 0, ibis.least(known_for, most)),
        # An engine would pass over a null among what the greatest is taken of.
        came_in=ibis.ifelse(
            took.isnull(), most + 1, ibis.least(ibis.greatest(_units(took, unit), 1), most + 1)
        ),
        asked=rows.human_act_by_first_resolution & (rows.contacts_before_first_resolution > 0),
        one=(rows.contacts_before_first_resolution == 1) & ~rows.escalated_before_first_resolution,
        survey=rows.survey,
    )


def _units(took: ir.Value, unit: int) -> ir.Value:
    """How many units, the last one begun, a time takes: within so many of them it has passed."""
    return (took + unit - 1) // unit
