"""Which fields the objects of JSON lines have, those of objects inside them under dotted names."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from deskwise.stores.sql_text import quoted

# These are maps by themselves: what is in them is no column.
KEPT_WHOLE = frozenset({"extra"})
DEEPEST = 6


@dataclass(frozen=True)
class JsonField:
    """A field: its dotted name, and its way through the objects."""

    name: str
    way: tuple[str, ...]

    def sql(self, fields: str) -> str:
        """The field of a struct of fields, in SQL."""
        return fields + "".join(f".{quoted(step)}" for step in self.way)


def fields_of(structure: str | None) -> tuple[JsonField, ...]:
    """The fields in the engine's account of what objects look like, in their order.

    Those without a name are left out, as columns without one are.

    >>> [field.name for field in fields_of('{"a": "UBIGINT", "b": {"c": ["VARCHAR"], "d": {"e": "NULL"}}}')]
    ['a', 'b.c', 'b.d.e']
    """
    told = json.loads(structure) if structure else None
    return tuple(_inside(told, ())) if isinstance(told, dict) else ()


def shape_of(fields: tuple[JsonField, ...]) -> str:
    """The fields as the engine's account of what to take out of an object: every one as text."""
    shape: dict[str, Any] = {}
    for field in fields:
        inside = shape
        for step in field.way[:-1]:
            inside = inside.setdefault(step, {})
        inside[field.way[-1]] = "VARCHAR"
    return json.dumps(shape)


def _inside(told: dict[str, Any], way: tuple[str, ...]) -> list[JsonField]:
    found: list[JsonField] = []
    for name, what in told.items():
        if not name:
            continue
        here = (*way, name)
        if isinstance(what, dict) and what and len(here) < DEEPEST and not (name in KEPT_WHOLE and not way):
            found += _inside(what, here)
        else:
            found.append(JsonField(".".join(here), here))
    return found
