"""What a file of objectives would change, in lines for people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from deskwise.app.objectives.file_differences import Difference, Differences, FieldDifference

SIGNS = {"add": "+", "change": "~", "move": "~", "take_out": "-"}
WORDS = {"cycle": "cycle", "objective": "objective", "key_result": "key result"}
LONGEST = 60
# Said by the line itself.
NOT_TOLD = {"key", "name"}


def difference_lines(found: Differences, *, told_rest: bool) -> list[str]:
    """A line for each thing that would be done, its fields below it.

    With `told_rest` it is said what the file does not name and leaves as it is.
    """
    lines = []
    for each in found.every:
        sign = "-" if _is_end(each) else SIGNS[each.act]
        lines.append(f"{sign} {WORDS[each.what]} {each.name}{_said(each)}")
        lines += [f"    {line}" for line in _fields(each)]
    if found.not_in_file and told_rest:
        lines.append(
            f"Not in the file, and left as they are: {', '.join(found.not_in_file)}. --prune withdraws"
        )
        lines[-1] += " objectives and takes key results out; nothing is deleted."
    for key, state in found.not_set:
        command = "close" if state == "closed" else "activate"
        lines.append(
            f"{key} is {state} in the file; a file does not make it so: deskwise okr {command} {key}."
            if state in {"active", "closed"}
            else f"{key} is {state} in the file, and what is active or closed does not become that."
        )
    return lines


def differences_json(found: Differences) -> dict[str, Any]:
    """The same as an object."""
    return {
        "changes": [
            {
                "act": each.act,
                "what": each.what,
                "cycle": each.cycle,
                "name": each.name,
                "fields": [
                    {"name": one.name, "before": one.before, "after": one.after} for one in each.fields
                ],
            }
            for each in found.every
        ],
        "not_in_file": list(found.not_in_file),
        "not_set": [{"name": name, "state": state} for name, state in found.not_set],
    }


def _is_end(each: Difference) -> bool:
    return each.act == "take_out" or (each.act == "move" and each.fields[0].after == "withdrawn")


def _said(each: Difference) -> str:
    if each.act == "take_out":
        return ": taken out"
    if each.act == "move":
        return f": {each.fields[0].before} → {each.fields[0].after}"
    return ""


def _fields(each: Difference) -> list[str]:
    if each.act in {"move", "take_out"}:
        return []
    return [_field(one, added=each.act == "add") for one in each.fields if one.name not in NOT_TOLD]


def _field(one: FieldDifference, *, added: bool) -> str:
    if added:
        return f"{one.name}: {_words(one.after)}"
    return f"{one.name}: {_words(one.before)} → {_words(one.after)}"


def _words(value: Any) -> str:
    if value is None or value == "":
        return "–"
    if isinstance(value, Mapping):
        text = ", ".join(f"{name} {_words(each)}" for name, each in value.items())
    elif isinstance(value, list):
        text = "; ".join(_words(each) for each in value)
    else:
        text = " ".join(str(value).split())
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
