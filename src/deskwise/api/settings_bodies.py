"""Settings as they are put: a settings file, or its table as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from fastapi import Request

from deskwise.api.bodies import JSON, check_media_type
from deskwise.api.problems import Problem, ProblemError
from deskwise.app.settings_document import SettingsDocument, parse_settings, settings_from_table
from deskwise.kernel.errors import SettingsError

TOML = "application/toml"
LONGEST_BYTES = 1024 * 1024


def put_settings(request: Request, body: bytes) -> SettingsDocument:
    """The settings of a body, by what it is said to be; null is the same as nothing there.

    Raises a problem of 400 where they do not hold, and of 415 for another kind of body.
    """
    media = check_media_type(request, TOML, JSON)
    try:
        if media == TOML:
            return parse_settings(body.decode("utf-8"))
        return settings_from_table(_table(body))
    except SettingsError as error:
        raise ProblemError(Problem("bad-input", error.what, error.do)) from error
    except (ValueError, RecursionError) as error:
        do = "send a settings file in UTF-8, or its table as JSON"
        raise ProblemError(Problem("bad-input", "the body holds no settings", do)) from error


def _table(body: bytes) -> Mapping[str, Any]:
    said = json.loads(body, parse_float=Decimal, parse_constant=_no_number)
    if not isinstance(said, dict):
        raise ValueError("a table is an object")
    found = _without_nulls(said)
    assert isinstance(found, dict)
    return found


def _without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_nulls(inner) for key, inner in value.items() if inner is not None}
    return [_without_nulls(each) for each in value] if isinstance(value, list) else value


def _no_number(_: str) -> Any:
    raise ValueError("JSON has no word for what is no number")
