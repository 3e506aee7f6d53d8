"""What whoever looks may open: links are only drawn where they can be followed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from deskwise.web.route_access import Access, Needs
from deskwise.web.visitor import Visitor


@dataclass(frozen=True)
class Allowed:
    """What a visitor may open; null is somebody who is not signed in. `needed` says what each page needs."""

    visitor: Visitor | None
    needed: Mapping[str, Access | None]

    def page(self, name: str) -> bool:
        """Whether a page of this name can be opened at all."""
        needed = self.needed.get(name)
        if needed is None:
            return False
        if needed is Needs.NOTHING:
            return True
        if self.visitor is None:
            return False
        if isinstance(needed, Needs):
            return needed is Needs.LOOKING or self.visitor.person is not None
        return self.visitor.may_some(needed.act, needed.kind)
