"""Objectives, with all that is said and decided of them. Instants are microseconds since 1970 UTC."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "cycles",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("number", sa.BigInteger, nullable=False, unique=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("first_day", sa.Date, nullable=False),
        sa.Column("last_day", sa.Date, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("check_in_days", sa.Integer, nullable=False),
        sa.Column("follows", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_table(
        "objectives",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("number", sa.BigInteger, nullable=False, unique=True),
        sa.Column("cycle", sa.Text, sa.ForeignKey("cycles.id"), nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("owner_kind", sa.Text, nullable=False),
        sa.Column("owner_name", sa.Text, nullable=False),
        sa.Column("level", sa.Text, nullable=False),
        sa.Column("ambition", sa.Text, nullable=False),
        sa.Column("weight", sa.Double, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("expectation", sa.Text),
        sa.Column("evidence_analysis", sa.Text),
        sa.Column("evidence_question", sa.Text),
        sa.Column("parent", sa.Text),
        sa.Column("parent_is_key_result", sa.Boolean),
        sa.Column("pooled", sa.Boolean, nullable=False),
        sa.Column("carried_from", sa.Text),
        sa.Column("version", sa.Integer, nullable=False),
        sa.UniqueConstraint("cycle", "key", name="one_objective_of_a_key"),
    )
    op.create_table(
        "key_results",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("number", sa.BigInteger, nullable=False, unique=True),
        sa.Column("objective", sa.Text, sa.ForeignKey("objectives.id"), nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("binding", sa.Text),
        sa.Column("target", sa.Double),
        sa.Column("change", sa.Text),
        sa.Column("bounds", sa.Text),
        sa.Column("milestones", sa.Text, nullable=False),
        sa.Column("checkpoints", sa.Text, nullable=False),
        sa.Column("baseline_rule", sa.Text, nullable=False),
        sa.Column("baseline", sa.Text),
        sa.Column("weight", sa.Double, nullable=False),
        sa.Column("unit", sa.Text),
        sa.Column("higher_is_better", sa.Boolean),
        sa.Column("kept", sa.Boolean, nullable=False),
        sa.Column("carried_from", sa.Text),
        sa.Column("version", sa.Integer, nullable=False),
        sa.UniqueConstraint("objective", "key", name="one_key_result_of_a_key"),
    )
    op.create_table(
        "objective_remarks",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("number", sa.BigInteger, nullable=False, unique=True),
        sa.Column("objective", sa.Text, sa.ForeignKey("objectives.id"), nullable=False, index=True),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
    )
    op.create_table(
        "objective_parts",
        sa.Column("objective", sa.Text, sa.ForeignKey("objectives.id"), primary_key=True),
        sa.Column("person", sa.Text, primary_key=True),
        sa.Column("number", sa.BigInteger, nullable=False, unique=True),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_table(
        "check_ins",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("number", sa.BigInteger, nullable=False, unique=True),
        sa.Column("key_result", sa.Text, sa.ForeignKey("key_results.id"), nullable=False, index=True),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("known", sa.Text, nullable=False),
        sa.Column("typed", sa.Double),
        sa.Column("confidence", sa.Integer),
        sa.Column("moved_by", sa.Text, nullable=False),
        sa.Column("next_step", sa.Text, nullable=False),
    )
    op.create_table(
        "typed_values",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("number", sa.BigInteger, nullable=False, unique=True),
        sa.Column("key_result", sa.Text, sa.ForeignKey("key_results.id"), nullable=False, index=True),
        sa.Column("value", sa.Double, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("known", sa.Text),
        sa.Column("resumed_at", sa.BigInteger),
        sa.Column("resumed_by", sa.Text),
    )
    op.create_table(
        "close_outs",
        sa.Column("objective", sa.Text, sa.ForeignKey("objectives.id"), primary_key=True),
        sa.Column("number", sa.BigInteger, nullable=False, unique=True),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("score", sa.Double),
        sa.Column("results", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("went_well", sa.Text, nullable=False),
        sa.Column("went_badly", sa.Text, nullable=False),
        sa.Column("next_time", sa.Text, nullable=False),
        sa.Column("carried_to", sa.Text),
    )
