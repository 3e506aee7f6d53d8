"""Writing settings as TOML: plain values first, then one header for each team, schedule and policy."""

import json
import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")


def write_toml(table: Mapping[str, object]) -> str:
    """The text of a table; reading it gives the same table.

    Values are text, booleans, numbers, dates, lists and tables with text keys.

    >>> print(write_toml({"teams": {"support": {"tier": 1}}, "window_days": Decimal(7)}), end="")
    window_days = 7
    <BLANKLINE>
    [teams.support]
    tier = 1
    """
    plain, headed = [], []
    for key, value in table.items():
        sections = _sections(key, value)
        if sections is None:
            plain.append(f"{toml_key(key)} = {toml_value(value)}\n")
        else:
            headed += sections
    first = ["".join(plain)] if plain else []
    return "\n".join(first + headed)


def _sections(key: str, value: object) -> list[str] | None:
    """The value under headers of its own, or None where it goes into one line."""
    if _is_list_of_tables(value):
        return [_section(f"[[{toml_key(key)}]]", one) for one in _tables(value)]
    if not isinstance(value, Mapping) or not value:
        return None
    found = []
    for name, inner in value.items():
        path = f"{toml_key(key)}.{toml_key(name)}"
        if _is_list_of_tables(inner):
            found += [_section(f"[[{path}]]", one) for one in _tables(inner)]
        elif isinstance(inner, Mapping):
            found.append(_section(f"[{path}]", inner))
        else:
            return None
    return found


def _section(header: str, table: Mapping[str, object]) -> str:
    lines = [header, *(f"{toml_key(key)} = {toml_value(value)}" for key, value in table.items())]
    return "\n".join(lines) + "\n"


def _is_list_of_tables(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, Mapping) for one in value)


def _tables(value: object) -> list[Mapping[str, object]]:
    assert isinstance(value, list)
    return value


def toml_key(key: str) -> str:
    """A key as TOML writes it.

    >>> toml_key("support"), toml_key("second tier")
    ('support', '"second tier"')
    """
    return key if _BARE_KEY.fullmatch(key) else _text(key)


def toml_value(value: object) -> str:
    """A value as TOML writes it on one line.

    >>> toml_value({"dates": [date(2025, 12, 24)], "closed": True})
    '{ dates = [2025-12-24], closed = true }'
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, int | Decimal):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return "[" + ", ".join(toml_value(one) for one in value) + "]"
    if isinstance(value, Mapping):
        inside = ", ".join(f"{toml_key(key)} = {toml_value(one)}" for key, one in value.items())
        return f"{{ {inside} }}" if inside else "{}"
    raise TypeError(f"TOML has no word for a {type(value).__name__}")


def _text(text: str) -> str:
    # JSON escapes all that TOML does, but for the one control character above the printable ones.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")
