"""Compiled SQL kept in the workspace, so that a warm read need not import what compiles it."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from pathlib import Path

# A value as SQL writes it.
LITERAL = re.compile(r"'((?:[^']|'')*)'")


@cache
def code_digest() -> str:
    """What the code that makes SQL is by its content: a text kept by other code is never used."""
    digest = hashlib.sha256()
    for room in ("facts", "metrics"):
        for path in sorted((Path(__file__).parent.parent / room).glob("*.py")):
            digest.update(path.name.encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def texts_folder(home: Path) -> Path:
    """Where the texts of a workspace are kept: within it, or where DESKWISE_COMPILED says.

    One folder serves any number of workspaces; that is for machines where many are made and thrown away.
    """
    said = os.environ.get("DESKWISE_COMPILED", "").strip()
    return Path(said) if said else home / "compiled"


class KeptSql:
    """Texts by key, a file each. It may be deleted at any time: what is missing is compiled again."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def _path(self, key: str) -> Path:
        return self._folder / f"{hashlib.sha256((code_digest() + key).encode()).hexdigest()[:32]}.sql"

    def get(self, key: str) -> str | None:
        """The text kept under a key, None where there is none."""
        try:
            kept, _, sql = self._path(key).read_text("utf-8").partition("\n")
        except (OSError, UnicodeDecodeError):
            return None
        return sql if kept == repr(key) else None

    def put(self, key: str, sql: str) -> None:
        """Keep a text; a folder that cannot be written only costs the next reader time."""
        path = self._path(key)
        beside = path.with_suffix(f".{os.getpid()}")
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            beside.write_text(f"{key!r}\n{sql}", "utf-8")
            beside.replace(path)

    def forget(self, words: Iterable[str]) -> None:
        """Remove the texts that hold one of the words, however it is written in them."""
        forms = {form.encode() for word in words for form in _forms(word)}
        for path in self._folder.glob("*"):
            with suppress(FileNotFoundError):
                content = path.read_bytes()
                if any(form in content for form in forms):
                    path.unlink()

    def forget_values(self, values: frozenset[str]) -> None:
        """Remove the texts that ask for one of many values."""
        for path in self._folder.glob("*"):
            with suppress(OSError, UnicodeDecodeError):
                _, _, sql = path.read_text("utf-8").partition("\n")
                asked = LITERAL.findall(sql)
                if not values.isdisjoint(one.replace("''", "'") for one in asked):
                    path.unlink()


def _forms(word: str) -> tuple[str, ...]:
    """A word as SQL, JSON and a key write it."""
    in_json = (json.dumps(word)[1:-1], json.dumps(word, ensure_ascii=False)[1:-1])
    return (word, word.replace("'", "''"), *in_json, repr(word)[1:-1])
