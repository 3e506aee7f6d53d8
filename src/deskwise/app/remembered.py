"""What was found out of the same facts before, so that it need not be found out again."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from typing import TypeVar

from deskwise.app.workspace import Facts

T = TypeVar("T")
# A page asks for a handful; each answer is some kilobytes.
MOST = 500


def remembered(facts: Facts, kind: str, question: Hashable, ask: Callable[[], T], most: int = MOST) -> T:
    """The answer to a question of a kind, asked once for these facts; the last `most` or fewer are kept.

    Of several threads with the same question one asks, and the others wait for it. `ask` itself remembers
    nothing of this kind.
    """
    answers: dict[Hashable, T] = facts.remembered.setdefault(kind, {})
    asking: dict[Hashable, threading.Lock] = facts.remembered.setdefault(f"asking for {kind}", {})
    with asking.setdefault(question, threading.Lock()):
        found = answers.get(question)
        if found is None:
            found = ask()
            if len(answers) >= most:
                answers.clear()
                asking.clear()
            answers[question] = found
    return found
