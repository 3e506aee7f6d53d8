"""Requests by the day they were raised on, and around outages, as far as whoever asks may see them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from deskwise.analyses.bursts import WEEKS_BEFORE
from deskwise.analyses.downtime_contacts import AFTER, WEEKS_BESIDE
from deskwise.analyses.raised_by_day import (
    DaysOfGroup,
    Group,
    OutageContacts,
    RaisedByDay,
    RaisedRequest,
)
from deskwise.app.access.table import SMALLEST_GROUP
from deskwise.app.access.things import Act
from deskwise.app.seen_figures import Looker, list_of, require_split, things_of
from deskwise.app.workspace import Facts
from deskwise.kernel.periods import Period, period_series
from deskwise.metrics.dimensions import EXTRA_PREFIX, is_extra
from deskwise.metrics.input_tables import BUCKET_MICROSECONDS, CHOSEN, Columns, InputTable

Where = Mapping[str, Sequence[str | None]]
DAYS: Columns = (("day", "int64"), ("bucket", "int64"), ("start_at", "int64"), ("end_at", "int64"))
SPANS: Columns = (
    ("number", "int64"),
    ("bucket", "int64"),
    ("product", "string"),
    ("start_at", "int64"),
    ("end_at", "int64"),
)
DAY, WEEK = 86_400_000_000, 7 * 86_400_000_000
BY_DAY = """
with linked as (select distinct source, ticket from links where dropped_at is null)
select {groups}d.day, count(*), count(k.ticket), {people}
from requests r
inner join days d on r.raised_at // {bucket} = d.bucket
  and r.raised_at >= d.start_at and r.raised_at < d.end_at
left join linked k on k.source = r.source and k.ticket = r.ticket
where not r.problem{narrowed} group by {places}
"""
BY_SPAN = """
select s.number, count(*), count(distinct r.agent)
from requests r
inner join spans s on r.raised_at // {bucket} = s.bucket
  and r.raised_at >= s.start_at and r.raised_at < s.end_at and (s.product is null or s.product = r.product)
where not r.problem{narrowed} group by s.number
"""
UNLINKED = """
with linked as (select distinct source, ticket from links where dropped_at is null)
select s.number, r.source, r.ticket, r.raised_at
from requests r
inner join bursts s on r.raised_at // {bucket} = s.bucket
  and r.raised_at >= s.start_at and r.raised_at < s.end_at{same}
where not r.problem{narrowed}
  and not exists (select 1 from linked k where k.source = r.source and k.ticket = r.ticket)
