"""What hatchling calls before it builds: brings the front-end files into a wheel that is to be given away."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

EDITABLE = "editable"


class FrontEndHook(BuildHookInterface[Any]):
    """Brings the files where they are missing; an installation from the folder itself leaves that to make."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's
        """Bring them."""
        if version == EDITABLE or self.target_name != "wheel":
            return
        path = Path(self.root) / "tools" / "vendor_front_end.py"
        spec = importlib.util.spec_from_file_location("vendor_front_end", path)
        assert spec is not None
        assert spec.loader is not None
        brought = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(brought)
        brought.bring()
