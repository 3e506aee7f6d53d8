"""How the last attempt to sync each source ended, in a file beside the lake: it is news, and no fact."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from urllib.parse import quote, unquote

from deskwise.app.sync_store import SyncAttempt

FOLDER = "syncs"
ENDING = ".json"


def read_attempts(home: Path) -> Mapping[str, SyncAttempt]:
    """The last attempt of each source, by name; what cannot be read is as if it were not there."""
    found = {}
    for path in sorted((home / FOLDER).glob(f"*{ENDING}")):
        with suppress(OSError, ValueError, TypeError, KeyError):
            told = json.loads(path.read_text(encoding="utf-8"))
            found[unquote(path.name.removesuffix(ENDING))] = SyncAttempt(
                begun_at=datetime.fromisoformat(told["begun_at"]),
                ended_at=None if told["ended_at"] is None else datetime.fromisoformat(told["ended_at"]),
                error=told["error"],
                passing=bool(told["passing"]),
                failed_in_a_row=int(told.get("failed_in_a_row", 0)),
            )
    return found


def write_attempt(home: Path, source: str, attempt: SyncAttempt) -> None:
    """Keep an attempt in the place of the one before."""
    folder = home / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    told = {
        "begun_at": attempt.begun_at.isoformat(),
        "ended_at": None if attempt.ended_at is None else attempt.ended_at.isoformat(),
        "error": attempt.error,
        "passing": attempt.passing,
        "failed_in_a_row": attempt.failed_in_a_row,
    }
    path = folder / f"{file_name(source)}{ENDING}"
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.write_text(json.dumps(told), encoding="utf-8")
    draft.replace(path)


def file_name(source: str) -> str:
    """A source's name as part of a file's name.

    >>> file_name("../a b")
    '..%2Fa%20b'
    """
    return quote(source, safe="")
