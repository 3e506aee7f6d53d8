"""Mapping files: found, read and checked as a whole."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from importlib.resources import files
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING

from deskwise.events.translation import Translation
from deskwise.kernel.errors import MappingError
from deskwise.kernel.language import say

if TYPE_CHECKING:
    from pydantic import ValidationError

SHIPPED = "deskwise.sources.mappings"
ENDING = ".toml"
# How an error names the alternatives of a value: no part of the key.
MEANINGS = ("EventModel", "ColumnCell", "AtModel", "ConditionModel", "constrained-str", "str")
WAYS_OF_READING = ("list[", "function-after[", "constrained-list")


def shipped_mappings() -> tuple[str, ...]:
    """The names of the mappings that come with Deskwise.

    >>> "italian_helpdesk" in shipped_mappings()
    True
    """
    names = (entry.name for entry in files(SHIPPED).iterdir() if entry.name.endswith(ENDING))
    return tuple(sorted(name.removesuffix(ENDING) for name in names))


def shipped_text(name: str) -> str:
    """The text of a shipped mapping."""
    return (files(SHIPPED) / f"{name}{ENDING}").read_text("utf-8")


def what_it_is_for(name: str) -> str:
    """What files a shipped mapping is for: the first words of its text.

    >>> what_it_is_for("zendesk")
    "Zendesk's export of tickets, in its documented columns"
    """
    comments = takewhile(lambda line: line.startswith("#"), shipped_text(name).splitlines())
    return re.split(r"[.:] ", " ".join(line.removeprefix("#").strip() for line in comments), maxsplit=1)[0]


def shipped_for(headers: Iterable[str]) -> str | None:
    """The shipped mapping that is for files of exactly these columns, null if there is none.

    >>> shipped_for(["Ticket", "Created at"]) is None
    True
    """
    there = set(headers)
    for name in shipped_mappings():
        if set(tomllib.loads(shipped_text(name)).get("headers", ())) == there:
            return name
    return None


def read_mapping_file(path: Path) -> Translation:
    """What a mapping file says, or the shipped mapping of that name where no file is called so.

    Raises `MappingError` with the key, what is wrong with it and an example.
    """
    if path.is_file():
        return parse_mapping(_text(path), path.name.removesuffix(ENDING))
    name = str(path).removesuffix(ENDING)
    if name in shipped_mappings():
        return parse_mapping(shipped_text(name), name)
    raise MappingError(
        say("there is no mapping file %(file)s", file=path),
        do=say("check the path, or name a shipped one: %(names)s", names=", ".join(shipped_mappings())),
    )


def parse_mapping(text: str, name: str) -> Translation:
    """A mapping file's text as a translation; `name` is what messages call it where it names none itself."""
    from pydantic import ValidationError

    from deskwise.sources.event_log import translation_of  # noqa: PLC0415 slow
    from deskwise.sources.mapping_model import MappingModel  # noqa: PLC0415 slow

    try:
        said = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise MappingError(
            say("mapping %(name)s is no TOML: %(error)s", name=name, error=error),
            do=say('write keys as name = "value", tables as [columns]'),
        ) from error
    try:
        model = MappingModel.model_validate(said)
    except ValidationError as error:
        raise _explained(name, error) from error
    return translation_of(model, model.name or name)


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise MappingError(
            say("mapping %(file)s is not UTF-8 text", file=path), do=say("save it as UTF-8")
        ) from error
    except OSError as error:
        raise MappingError(
            say("mapping %(file)s cannot be read", file=path), do=say("check its permissions")
        ) from error


def _explained(name: str, error: ValidationError) -> MappingError:
    """A fault of a mapping, by its key, with an example from the field's own description."""
    from deskwise.sources.mapping_model import MappingModel  # noqa: PLC0415 slow

    # Of the ways a value could have been meant, the one that came furthest. "No text" and "no list"
    # say least.
    first = max(
        error.errors(include_url=False, include_input=False),
        key=lambda one: (len(_key_of(one["loc"])), one["type"] not in ("string_type", "list_type")),
    )
    path = _key_of(first["loc"])
    key = ".".join(path) or "the file"
    field = MappingModel.model_fields.get(path[0]) if path else None
    message = str(first["msg"]).removeprefix("Value error, ")
    if first["type"] == "missing" and path == ["columns"]:
        message = "there is no table of columns"
    if field is None:
        do = f"use one of {', '.join(MappingModel.model_fields)}"
    else:
        example = field.examples[0] if field.examples else None
        do = f"{field.description}" + (f" For instance: {example}" if example is not None else "")
    return MappingError(
        say("mapping %(name)s, %(key)s: %(message)s", name=name, key=key, message=message), do=do
    )


def _key_of(place: tuple[int | str, ...]) -> list[str]:
    """The keys of a mapping that lead to a place; events are counted from one, as people do."""
    return [
        str(part + 1 if isinstance(part, int) else part)
        for part in place
        if part not in MEANINGS and not str(part).startswith(WAYS_OF_READING)
    ]
