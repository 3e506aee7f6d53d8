"""YAML as a file of settings may have it: plain values, no anchors, no key twice, not too deep."""

from __future__ import annotations

from typing import Any

from deskwise.kernel.errors import InputError
from deskwise.kernel.language import say

DEEPEST = 20


def checked_yaml(text: str) -> Any:
    """The values of a text. Raises `InputError` with the line for what is no YAML, or more than plain values.

    Anchors are refused because a short text can stand for an endless one with them.

    >>> checked_yaml("cycles: [{name: Q1}]")
    {'cycles': [{'name': 'Q1'}]}
    """
    import yaml

    try:
        _check(yaml, text)
        return yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = "?" if mark is None else mark.line + 1
        raise InputError(
            say("line %(line)s: this is no YAML", line=line),
            do=say("look at its indentation, its colons and its quotes"),
        ) from error
    except ValueError as error:
        # A date such as 2026-02-30 is none, and PyYAML says so without its place.
        raise InputError(
            say("a value is none, such as a day that there is not"), do=say("look at its dates and numbers")
        ) from error


def _check(yaml: Any, text: str) -> None:
    # For each open table its keys so far and whether a key comes next; for each open list null.
    open_ones: list[tuple[set[str], list[bool]] | None] = []
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise InputError(
                say("line %(line)s: anchors and aliases are not read", line=line),
                do=say("write it out where it belongs"),
            )
        if isinstance(event, yaml.CollectionEndEvent):
            open_ones.pop()
            continue
        if not isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent):
            continue
        if open_ones and open_ones[-1] is not None:
            _take(open_ones[-1], event.value if isinstance(event, yaml.ScalarEvent) else None, line)
        if isinstance(event, yaml.CollectionStartEvent):
            open_ones.append((set(), [True]) if isinstance(event, yaml.MappingStartEvent) else None)
            if len(open_ones) > DEEPEST:
                raise InputError(
                    say("line %(line)s: it is nested too deeply", line=line),
                    do=say("write a file such as deskwise okr export makes"),
                )


def _take(table: tuple[set[str], list[bool]], word: str | None, line: int) -> None:
    """Take a key or a value of a table; raise `InputError` for a key that is there already."""
    keys, key_comes = table
    if key_comes[0] and word is not None:
        if word in keys:
            raise InputError(
                say("line %(line)s: the key %(key)s is there twice", line=line, key=repr(word[:60])),
                do=say("write it once"),
            )
        keys.add(word)
    key_comes[0] = not key_comes[0]