order by s.number, r.raised_at, r.source, r.ticket limit {most}
"""
FIELD = """(select f.value from request_fields f where f.source = r.source and f.ticket = r.ticket
  and f.request = r.request and f.field = {name})"""
CHOSEN_ONLY = """ and exists (select 1 from chosen c where c.dimension = {name}
  and c.value is not distinct from {column})"""
# The latest of them tell enough.
MOST_OUTAGES = 200


@dataclass(frozen=True)
class RaisedRequests:
    """The requests of a workspace by when they were raised, narrowed to some and seen by somebody."""

    facts: Facts
    who: Looker | None
    where: Where

    def by_day(self, by: Sequence[str], period: Period) -> RaisedByDay:
        """Requests by day and group, in a period and the weeks before it, of whole days that are known.

        Raises `NotAllowedError` where whoever asks may not split so.
        """
        if self.who is not None:
            require_split(self.who, self.where, *by)
        days = self._days(period)
        starts = (*(each.start_at for each in days), days[-1].end_at) if days else ()
        rows = self.facts.engine.rows(
            _by_day_sql(by, self.where, count_people=self.who is not None),
            {
                "chosen": _chosen(self.where),
                "days": InputTable(DAYS, tuple(_buckets((each.start_at, each.end_at) for each in days))),
            },
        )
        found: dict[tuple[str | None, ...], tuple[list[int], list[int], list[bool]]] = {}
        for *group, day, raised, linked, people in rows:
            told = found.setdefault(
                tuple(group), ([0] * len(days), [0] * len(days), [self.who is None] * len(days))
            )
            told[0][day], told[1][day] = int(raised), int(linked)
            told[2][day] = self._shown(int(people) or SMALLEST_GROUP, dict(zip(by, group, strict=True)))
        return RaisedByDay(
            starts,
            sum(each.start_at < period.start_at for each in days),
            {group: DaysOfGroup(*map(tuple, told)) for group, told in found.items()},  # type: ignore[arg-type]  # in order
        )

    def around_outages(self) -> tuple[OutageContacts, ...]:
        """The latest outages that are known, each with the requests during and after it, in order.

        The same hours are counted in the nearest weeks in which the product was up.
        """
        outages = self._outages()
        spans: list[tuple[int, int]] = []
        of_product: list[str | None] = []
        weeks = []
        for product, _, began_at, ended_at in outages:
            until = self.facts.horizon.as_of if ended_at is None else ended_at
            beside = self._weeks_up(outages, product, began_at, until)
            weeks.append(len(beside))
            for shift in (0, *beside):
                spans += [
                    (began_at + shift, until + shift), (until + shift, until + shift + AFTER),
                ]  # fmt: skip
                of_product += [product, product]
        counted = self._counted(spans, of_product)
        found, place = [], 0
        for (product, planned, began_at, ended_at), n in zip(outages, weeks, strict=True):
            own, rest = counted[place : place + 2], counted[place + 2 : place + 2 * (n + 1)]
            place += 2 * (n + 1)
            found.append(
                OutageContacts(
                    product, planned, began_at, ended_at, own[0][0], own[1][0],
                    sum(each[0] for each in rest[::2]), sum(each[0] for each in rest[1::2]), n,
                    self._shown(min(each[1] for each in own), {"product": product}),
                )
            )  # fmt: skip
        return tuple(found)

    def unlinked(
        self, by: Sequence[str], spans: Sequence[tuple[Group, int, int]], most: int
    ) -> tuple[RaisedRequest, ...]:
        """The first requests of groups, raised in the span of each, that are linked to no problem.

        Those alone of groups whose requests whoever asks may list.
        """
        listed = [each for each in spans if self._lists(dict(zip(by, each[0], strict=True)))]
        table = [
            (*row, *listed[row[0]][0])
            for row in _buckets((start_at, end_at) for _, start_at, end_at in listed)
        ]
        if not table:
            return ()
        groups: Columns = tuple((f"group_{place}", "string") for place in range(len(by)))
        columns: Columns = (("number", "int64"), *DAYS[1:], *groups)
        rows = self.facts.engine.rows(
            _unlinked_sql(by, self.where, most),
            {"chosen": _chosen(self.where), "bursts": InputTable(columns, tuple(table))},
        )
        return tuple(
            RaisedRequest(source, ticket, listed[number][0], int(raised_at))
            for number, source, ticket, raised_at in rows
        )

    def _lists(self, by: Mapping[str, str | None]) -> bool:
        where = {**self.where, **{name: (value,) for name, value in by.items()}}
        return self.who is None or all(self.who.may(Act.READ, each) for each in list_of(where))

    def _days(self, period: Period) -> list[Period]:
        rules, horizon = self.facts.rules, self.facts.horizon
        since = period.start_at - WEEKS_BEFORE * WEEK
        found = period_series("day", rules.zone, rules.fiscal_year_starts, since - 2 * DAY, period.end_at)
        first = horizon.first_at if horizon.first_at is not None else horizon.as_of
        return [
            each
            for each in found[1:]
            if each.start_at >= max(since - DAY // 2, first)
            and each.end_at <= min(period.end_at, horizon.as_of + 1)
        ]

    def _outages(self) -> list[tuple[str | None, bool, int, int | None]]:
        chosen = self.where.get("product")
        rows = self.facts.engine.rows("select product, planned, began_at, ended_at from outages", {})
        known = [
            (product, bool(planned), int(began_at), None if ended_at is None else int(ended_at))
            for product, planned, began_at, ended_at in rows
            if chosen is None or product is None or product in chosen
        ]
        return sorted(known, key=lambda each: each[2])[-MOST_OUTAGES:]

    def _weeks_up(
        self,
        outages: Sequence[tuple[str | None, bool, int, int | None]],
        product: str | None,
        began_at: int,
        until: int,
    ) -> list[int]:
        """By how much to shift an outage into the nearest weeks that are known and in which it was up."""
        horizon = self.facts.horizon
        down = [
            (start, (horizon.as_of if end is None else end) + AFTER)
            for of, _, start, end in outages
            if of is None or product is None or of == product
        ]
        found = []
        for weeks in range(1, WEEKS_BESIDE + 1):
            for shift in (-weeks * WEEK, weeks * WEEK):
                start, end = began_at + shift, until + AFTER + shift
                known = start >= (horizon.first_at or 0) and end <= horizon.as_of
                if known and all(end <= first or start >= last for first, last in down):
                    found.append(shift)
        return found[:WEEKS_BESIDE]

    def _counted(
        self, spans: Sequence[tuple[int, int]], of_product: Sequence[str | None]
    ) -> list[tuple[int, int]]:
        """Of each span how many requests were raised on a product, and by how many agents they are."""
        table = [
            (number, bucket, of_product[number], start_at, end_at)
            for number, bucket, start_at, end_at in _buckets(spans)
        ]
        rows = self.facts.engine.rows(
            _by_span_sql(self.where),
            {"chosen": _chosen(self.where), "spans": InputTable(SPANS, tuple(table))},
        )
        # What nobody works on is nobody's figure; that there was nothing is told of whoever did nothing.
        told = {int(number): (int(raised), int(people) or SMALLEST_GROUP) for number, raised, people in rows}
        return [told.get(number, (0, 0)) for number in range(len(spans))]

    def _shown(self, people: int, by: Mapping[str, str | None]) -> bool:
        if self.who is None:
            return True
        things = things_of(self.where, people, {name: (each,) for name, each in by.items()})
        return all(self.who.may(Act.READ, each) for each in things)


def _buckets(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int, int, int]]:
    """Spans by the half-days they touch, so that an instant finds its own by one look-up."""
    for number, (start_at, end_at) in enumerate(spans):
        first, last = start_at // BUCKET_MICROSECONDS, (end_at - 1) // BUCKET_MICROSECONDS
        for bucket in range(first, last + 1):
            yield number, bucket, start_at, end_at


def _by_day_sql(by: Sequence[str], where: Where, *, count_people: bool) -> str:
    return BY_DAY.format(
        groups="".join(f"{_column(name)}, " for name in by),
        people="count(distinct r.agent)" if count_people else "0",
        bucket=BUCKET_MICROSECONDS,
        narrowed=_narrowed(where),
        places=", ".join(map(str, range(1, len(by) + 2))),
    )


def _unlinked_sql(by: Sequence[str], where: Where, most: int) -> str:
    return UNLINKED.format(
        bucket=BUCKET_MICROSECONDS,
        same="".join(
            f" and s.group_{place} is not distinct from {_column(name)}" for place, name in enumerate(by)
        ),
        narrowed=_narrowed(where),
        most=most,
    )


def _by_span_sql(where: Where) -> str:
    return BY_SPAN.format(bucket=BUCKET_MICROSECONDS, narrowed=_narrowed(where))


def _chosen(where: Where) -> InputTable:
    return InputTable(CHOSEN, tuple((name, value) for name, values in where.items() for value in values))


def _narrowed(where: Iterable[str]) -> str:
    return "".join(CHOSEN_ONLY.format(name=_literal(name), column=_column(name)) for name in where)


def _column(name: str) -> str:
    if not is_extra(name):
        return f'r."{name}"'
    return FIELD.format(name=_literal(name.removeprefix(EXTRA_PREFIX)))


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
