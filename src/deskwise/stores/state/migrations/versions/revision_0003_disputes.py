"""Disputes. Instants are microseconds since 1970 UTC."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "disputes",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("ticket", sa.Text, nullable=False),
        sa.Column("event", sa.Text),
        sa.Column("metric", sa.Text),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("opened_at", sa.BigInteger, nullable=False),
        sa.Column("teams", sa.Text, nullable=False),
        sa.Column("actors", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False, index=True),
        sa.Column("decided_by", sa.Text),
        sa.Column("decided_at", sa.BigInteger),
        sa.Column("answer", sa.Text),
        sa.Column("ruling", sa.Text),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_index("ix_disputes_ticket", "disputes", ["ticket"])
