"""Which column of a spreadsheet of objectives says what: guessed by its name, or said."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Literal, get_args

from deskwise.kernel.errors import UsageError
from deskwise.kernel.language import say

SheetField = Literal[
    "objective", "why", "level", "ambition", "owner", "key_result", "metric", "stat", "baseline", "target",
    "due", "weight", "unit",
]  # fmt: skip
FIELDS: tuple[SheetField, ...] = get_args(SheetField)
NONE = "none"
# What people call each, in English and in German, as `_plain` writes it; the likelier name first.
_NAMES: dict[SheetField, tuple[str, ...]] = {
    "objective": ("objective", "objectives", "objective title", "goal", "ziel", "ziele"),
    "key_result": (
        "key result", "key results", "kr", "krs", "key result title", "result", "schlusselergebnis",
        "schlusselergebnisse", "ergebnis",
    ),
    "why": ("why", "reason", "description", "context", "rationale", "warum", "begrundung", "beschreibung"),
    "owner": ("owner", "team", "responsible", "assignee", "lead", "dri", "verantwortlich", "eigentumer"),
    "level": ("level", "scope", "ebene"),
    "ambition": ("ambition", "type", "commitment", "anspruch", "typ"),
    "metric": ("metric", "measure", "kpi", "indicator", "kennzahl", "messgrosse"),
    "stat": ("stat", "statistic", "aggregation", "statistik"),
    "baseline": (
        "baseline", "start", "start value", "from", "starting value", "initial",
        "ausgangswert", "startwert", "von",
    ),
    "target": ("target", "target value", "goal value", "to", "zielwert", "soll", "bis"),
    "due": ("due", "due date", "deadline", "end date", "by", "fallig", "falligkeit", "termin", "frist"),
    "weight": ("weight", "weighting", "gewicht", "gewichtung"),
    "unit": ("unit", "units", "einheit"),
}  # fmt: skip


def columns_of(header: Sequence[str], said: Sequence[tuple[str, str]] = ()) -> dict[SheetField, str]:
    """Which column each field is in; `said` pairs a column with a field, or with `none` for no field.

    Raises `UsageError` for a column that is not there, a field that is none, and one that two are said of.

    >>> columns_of(["Goal", "KR", "Team", "Comment"])
    {'objective': 'Goal', 'owner': 'Team', 'key_result': 'KR'}
    """
    found: dict[SheetField, str] = {}
    free = list(header)
    for column, word in said:
        if column not in header:
            raise UsageError(
                say("there is no column %(column)s", column=repr(column)),
                do=say("it has %(names)s", names=", ".join(header)),
            )
        field = next((each for each in FIELDS if each == word), None)
        if field is None and word != NONE:
            raise UsageError(
                say("%(word)s is no field of an objective", word=repr(word)),
                do=say("choose from %(names)s", names=", ".join((*FIELDS, NONE))),
            )
        if field is not None and field in found:
            raise UsageError(
                say("two columns are said to be %(field)s", field=field), do=say("name one of them")
            )
        if column in free:
            free.remove(column)
        if field is not None:
            found[field] = column
    plain = {_plain(column): column for column in reversed(free)}
    for field, names in _NAMES.items():
        if field not in found:
            name = next((each for each in names if each in plain), None)
            if name is not None:
                found[field] = plain.pop(name)
    return {field: found[field] for field in FIELDS if field in found}


def matched(word: str, names: Mapping[str, str]) -> str | None:
    """What a word stands for of names in words; null for none.

    >>> matched("First Response Time", {"first response time": "first_response_time"})
    'first_response_time'
    """
    return names.get(_plain(word))


def plain_words(text: str) -> str:
    """Words as they are compared: small letters, no accents, single spaces.

    >>> plain_words("  Schlüssel-Ergebnis ")
    'schlussel ergebnis'
    """
    return _plain(text)


def _plain(text: str) -> str:
    letters = (
        unicodedata.normalize("NFKD", text.replace("ß", "ss")).encode("ascii", "ignore").decode().lower()
    )
    return re.sub(r"[^a-z0-9]+", " ", letters).strip()
