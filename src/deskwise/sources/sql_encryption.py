"""What makes sure that a database on another machine is reached encrypted, or is not reached."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskwise.app.source_port import Connection
from deskwise.kernel.errors import SettingsError
from deskwise.sources.http.client import LOOPBACK

if TYPE_CHECKING:
    import sqlalchemy as sa

# Drivers that know `sslmode`, and its words for what no connection goes unencrypted with.
WITH_SSLMODE = ("psycopg", "psycopg_async", "psycopg2")
ENCRYPTED = ("require", "verify-ca", "verify-full")


def encrypted_arguments(url: sa.URL, connection: Connection) -> dict[str, str]:
    """What a driver is told beside the url; raises `SettingsError` where nothing would demand encryption."""
    family = url.get_backend_name()
    if family == "sqlite" or connection.plain_http or _is_here(url):
        return {}
    allow = f"deskwise settings set connections.{connection.name}.plain_http true"
    if family != "postgresql" or url.get_driver_name() not in WITH_SSLMODE:
        raise SettingsError(
            f"{connection.name} is on another machine, and nothing makes sure that it is reached encrypted",
            do=f"reach it through a tunnel that ends on this machine, or allow it: {allow}",
        )
    said = url.query.get("sslmode")
    if said is None:
        return {"sslmode": "require"}
    if said not in ENCRYPTED:
        raise SettingsError(
            f"{connection.name} might be reached unencrypted",
            do=f"write sslmode=require into its url, or take sslmode out of it, or allow it: {allow}",
        )
    return {}


def _is_here(url: sa.URL) -> bool:
    """Whether all hosts of a url are this machine. One without a host says nothing: its driver chooses."""
    said = url.query.get("host", ())
    named = [said] if isinstance(said, str) else list(said)
    hosts = [one for part in (url.host or "", *named) for one in part.split(",") if one]
    return bool(hosts) and all(one.startswith("/") or _name(one) in LOOPBACK for one in hosts)


def _name(host: str) -> str:
    """A host without its port.

    >>> _name("127.0.0.1:5432"), _name("::1"), _name("[::1]:5432")
    ('127.0.0.1', '::1', '::1')
    """
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host if host.count(":") > 1 else host.partition(":")[0]
