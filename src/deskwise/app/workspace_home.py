"""Which folder a workspace is in when nobody names one."""

from __future__ import annotations

import os
from pathlib import Path

HOME_VARIABLE = "DESKWISE_HOME"
LOCAL_HOME = ".deskwise"


def default_home() -> Path:
    """DESKWISE_HOME; else `.deskwise` in this folder, if there; else `deskwise` in the user's data folder."""
    named = os.environ.get(HOME_VARIABLE)
    if named:
        return Path(named).expanduser()
    local = Path(LOCAL_HOME)
    return local if local.is_dir() else data_folder() / "deskwise"


def data_folder() -> Path:
    """Where the user's programs keep their data."""
    named = os.environ.get("XDG_DATA_HOME")
    return Path(named) if named else Path.home() / ".local" / "share"
