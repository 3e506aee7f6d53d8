"""What is known of a system's exports: how they are told, and how they call what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Vendor:
    """A system: its name, what its exports are known by, and its headers by meaning.

    `statuses` and `channels` are words or numbers that mean something only there. `units` are columns of
    durations whose header does not say their unit.
    """

    key: str
    name: str
    marks: tuple[str, ...]
    headers: Mapping[str, tuple[str, ...]]
    statuses: Mapping[str, str] = field(default_factory=dict)
    channels: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
