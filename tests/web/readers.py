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


def read_together(site: str, paths: Sequence[str], people: int, go_on: Callable[[], bool]) -> list[Read]:
    """Let so many people begin at once, and read all pages one by one, and again as long as `go_on` says."""
    found: list[Read] = []
    start = threading.Barrier(people)

    def reads() -> None:
        with httpx.Client(base_url=site, timeout=PATIENCE_SECONDS) as client:
            start.wait()
            more = True
            while more:
                for path in paths:
                    began = time.perf_counter()
                    status = client.get(path).status_code
                    found.append(Read(path, status, time.perf_counter() - began))
                more = go_on()

    threads = [threading.Thread(target=reads) for _ in range(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def share_within(reads: Sequence[Read], share: float) -> float:
    """The seconds within which a share of the pages was there: of ten the ninth for 0.9."""
    took = sorted(read.seconds for read in reads)
    return took[max(0, round(share * len(took)) - 1)]
