"""Values as JSON has them, and rows in one flat line of names."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any


def plain(value: Any) -> Any:
    """What JSON has no word for: an instant as ISO 8601 in UTC, an exact decimal as the number it is.

    >>> from decimal import Decimal
    >>> plain(Decimal("7")), plain(Decimal("0.25"))
    (7, 0.25)
    """
    if hasattr(value, "isoformat"):
        return value.isoformat().replace("+00:00", "Z")
    number = float(value)
    return int(number) if number.is_integer() and value == int(value) else number


def json_text(value: object) -> str:
    r"""A value as JSON in the form in which all faces give it, with an end of line.

    >>> json_text({"value": None})
    '{\n  "value": null\n}\n'
    """
    return json.dumps(value, ensure_ascii=False, indent=2, default=plain) + "\n"


def plain_values(value: object) -> Any:
    """A value as a reader of its JSON gets it: of lists, tables, texts and numbers."""
    return json.loads(json.dumps(value, default=plain))


def flattened(row: Mapping[str, Any], before: str = "") -> dict[str, Any]:
    """The fields of a row, those of objects inside it under `object.field`.

    >>> flattened({"by": {"team": "a"}, "value": 1})
    {'by.team': 'a', 'value': 1}
    """
    found: dict[str, Any] = {}
    for name, value in row.items():
        if isinstance(value, Mapping) and value:
            found |= flattened(value, f"{before}{name}.")
        else:
            found[before + name] = value
    return found
