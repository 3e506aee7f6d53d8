"""The addresses of an application's pages, by name: each is looked for once and then only filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Protocol

# No address has it: what stands between two of them is filled in.
MARK = "\x00"


class Routes(Protocol):
    """What knows its pages by name."""

    def url_path_for(self, name: str, /, **path: str) -> str:
        """The address of a page; an error for one there is not, or whose parts are others."""
        ...


class Addresses:
    """Addresses of one application; threads may share them."""

    def __init__(self, routes: Routes) -> None:
        self._routes = routes
        self._forms: dict[tuple[str, ...], tuple[str, ...]] = {}

    def of(self, page: str, path: Mapping[str, str]) -> str:
        """The address of a page whose parts are `path`, quoted; raises as `url_path_for` does."""
        if not all(path.values()):
            return str(self._routes.url_path_for(page, **path))
        known = (page, *path)
        form = self._forms.get(known)
        if form is None:
            marked = {name: f"{MARK}{name}{MARK}" for name in path}
            address = str(self._routes.url_path_for(page, **marked))
            form = self._forms[known] = tuple(re.split(MARK, address))
        return "".join(path[part] if place % 2 else part for place, part in enumerate(form))
