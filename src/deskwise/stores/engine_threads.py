"""How many threads an engine may work with, where the machine's owner said so."""

from __future__ import annotations

import os

from deskwise.kernel.errors import UsageError

VARIABLE = "DESKWISE_THREADS"


def threads_allowed() -> int | None:
    """What DESKWISE_THREADS says; None for as many as the machine has cores.

    Raises `UsageError` if it is set to what is no number from 1 on.
    """
    said = os.environ.get(VARIABLE, "").strip()
    if not said:
        return None
    if not (said.isascii() and said.isdigit() and 1 <= int(said) <= 1024):
        raise UsageError(f"{VARIABLE} is {said!r}, which is no number of threads", do="write it as 1 or 4")
    return int(said)
