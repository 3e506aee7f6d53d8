"""Rules as JSON text and back, exactly; needs nothing that is slow to import."""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from types import NoneType, UnionType
from typing import Any, Literal, get_args, get_origin, get_type_hints

from deskwise.facts.rules import Rules
from deskwise.kernel.errors import WorkspaceError


def rules_to_json(rules: Rules) -> str:
    """The text of rules: fields by name, dates in ISO 8601, decimals as text with all their digits.

    >>> rules_from_json(rules_to_json(Rules())) == Rules()
    True
    """
    return json.dumps(_plain(rules), sort_keys=True, separators=(",", ":"))


def rules_from_json(text: str) -> Rules:
    """The rules of a text that `rules_to_json` wrote; a field that is missing has its default.

    Raises:
        WorkspaceError: the text is no rules, or knows fields that these are without.
    """
    try:
        rules = _read(Rules, json.loads(text))
    except (ValueError, TypeError, InvalidOperation) as error:
        raise WorkspaceError(
            f"the rules stored in the workspace cannot be read ({error})",
            do="load the settings again, with the Deskwise that wrote them or a newer one",
        ) from error
    assert isinstance(rules, Rules)
    return rules


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _read(kind: Any, value: object) -> object:
    """A value of the declared kind; errors where the text holds another."""
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is UnionType:
        if value is None and NoneType in arguments:
            return None
        return _read(next(one for one in arguments if one is not NoneType), value)
    if origin is tuple:
        return _read_tuple(arguments, value)
    if origin is Literal:
        if value not in arguments:
            raise ValueError(f"{value!r} is none of {arguments}")
        return value
    if is_dataclass(kind):
        return _read_dataclass(kind, value)
    if kind is date:
        return date.fromisoformat(_expect(str, value))
    if kind is Decimal:
        return Decimal(_expect(str, value))
    return _expect(kind, value)


def _read_tuple(arguments: tuple[Any, ...], value: object) -> tuple[object, ...]:
    items = _expect(list, value)
    if len(arguments) > 1 and arguments[1] is Ellipsis:
        return tuple(_read(arguments[0], one) for one in items)
    return tuple(_read(kind, one) for kind, one in zip(arguments, items, strict=True))


def _read_dataclass(kind: Any, value: object) -> object:
    table: Mapping[str, object] = _expect(dict, value)
    kinds = get_type_hints(kind)
    known = {field.name for field in fields(kind)}
    if unknown := table.keys() - known:
        raise ValueError(f"{kind.__name__} has no {', '.join(sorted(unknown))}")
    return kind(**{name: _read(kinds[name], one) for name, one in table.items()})


def _expect(kind: Any, value: object) -> Any:
    if type(value) is not kind:
        raise TypeError(f"{value!r} is no {kind.__name__}")
    return value
