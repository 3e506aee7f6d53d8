"""Opening a figure to the cases behind it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from deskwise.facts.rules import Rules
from deskwise.kernel.errors import UsageError
from deskwise.kernel.language import say
from deskwise.metrics.definition import Metric
from deskwise.metrics.figures import Number, fraction, number
from deskwise.metrics.gave import require_part, working_age_gave_it
from deskwise.metrics.input_tables import CompiledSql, Engine
from deskwise.metrics.listings import listing
from deskwise.metrics.plan import ALL_ROWS, inputs, plan
from deskwise.metrics.query_texts import Queries, Row
from deskwise.metrics.readings import Reading, iso
from deskwise.metrics.selection import Selection
from deskwise.metrics.timeline import Horizon, timeline
from deskwise.metrics.working_ages import working_age

if TYPE_CHECKING:
    import ibis.expr.types as ir

HIT_KINDS = frozenset({"share"})
# The instant, source, ticket, request and agent of a case.
CasePlace = tuple[int | None, str | None, str | None, int | None, str | None]


@dataclass(frozen=True)
class CaseRow:
    """One case behind a figure.

    `state` is counted, provisional, excluded (for `reason`), open, below (only under the line) or censored
    (in a Kaplan-Meier median). `gave` is what it added: seconds, whether it counts above the line, a score or
    an amount; null where a case only counts.
    """

    source: str | None
    ticket: str | None
    request: int | None
    anchor_at: int | None
    agent: str | None
    team: str | None
    state: str
    reason: str | None
    gave: Number | bool | None
    by: tuple[tuple[str, str | None], ...]

    @property
    def place(self) -> CasePlace:
        """Where it stands in a list; several cases of one request can stand at one place."""
        return self.anchor_at, self.source, self.ticket, self.request, self.agent

    def to_json(self) -> dict[str, Any]:
        """The case as `requests --format json` prints it."""
        return {
            "source": self.source,
            "ticket": self.ticket,
            "request": self.request,
            "at": iso(self.anchor_at),
            "agent": self.agent,
            "team": self.team,
            "state": self.state,
            "reason": self.reason,
            "gave": self.gave,
            "by": dict(self.by),
        }


@dataclass(frozen=True)
class CaseList:
    """The first cases behind a figure, in the order of their anchors, and how many there are in all."""

    metric: str
    unit: str
    total: int
    rows: tuple[CaseRow, ...]


def opening(reading: Reading, selection: Selection) -> Selection:
    """The selection of exactly the cases of one reading."""
    where = dict(selection.where) | {name: (value,) for name, value in reading.by}
    period = reading.period
    return replace(
        selection,
        metrics=(reading.metric,),
        stats=(reading.stat,),
        by=(),
        where=tuple(where.items()),
        every=None,
        since_at=selection.since_at if period is None else period.start_at,
        until_at=selection.until_at if period is None else period.end_at,
    )


def list_cases(
    selection: Selection,
    *,
    rules: Rules,
    horizon: Horizon,
    engine: Engine,
    compiled: CompiledSql,
    limit: int = 100,
    skip: int = 0,
    state: str | None = None,
    gave: str | None = None,
    after: CasePlace | None = None,
) -> CaseList:
    """The cases of a selection of one metric; with `every` those of all its periods together.

    The first `skip` are left out, and all that are not in `state` if one is named, or not counted and of the
    part that `gave` names; `total` counts the skipped ones, and is 0 where all were. With `after` they are
    counted from the place of a case, which stays where it is when others come before it.

    Asked for nothing but the Kaplan-Meier median, those that it is taken of.

    Raises:
        UsageError: the selection names no metric or several, or asks it for what it does not have.
    """
    if len(selection.metrics) != 1:
        raise UsageError(say("cases are those of one metric"), do=say("name one metric"))
    (named,) = selection.chosen_metrics()
    whole = replace(selection, every=None)
    line = timeline(whole, rules, horizon)
    asked = plan(named, whole, rules, line)
    if gave is not None:
        require_part(named, whole, gave, has_below=asked.below is not None)
    survival = asked.stats == ("km50",)
    # A working age is measured after the listing, which is then looked through as a whole.
    later = gave is not None and named.kind == "age" and asked.shape.clock == "working"

    def build() -> ir.Table:
        return listing(named, asked.shape, survival=survival, below=asked.below)

    rows_asked = (ALL_ROWS, 0, state, None, None) if later else (limit, skip, state, gave, after)
    queries = Queries(engine, compiled, inputs(whole, rules, line, horizon, *rows_asked))
    purpose = "listing_in_order_of_survival" if survival else "listing_in_order"
    rows = queries.rows(f"{purpose}:{named.definition}|{asked.shape.key()}", build)
    total = int(rows[0][0]) if rows else 0
    found = tuple(_case(named, asked.shape.clock, asked.shape.by, row[1:], rules) for row in rows)
    if later:
        part = tuple(row for row in found if working_age_gave_it(str(gave), row.gave, whole))
        first = skip + (0 if after is None else sum(_in_order(row.place) < _in_order(after) for row in part))
        found = part[first : first + limit]
        total = len(part) if found else 0
    return CaseList(named.name, named.unit, total, found)


def _in_order(place: CasePlace) -> tuple[tuple[bool, Any], ...]:
    """A place as lists order it: what is null comes last."""
    return tuple((each is None, each) for each in place)


def _case(metric: Metric, clock: str, by: tuple[str, ...], row: Row, rules: Rules) -> CaseRow:
    source, ticket, request, anchor_at, agent, team, state, reason, gave, calendar, end_at, *split = row
    if metric.kind == "age" and clock == "working":
        gave = working_age(rules, calendar, int(anchor_at), int(end_at))
    return CaseRow(
        source,
        ticket,
        None if request is None else int(request),
        None if anchor_at is None else int(anchor_at),
        agent,
        team,
        state,
        reason,
        _given(metric, gave),
        tuple(zip(by, split, strict=True)),
    )


def _given(metric: Metric, gave: Any) -> Number | bool | None:
    if gave is None:
        return None
    exact = fraction(gave)
    if metric.kind in HIT_KINDS:
        return exact == 1
    per_unit = 1_000_000 if metric.kind == "uptime" else metric.per_unit
    return number(exact / Fraction(per_unit))
