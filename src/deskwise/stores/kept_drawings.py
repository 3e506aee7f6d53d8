"""Drawings of charts kept beside a workspace, so that a page seen again is drawn once."""

from __future__ import annotations

import hashlib
import os
import tempfile
from contextlib import suppress
from pathlib import Path

# Some thousand charts; what was not looked at for longest goes first.
MOST_BYTES = 32 * 1024 * 1024
LEFT_SHARE = 0.75


class KeptDrawings:
    """Drawings by key, a file each; see the port `reports.chart_drawing.KeptDrawings`.

    Many processes may share the folder. It may be deleted at any time: what is missing is drawn again.
    """

    def __init__(self, folder: Path, most_bytes: int = MOST_BYTES) -> None:
        self._folder = folder
        self._most_bytes = most_bytes

    def _path(self, key: str) -> Path:
        return self._folder / f"{hashlib.sha256(key.encode()).hexdigest()[:40]}.drawing"

    def get(self, key: str) -> bytes | None:
        """The drawing of a key, null where there is none."""
        path = self._path(key)
        try:
            found = path.read_bytes()
        except OSError:
            return None
        with suppress(OSError):
            os.utime(path)
        return found

    def put(self, key: str, drawing: bytes) -> None:
        """Keep a drawing; a folder that cannot be written only costs the next reader time."""
        with suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=self._folder, prefix=".part-", delete=False) as beside:
                beside.write(drawing)
            Path(beside.name).replace(self._path(key))
            self._make_room()

    def forget(self) -> None:
        """Remove all drawings: nobody can say which of them name somebody."""
        for path in self._folder.glob("*"):
            with suppress(OSError):
                path.unlink()

    def _make_room(self) -> None:
        """Remove what was not looked at for longest where there is too much of all, parts left over too."""
        kept = []
        for path in (*self._folder.glob("*.drawing"), *self._folder.glob(".part-*")):
            with suppress(OSError):
                stat = path.stat()
                kept.append((stat.st_mtime_ns, stat.st_size, path))
        total = sum(size for _, size, _ in kept)
        if total <= self._most_bytes:
            return
        for _, size, path in sorted(kept):
            if total <= self._most_bytes * LEFT_SHARE:
                return
            with suppress(OSError):
                path.unlink()
            total -= size


def drawings_folder(home: Path) -> Path:
    """Where the drawings of a workspace are kept."""
    return home / "charts"
