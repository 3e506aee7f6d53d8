"""Port: reasons that subjects give for getting in touch, in clusters that people may name and merge.

A cluster is a further field of a request, so every figure can be split and filtered by it. It is not kept: it
is found in the texts of the log as they are, and what is forgotten there is in no cluster either.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from deskwise.analyses.subject_clusters import SubjectCluster

# What a cluster is called, by its key, where somebody named it.
ReasonNames = Callable[[], Mapping[str, str]]


def nameless() -> Mapping[str, str]:
    """The names where nobody gives any."""
    return {}


class SubjectReasons(Protocol):
    """The clusters of the subjects of all requests that are known."""

    def clusters(self) -> tuple[SubjectCluster, ...]:
        """The clusters by their keys, the largest first; none where no text is kept."""
        ...

    def subjects(self) -> int:
        """How many requests have a subject."""
        ...
