"""Settings in words: what each is now, what it would be, and since which version."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from deskwise.app.settings_differences import changed_paths, changes, leaves
from deskwise.app.settings_document import parse_settings
from deskwise.app.settings_fields import Setting, SettingField
from deskwise.app.settings_texts import setting_words
from deskwise.app.settings_versions import NEVER_SET, SettingsVersion
from deskwise.kernel.errors import SettingsError
from deskwise.kernel.language import say


@dataclass(frozen=True)
class ShownSetting:
    """One setting on the page of all of them. `lines` are what is set of one that holds several."""

    title: str
    tells: str
    now: str
    unit: str
    default: str
    is_default: bool
    since: int
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ShownVersion:
    """One version with what it changed, in words; `changes` is null where that is not kept any more."""

    version: SettingsVersion
    changes: tuple[tuple[str, str, str], ...] | None


def shown_settings(
    settings: tuple[Setting, ...], table: Mapping[str, Any], since: Mapping[str, int]
) -> tuple[ShownSetting, ...]:
    """Settings as they are."""
    return tuple(_shown(each, table, since.get(each.name, 0)) for each in settings)


def _shown(setting: Setting, table: Mapping[str, Any], since: int) -> ShownSetting:
    if isinstance(setting, SettingField):
        default = "" if setting.default is None else setting_words(setting.default, setting.shape)
        now = setting_words(table.get(setting.name, setting.default), setting.shape)
        return ShownSetting(
            say(setting.title),
            say(setting.tells),
            now,
            say(setting.unit) if setting.unit else "",
            default,
            now == default,
            since,
            (),
        )
    only = {setting.name: table[setting.name]} if setting.name in table else {}
    lines = tuple(
        (each.label.removeprefix(say(setting.title)).lstrip(",: "), each.after or "")
        for each in changes({}, only)
    )
    return ShownSetting(
        say(setting.title), say(setting.tells), "", "", say("nothing"), not lines, since, lines
    )


def since_versions(versions: Sequence[SettingsVersion]) -> dict[str, int]:
    """For each setting at the top that was ever changed, the version since which it is as it is."""
    found: dict[str, int] = {}
    former = leaves({})
    for version in versions:
        later = leaves(_table(version) or {})
        for path in changed_paths(former, later):
            found[path[0]] = version.number
        former = later
    return found


def shown_versions(versions: Sequence[SettingsVersion], most: int) -> tuple[ShownVersion, ...]:
    """The last versions with what each changed, the newest first."""
    pairs = list(pairwise((NEVER_SET, *versions)))[-most:]
    return tuple(ShownVersion(later, _changes(former, later)) for former, later in reversed(pairs))


def change_rows(found: Sequence[Any]) -> tuple[tuple[str, str, str], ...]:
    """Changes as rows: the setting, what it was, what it is to be."""
    return tuple(
        (each.label, _or_default(each.before, each.default), _or_default(each.after, each.default))
        for each in found
    )


def _or_default(words: str | None, default: str | None) -> str:
    if words is not None:
        return words
    return say("not set") if default is None else f"{default} ({say('default')})"


def _changes(former: SettingsVersion, later: SettingsVersion) -> tuple[tuple[str, str, str], ...] | None:
    before, after = _table(former), _table(later)
    return None if before is None or after is None else change_rows(changes(before, after))


def _table(version: SettingsVersion) -> dict[str, Any] | None:
    """The settings of a version; null where it is not kept, or is from before settings were what they are."""
    if version.text is None:
        return None
    try:
        return parse_settings(version.text).table()
    except SettingsError:
        return None
