"""What was found out of the same facts before, so that it need not be found out again."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar

from deskwise.app.workspace import Facts

T = TypeVar("T")
# A page asks for a handful; each answer is some kilobytes.
MOST = 500


def remembered(facts: Facts, kind: str, question: Hashable, ask: Callable[[], T], most: int = MOST) -> T:
    """The answer to a question of a kind, asked once for these facts; the last `most` or fewer are kept.

    Threads may ask at once: then more than one asks, and they find the same.
    """
    known: dict[Hashable, T] = facts.remembered.setdefault(kind, {})
    found = known.get(question)
    if found is None:
        found = ask()
        if len(known) >= most:
            known.clear()
        known[question] = found
    return found
