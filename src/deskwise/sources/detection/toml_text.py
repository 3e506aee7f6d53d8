"""A mapping as the text of a file somebody will read: keys, tables, and a word on each event."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

WIDTH = 110


@dataclass(frozen=True)
class DraftEvent:
    """An event that every row becomes: why, and its keys."""

    why: str
    keys: Mapping[str, Any]


@dataclass(frozen=True)
class Draft:
    """A mapping file before it is text.

    `top` are the keys of the file, null ones are written as a comment with what `open_keys` says of them.
    `activities` pairs an activity with what it becomes; `idle` lists columns that could be further fields.
    """

    heading: Sequence[str]
    top: Mapping[str, Any]
    columns: Mapping[str, str]
    constants: Mapping[str, str] = field(default_factory=dict)
    events: Sequence[DraftEvent] = ()
    opened: Mapping[str, Any] | None = None
    activities: Sequence[tuple[str, Any]] = ()
    idle: Sequence[str] = ()
    open_keys: Sequence[tuple[str, str]] = ()


def text_of(draft: Draft) -> str:
    """The mapping file's text."""
    lines = [_comment(line) for line in draft.heading]
    lines += ["", *(f"{name} = {written(value)}" for name, value in draft.top.items() if value is not None)]
    for example, what in draft.open_keys:
        lines += ["", _comment(f"TO SAY: {what}"), _comment(example)]
    lines += ["", "[columns]", *(f"{key(name)} = {written(value)}" for name, value in draft.columns.items())]
    if draft.constants:
        lines += [
            "",
            "[set]",
            *(f"{key(name)} = {written(value)}" for name, value in draft.constants.items()),
        ]
    if draft.opened is not None:
        lines += [
            "",
            "[opened]",
            *(f"{key(name)} = {written(value)}" for name, value in draft.opened.items()),
        ]
    if draft.activities:
        lines += ["", "[activities]"]
        lines += [f"{written(name)} = {written(value)}" for name, value in draft.activities]
    for event in draft.events:
        lines += ["", _comment(event.why), "[[events]]"]
        lines += [f"{key(name)} = {written(value)}" for name, value in event.keys.items()]
    if draft.idle:
        lines += [
            "",
            _comment("Columns without a meaning here; take the mark away to keep one as a further field:"),
        ]
        lines += [_comment("[extra]")]
        lines += [_comment(f"{written(name)} = {written(name)}") for name in draft.idle]
    return "\n".join(lines).strip() + "\n"


def _comment(line: str) -> str:
    # What a header says must not end the comment it stands in.
    return "# " + " ".join(line.split()) if line.strip() else "#"


def key(name: str) -> str:
    """A key as TOML writes it.

    >>> key("ticket"), key("a b")
    ('ticket', '"a b"')
    """
    bare = name.replace("_", "").replace("-", "")
    return name if bare.isascii() and bare.isalnum() else written(name)


def written(value: Any) -> str:
    """A value as TOML writes it, on one line.

    >>> written({"column": "a", "in": ["x", "y"], "filled": True})
    '{ column = "a", in = ["x", "y"], filled = true }'
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key(str(name))} = {written(one)}" for name, one in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(written(one) for one in value) + "]"
    # JSON's escapes are TOML's as well, but for the delete sign.
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")
