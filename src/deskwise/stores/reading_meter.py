"""How far the reading of a file is, for whoever waits for it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from deskwise.kernel.language import marked

# Where the system counts what a process has read, on those that do.
COUNTED_READS = Path("/proc/self/io")


@dataclass
class ReadingMeter:
    """Written by the thread that reads, looked at by the one that tells; single values need no lock.

    `share` is how much of `what` is done, null where nobody can know; `rows` how many rows are through.
    """

    what: str = ""
    file: str | None = None
    share: float | None = None
    rows: int | None = None
    bytes_total: int | None = None
    bytes_a_row: float | None = None
    read_before: int | None = None

    def begin(self, what: str, file: str | None = None, bytes_total: int | None = None) -> None:
        """Another step begins."""
        self.share = self.rows = self.bytes_a_row = None
        self.what, self.file, self.bytes_total = what, file, bytes_total
        self.read_before = None

    def begin_elsewhere(self, file: str, bytes_total: int, bytes_a_row: float | None) -> None:
        """The engine begins to read a file: it does not say how far it is, the system does."""
        self.begin(marked("reading"), file, bytes_total)
        self.bytes_a_row = bytes_a_row
        self.read_before = bytes_read()

    def look(self) -> tuple[float | None, int | None]:
        """The share and the rows, now."""
        if self.read_before is None or not self.bytes_total:
            return self.share, self.rows
        done = (bytes_read() or 0) - self.read_before
        share = max(0.0, min(1.0, done / self.bytes_total))
        return share, round(share * self.bytes_total / self.bytes_a_row) if self.bytes_a_row else None

    def passed(self, done_bytes: int) -> None:
        """So many bytes of the step are through."""
        if self.bytes_total:
            self.share = min(1.0, done_bytes / self.bytes_total)


def bytes_read() -> int | None:
    """How many bytes this process has read so far, null on a system that does not say."""
    try:
        first = COUNTED_READS.read_text(encoding="ascii").partition("\n")[0]
    except (OSError, ValueError):
        return None
    name, _, count = first.partition(":")
    return int(count) if name == "rchar" else None
