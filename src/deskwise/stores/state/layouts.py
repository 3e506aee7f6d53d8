"""The layout of a state: which one it has, and bringing it to the newest."""

from __future__ import annotations

import threading

import sqlalchemy as sa

from deskwise.kernel.errors import WorkspaceError
from deskwise.kernel.language import say

NEWEST = "0006"
# Alembic keeps what it works on in its module.
_ONE_AT_A_TIME = threading.Lock()


def layout_of(connection: sa.Connection) -> str | None:
    """The layout a state has, null where nothing was ever written."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(sa.text("select version_num from alembic_version")).scalar()
    return None if found is None else str(found)


def is_newest(connection: sa.Connection) -> bool:
    """Whether a state can be used as it is.

    Raises `WorkspaceError` if a newer version of Deskwise has written it.
    """
    found = layout_of(connection)
    if found is not None and found > NEWEST:
        raise WorkspaceError(
            say("the state has layout %(found)s, which this version of deskwise does not know", found=found),
            do=say("use the version that wrote it, or a newer one"),
        )
    return found == NEWEST


def bring_to_newest(connection: sa.Connection, layout: str = "head") -> None:
    """Bring a state to the newest layout within the transaction that is open; all of it, or nothing."""
    from alembic import command  # noqa: PLC0415 slow
    from alembic.config import Config  # noqa: PLC0415 slow

    config = Config()
    config.set_main_option("script_location", "deskwise.stores.state:migrations")
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    with _ONE_AT_A_TIME:
        command.upgrade(config, layout)
