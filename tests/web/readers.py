"""People who read pages at the same time, each with a connection of their own."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import httpx

# Longer than any page may take on a machine that is busy with other tests.
PATIENCE_SECONDS = 120.0


@dataclass(frozen=True)
class Read:
    """A page that somebody read: its answer's status, and the seconds until all of it was there."""

    path: str
    status: int
    seconds: float


def read_together(
    site: str,
    paths: Sequence[str],
    people: int,
    go_on: Callable[[], bool],
    reading_seconds: float = 0.0,
) -> list[Read]:
    """Let so many people open all pages one by one, and again as long as `go_on` says.

    Each reads what has come for `reading_seconds` before they open the next, and begins at another moment of
    that time than the others; with none of it all begin at once, and nobody reads.
    """
    found: list[Read] = []
    start = threading.Barrier(people)

    def reads(place: int) -> None:
        with httpx.Client(base_url=site, timeout=PATIENCE_SECONDS) as client:
            start.wait()
            _read_for(reading_seconds * place / people)
            more = True
            while more:
                for path in paths:
                    began = time.perf_counter()
                    status = client.get(path).status_code
                    found.append(Read(path, status, time.perf_counter() - began))
                    _read_for(reading_seconds)
                more = go_on()

    threads = [threading.Thread(target=reads, args=(place,)) for place in range(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def _read_for(seconds: float) -> None:
    if seconds:
        threading.Event().wait(seconds)


def share_within(reads: Sequence[Read], share: float) -> float:
    """The seconds within which a share of the pages was there: of ten the ninth for 0.9."""
    took = sorted(read.seconds for read in reads)
    return took[max(0, round(share * len(took)) - 1)]
