"""Forget people: their identifiers and texts leave the workspace, its figures stay."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from deskwise.app.forgetting import Forgetter, Forgotten, Reason
from deskwise.app.settings_document import parse_settings
from deskwise.app.settings_toml import toml_key
from deskwise.kernel.clock import Clock
from deskwise.kernel.errors import UsageError
from deskwise.kernel.language import say


def find_people(forgetter: Forgetter, identifiers: tuple[str, ...]) -> Forgotten:
    """What forgetting them would change; changes nothing. Raises as `forget_people` does."""
    _check(identifiers)
    return _with_settings(forgetter, identifiers, forgetter.find(identifiers))


def forget_people(forgetter: Forgetter, identifiers: tuple[str, ...], clock: Clock) -> Forgotten:
    """Forget the people of these identifiers as one whole.

    Raises `UsageError` for an identifier that names nobody, `WorkspaceError` where there is no workspace,
    `WorkspaceBusyError` while another process writes.
    """
    _check(identifiers)
    return _with_settings(forgetter, identifiers, forgetter.forget(identifiers, clock.now()))


def find_expired(forgetter: Forgetter) -> tuple[tuple[Reason, Forgotten], ...]:
    """What the settings no longer keep, by the setting; changes nothing. Raises as `forget_expired` does."""
    _check_retention(forgetter)
    return forgetter.find_expired()


def forget_expired(forgetter: Forgetter, clock: Clock) -> tuple[tuple[Reason, Forgotten], ...]:
    """Let go what the settings no longer keep.

    Raises `UsageError` where they keep everything, else as `forget_people` does.
    """
    _check_retention(forgetter)
    return forgetter.expire(clock.now())


def _check_retention(forgetter: Forgetter) -> None:
    settings = parse_settings(forgetter.settings_text())
    if not settings.retained() and not settings.wishes_pseudonyms():
        raise UsageError(
            say("the settings keep texts and identifiers for ever"),
            do=say("say for how long, such as: deskwise settings set retention.text_days 90"),
        )


def _check(identifiers: tuple[str, ...]) -> None:
    if not identifiers or not all(identifiers):
        raise UsageError(
            say("no identifier was named"), do=say("name one as the log has it: deskwise forget C-88")
        )


def settings_naming(forgetter: Forgetter, identifiers: tuple[str, ...]) -> tuple[str, ...]:
    """The keys of the settings that are called so: those are whoever keeps them to change."""
    table = parse_settings(forgetter.settings_text()).table()
    return tuple(dict.fromkeys(_places(table, set(identifiers), "")))


def _with_settings(forgetter: Forgetter, identifiers: tuple[str, ...], found: Forgotten) -> Forgotten:
    return replace(found, settings=settings_naming(forgetter, identifiers))


def _places(value: Any, wanted: set[str], path: str) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            here = f"{path}.{toml_key(str(key))}" if path else toml_key(str(key))
            if key in wanted:
                yield here
            yield from _places(inner, wanted, here)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _places(inner, wanted, f"{path}.{number}")
    elif value in wanted:
        yield path
