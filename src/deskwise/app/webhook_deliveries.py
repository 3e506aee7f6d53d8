"""Port: which signed deliveries were taken lately, so that none is taken twice."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class DeliveryStore(Protocol):
    """Where deliveries are remembered, each by a word of its own, for as long as they could be replayed."""

    def remember(self, delivery: str, until: datetime, at: datetime) -> bool:
        """Remember one until an instant; false where it is known. What is past `at` is forgotten."""
        ...

    def forget(self, delivery: str) -> None:
        """Forget one that was not taken after all, so that it can be delivered again."""
        ...
