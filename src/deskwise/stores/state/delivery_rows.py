"""Signed deliveries in the state; see the port `app.webhook_deliveries.DeliveryStore`."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from deskwise.stores.state.instants import to_micros
from deskwise.stores.state.tables import WEBHOOK_DELIVERIES


class DeliveryRows:
    """Deliveries, in one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def remember(self, delivery: str, until: datetime, at: datetime) -> bool:
        """Remember one until an instant; false where it is known."""
        run, columns = self._connection.execute, WEBHOOK_DELIVERIES.c
        run(sa.delete(WEBHOOK_DELIVERIES).where(columns.until < to_micros(at)))
        known = run(sa.select(columns.delivery).where(columns.delivery == delivery)).first()
        if known is not None:
            return False
        run(sa.insert(WEBHOOK_DELIVERIES).values(delivery=delivery, until=to_micros(until)))
        return True

    def forget(self, delivery: str) -> None:
        """Forget one."""
        self._connection.execute(
            sa.delete(WEBHOOK_DELIVERIES).where(WEBHOOK_DELIVERIES.c.delivery == delivery)
        )
