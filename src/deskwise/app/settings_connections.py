"""Connections to help desks in the settings: where each is, and where its secret is, never the secret."""

from typing import Annotated
from urllib.parse import parse_qsl, urlsplit

from pydantic import AfterValidator, Field, PlainValidator  # noqa: TID253 - models of a file

from deskwise.app.secret_references import checked_reference
from deskwise.app.settings_values import Name, Section
from deskwise.kernel.language import say

# What SQLAlchemy's addresses may begin with, and what may stand in their query: nothing that is a secret.
DATABASES = {"sqlite", "postgresql", "mysql", "mariadb", "mssql", "oracle"}
DATABASE_QUERY = {"charset", "driver", "host", "port", "service_name", "sslmode", "sslrootcert"}


def _address(value: str) -> str:
    # What is wrong with an address is said without it: it may hold a password.
    try:
        parts = urlsplit(value)
        of_a_file = parts.scheme == "file" and not parts.netloc and parts.path.startswith("/")
        of_the_web = bool(parts.hostname) and parts.scheme in ("http", "https")
        of_a_database = parts.scheme.partition("+")[0] in DATABASES and "://" in value
        named = of_a_file or of_the_web or of_a_database
        asked = {name for name, _ in parse_qsl(parts.query, keep_blank_values=True)}
        plain = asked <= DATABASE_QUERY if of_a_database else not parts.query
        secret = parts.username is not None or parts.password is not None or not plain
    except ValueError:
        named, secret = False, False
    if not named:
        raise ValueError(
            say(
                "is no address such as https://desk.example or file:///srv/mail/support.mbox, "
                "nor a database's"
            )
        )
    if secret:
        raise ValueError(say("holds a user, a password or a query, which do not belong there"))
    return value


SecretReference = Annotated[str, PlainValidator(checked_reference)]
Address = Annotated[str, AfterValidator(_address)]


class ConnectionSettings(Section):
    """One help desk that is synced; its name is the name of the source in the log."""

    kind: Name = Field(
        description="Which source it is: see `deskwise sources --kinds`.",
        examples=['"request_tracker"'],
        title="Kind",
    )
    url: Address = Field(
        description="Where it is, without user or password; of a source that is a file, file:///...",
        examples=['"https://desk.example"'],
        title="Address",
    )
    user: str | None = Field(
        None, description="Who we are there, if it asks.", examples=['"deskwise"'], title="User"
    )
    token: SecretReference | None = Field(
        None,
        description="Where the token or password is: env:NAME of the environment, keyring:SERVICE/NAME, or "
        "sealed:... as `deskwise connect` writes it. Never itself.",
        examples=['"env:DESK_TOKEN"'],
        title="Where the secret is",
    )
    webhook_secret: SecretReference | None = Field(
        None,
        description="Where the secret is that its webhooks are signed with, as `deskwise webhooks make` "
        "writes it: see docs/api.md. Never itself.",
        examples=['"env:DESK_WEBHOOK_SECRET"'],
        title="Where the secret of webhooks is",
    )
    requests_per_minute: int | None = Field(
        None,
        ge=1,
        le=100_000,
        description="How often it may be asked in a minute.",
        examples=["60"],
        title="Requests a minute",
    )
    sync_every_minutes: int | None = Field(
        None,
        ge=1,
        le=10_080,
        description="How often `deskwise serve` syncs it while it runs, in minutes; left out, only "
        "`deskwise sync` does.",
        examples=["15"],
        title="Minutes between syncs",
    )
    plain_http: bool = Field(
        False,
        description="Whether the secret may go unencrypted to another machine.",
        examples=["true"],
        title="Secret goes unencrypted",
    )
    options: dict[Name, str] = Field(
        {},
        description="What else the source reads: see docs/sources.md.",
        examples=['{ queue = "support" }'],
        title="Options",
    )
