"""Signed deliveries that were taken lately. Instants are microseconds since 1970 UTC."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "webhook_deliveries",
        sa.Column("delivery", sa.Text, primary_key=True),
        sa.Column("until", sa.BigInteger, nullable=False, index=True),
    )
