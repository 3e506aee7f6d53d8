"""What somebody else made of a thing meanwhile, as the answers on it say it."""

from __future__ import annotations

from typing import Any

from deskwise.app.access.holders import Person
from deskwise.app.annotate import annotation_json
from deskwise.app.annotations import Annotation
from deskwise.app.dispute_figures import dispute_json
from deskwise.app.disputes import Dispute
from deskwise.app.objectives.values_told import told
from deskwise.app.person_values import person_json
from deskwise.app.plain_json import plain_values
from deskwise.app.rulings import Ruling
from deskwise.app.settings_versions import SettingsVersion, version_json
from deskwise.okr.objective import Objective


def as_it_is_now(thing: object) -> Any:
    """The object of a thing that was changed; null where there is none any more."""
    if isinstance(thing, Ruling):
        return plain_values(thing.to_json())
    if isinstance(thing, Dispute):
        return plain_values(dispute_json(thing))
    if isinstance(thing, Person):
        return plain_values({**person_json(thing), "version": thing.version})
    if isinstance(thing, Annotation):
        return plain_values(annotation_json(thing))
    if isinstance(thing, SettingsVersion):
        return plain_values(version_json(thing))
    if isinstance(thing, Objective):
        return told(thing)
    return thing if isinstance(thing, int | str) else None
