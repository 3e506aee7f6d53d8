"""The versions of the settings: each is what was saved at once, by whom and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class SavedBy:
    """Who saves settings, when, and the number of the version their change was made from.

    `made_from` is null of one who says nothing of it, and writes over whatever there is.
    """

    who: str
    at: datetime
    made_from: int | None = None


@dataclass(frozen=True)
class SettingsVersion:
    """The settings as they were saved once; versions are counted from 1.

    `text` is the settings file, null where it named somebody who was forgotten since. `at` and `who` are null
    where nobody noted it.
    """

    number: int
    text: str | None
    at: datetime | None = None
    who: str | None = None


def version_json(version: SettingsVersion) -> dict[str, Any]:
    """A version as the command line lists it: when it was saved, and by whom."""
    return {"version": version.number, "at": version.at, "who": version.who}


NEVER_SET = SettingsVersion(0, "")
