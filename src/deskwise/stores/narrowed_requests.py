"""What a question is narrowed to, as conditions on requests that are called `r`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from deskwise.metrics.dimensions import EXTRA_PREFIX, is_extra
from deskwise.stores.fact_views import FACTS
from deskwise.stores.sql_text import literal, quoted


def narrowed(where: Mapping[str, Sequence[str | None]]) -> tuple[str, list[str | None]]:
    """The filters as conditions that begin with `and`, and the values they are given."""
    conditions, values = "", list[str | None]()
    for name, chosen in where.items():
        same = " or ".join(f"{column_of(name)} is not distinct from ?" for _ in chosen)
        conditions += f" and ({same or 'false'})"
        values += chosen
    return conditions, values


def column_of(name: str) -> str:
    """The value of a dimension of a request."""
    if not is_extra(name):
        return f"r.{quoted(name)}"
    field = name.removeprefix(EXTRA_PREFIX)
    return (
        f"(select f.value from {FACTS}.request_fields f where f.source = r.source and f.ticket = r.ticket"
        f" and f.request = r.request and f.field = {literal(field)})"
    )
