"""The files pages are made with: style sheets and pictures of our own, and what packages bring."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

ROOM = Path(__file__).parent
FOLDERS: Mapping[str, Path] = {"static": ROOM / "static", "vendor": ROOM / "vendor"}
# Their address holds what they are, so another content has another address.
KEPT = "public, max-age=31536000, immutable"


@cache
def version_of(folder: str, path: str) -> str:
    """What a file is, in eight digits; empty where it is not there."""
    try:
        return hashlib.sha256((FOLDERS[folder] / path).read_bytes()).hexdigest()[:8]
    except FileNotFoundError:
        return ""


class KeptFiles(StaticFiles):
    """Files that a browser keeps where their address says which they are."""

    def file_response(self, *args: object, **keywords: object) -> Response:
        """The file, with how long it holds."""
        answer = super().file_response(*args, **keywords)  # type: ignore[arg-type]  # handed on as it is
        scope = args[2] if len(args) > 2 else keywords["scope"]
        if _versioned(scope):
            answer.headers["Cache-Control"] = KEPT
        else:
            answer.headers["Cache-Control"] = "no-cache"
        return answer


def _versioned(scope: object) -> bool:
    assert isinstance(scope, dict)
    given: Scope = scope
    return bytes(given.get("query_string", b"")).startswith(b"v=")
