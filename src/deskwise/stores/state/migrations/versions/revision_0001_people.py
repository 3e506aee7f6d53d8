"""People, their sessions and links, attempts to sign in, and the audit.

Instants are microseconds since 1970 UTC.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

REFUSAL = "the audit only grows"


def upgrade() -> None:
    """Make the first tables."""
    op.create_table(
        "people",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("email", sa.Text, nullable=False, unique=True),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("actor", sa.Text),
        sa.Column("teams", sa.Text, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("added_at", sa.BigInteger, nullable=False),
        sa.Column("password_hash", sa.Text),
    )
    op.create_table(
        "sessions",
        sa.Column("secret_hash", sa.Text, primary_key=True),
        sa.Column("person", sa.Text, sa.ForeignKey("people.id"), nullable=False, index=True),
        sa.Column("begun_at", sa.BigInteger, nullable=False),
        sa.Column("seen_at", sa.BigInteger, nullable=False),
        sa.Column("expires_at", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "links",
        sa.Column("secret_hash", sa.Text, primary_key=True),
        sa.Column("purpose", sa.Text, nullable=False),
        sa.Column("person", sa.Text, sa.ForeignKey("people.id"), index=True),
        sa.Column("made_at", sa.BigInteger, nullable=False),
        sa.Column("expires_at", sa.BigInteger, nullable=False),
        sa.Column("used_at", sa.BigInteger),
    )
    op.create_table(
        "sign_in_attempts",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("failed", sa.Integer, nullable=False),
        sa.Column("last_at", sa.BigInteger, nullable=False),
        sa.Column("free_at", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "audit",
        sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("at", sa.BigInteger, nullable=False, index=True),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("on", sa.Text, nullable=False, index=True),
        sa.Column("before", sa.Text),
        sa.Column("after", sa.Text),
        sa.Column("seal", sa.Text, nullable=False),
    )
    for statement in _guards(op.get_bind().dialect.name):
        op.execute(statement)


def _guards(dialect: str) -> list[str]:
    """What makes the database itself refuse to change or remove an entry."""
    if dialect == "postgresql":
        return [
            f"""create function audit_only_grows() returns trigger language plpgsql as
                $$ begin raise exception '{REFUSAL}'; end $$""",
            """create trigger audit_rows before update or delete on audit
                for each row execute function audit_only_grows()""",
            """create trigger audit_whole before truncate on audit
                for each statement execute function audit_only_grows()""",
        ]
    refuse = f"begin select raise(abort, '{REFUSAL}'); end"
    return [
        f"create trigger audit_update before update on audit {refuse}",
        f"create trigger audit_delete before delete on audit {refuse}",
        # `insert or replace` removes a row without asking the trigger above.
        f"""create trigger audit_replace before insert on audit
            when exists (select 1 from audit where number = new.number) {refuse}""",
    ]
