"""Checks of columns: what says always the same, and customers that are nobody."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from deskwise.stores.judged_rows import Found, JudgedRows

LEAST_CELLS = 20
# Columns that people fill in differently, by the kind of event that has them.
VARYING = {"opened": ("category", "priority", "product"), "assigned": ("agent",), "rated": ("value",)}
ASKED = ("customer", "category", "priority", "product", "agent", "value", '"at"')


@dataclass
class ColumnFindings:
    """What the columns say, by check."""

    one_value: list[Found] = field(default_factory=list)
    one_customer: list[Found] = field(default_factory=list)
    one_instant: list[Found] = field(default_factory=list)
    no_customer: list[Found] = field(default_factory=list)


def columns(judged: JudgedRows) -> ColumnFindings:
    """Columns of openings, assignments and ratings that say one thing, and openings without a customer."""
    found = ColumnFindings()
    asked = ", ".join(f"count({name}), min({name}) = max({name})" for name in ASKED)
    for kind, scale, number, *cells in judged.rows(
        f"""select kind, case when kind = 'rated' then scale end as scale, count(*), {asked} from judged
        where kind in ('opened', 'assigned', 'rated') and refusal is null group by 1, 2 order by 1, 2"""
    ):
        said = dict(zip(ASKED, zip(cells[::2], cells[1::2], strict=True), strict=True))
        where = f"kind = '{kind}' and refusal is null"
        for name in VARYING[kind]:
            if _constant(said[name]):
                subject = f"{kind} {scale}" if scale else f"{kind}: {name}"
                condition = f"{where} and {name} is not null"
                if scale:
                    condition += f" and scale = '{scale}'"
                found.one_value.append(_all_of(judged, said[name][0], condition, subject))
        if kind != "opened":
            continue
        if _constant(said["customer"]):
            found.one_customer.append(
                _all_of(judged, said["customer"][0], f"{where} and customer is not null")
            )
        if _constant(said['"at"']):
            found.one_instant.append(_all_of(judged, number, where))
        without = int(number) - int(said["customer"][0])
        if without:
            examples = judged.row_examples(f"{where} and customer is null")
            found.no_customer.append(Found(without, int(number), without, examples))
    return found


def _constant(cells: tuple[Any, Any]) -> bool:
    return int(cells[0]) >= LEAST_CELLS and bool(cells[1])


def _all_of(judged: JudgedRows, number: int, where: str, subject: str | None = None) -> Found:
    return Found(int(number), int(number), int(number), judged.row_examples(where), subject)
