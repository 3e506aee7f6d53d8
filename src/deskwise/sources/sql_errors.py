"""What an error of a database means for us, by its codes: its words are in any language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from deskwise.kernel.errors import (
    SourceCredentialsError,
    SourceError,
    SourceNetworkError,
    SourcePermissionError,
    SourceRateError,
    SourceSchemaError,
    SourceServerError,
)

if TYPE_CHECKING:
    import sqlalchemy as sa

# The classes of SQLSTATE, and single states, that say more than that something failed; the first counts.
STATES: tuple[tuple[tuple[str, ...], type[SourceError]], ...] = (
    (("28",), SourceCredentialsError),
    (("42501", "25006"), SourcePermissionError),
    (("53300",), SourceRateError),
    (("08",), SourceNetworkError),
    (("42", "22", "3D", "3F", "0A", "24", "07"), SourceSchemaError),
)
SQLITE = "sqlite_errorcode"
# The primary codes of SQLite: error, readonly, cannot open, not authorised, no database.
OF_SQLITE: Mapping[int, type[SourceError]] = {
    1: SourceSchemaError,
    8: SourcePermissionError,
    14: SourceNetworkError,
    23: SourcePermissionError,
    26: SourceSchemaError,
}
# MySQL, MariaDB (from 1040 on) and Oracle number their errors.
NUMBERED: Mapping[int, type[SourceError]] = {
    904: SourceSchemaError,
    942: SourceSchemaError,
    1017: SourceCredentialsError,
    1031: SourcePermissionError,
    1040: SourceRateError,
    1044: SourcePermissionError,
    1045: SourceCredentialsError,
    1049: SourceSchemaError,
    1054: SourceSchemaError,
    1064: SourceSchemaError,
    1142: SourcePermissionError,
    1143: SourcePermissionError,
    1146: SourceSchemaError,
    1698: SourceCredentialsError,
    2003: SourceNetworkError,
}


def kind_of(error: sa.exc.DBAPIError) -> type[SourceError]:
    """What an error of a driver means for us."""
    import sqlalchemy as sa

    own: Any = error.orig
    first = own.args[0] if own is not None and own.args else None
    state = getattr(own, "sqlstate", None) or getattr(own, "pgcode", None) or _state(first)
    if state is not None:
        found = (kind for states, kind in STATES if str(state).startswith(states))
        return next(found, SourceServerError)
    code = getattr(own, SQLITE, None)
    if code is not None:
        return OF_SQLITE.get(code & 0xFF, SourceServerError)
    number = first if isinstance(first, int) else getattr(first, "code", None)
    if isinstance(number, int) and number in NUMBERED:
        return NUMBERED[number]
    # PostgreSQL's library gives no state while it connects, but what was asked of it and given.
    attempt = getattr(own, "pgconn", None)
    if attempt is not None and not error.connection_invalidated:
        refused = attempt.needs_password or attempt.used_password
        return SourceCredentialsError if refused else SourceNetworkError
    if isinstance(error, sa.exc.OperationalError | sa.exc.InternalError | sa.exc.InterfaceError):
        return SourceServerError
    return SourceServerError if error.connection_invalidated else SourceSchemaError


def _state(said: Any) -> str | None:
    """What ODBC says first, if it is a SQLSTATE."""
    return said if isinstance(said, str) and re.fullmatch(r"[0-9A-Z]{5}", said) else None
