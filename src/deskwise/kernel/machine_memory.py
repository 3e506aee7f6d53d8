"""How much memory this machine, or the container around this process, has."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

# Where Linux says how much a container may take: the second version of control groups, and the first.
LIMIT_FILES = (Path("/sys/fs/cgroup/memory.max"), Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"))
# Where nothing says how much there is.
ASSUMED_BYTES = 4 * 1024**3


def memory_bytes(limit_files: Iterable[Path] = LIMIT_FILES) -> int:
    """The bytes there are, or that a container may take if that is less; 4 GiB where nothing says."""
    found = [ASSUMED_BYTES]
    with suppress(AttributeError, ValueError, OSError):  # no such question on this system
        found = [os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")]
    for file in limit_files:
        with suppress(OSError, ValueError):  # no such file, or "max"
            found.append(int(file.read_text(encoding="ascii")))
    return min(found)
