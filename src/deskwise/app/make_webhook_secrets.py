"""Make and take away the secrets that the webhooks of a connection are signed with."""

from __future__ import annotations

from deskwise.app.bearer_secrets import new_secret
from deskwise.app.connections import connections, named_connections, save_connection
from deskwise.app.secret_references import KEY_VARIABLE, Secrets
from deskwise.app.settings_versions import SavedBy
from deskwise.app.workspace import Workspace
from deskwise.kernel.errors import UsageError


def make_webhook_secret(workspace: Workspace, secrets: Secrets, name: str, saved: SavedBy) -> str:
    """A new secret for the webhooks of a connection, kept sealed in its settings and shown this once.

    The one before works no more. Raises `UsageError` for an unknown connection or without a key to seal with.
    """
    named_connections(workspace, name)
    if not secrets.can_seal():
        raise UsageError(
            f"there is no {KEY_VARIABLE} to seal the secret with",
            do="set one that deskwise connect --new-key prints, or keep your own: --secret-from env:NAME",
        )
    secret = new_secret()
    keep_webhook_secret(workspace, name, secrets.seal(secret), saved)
    return secret


def keep_webhook_secret(workspace: Workspace, name: str, reference: str | None, saved: SavedBy) -> None:
    """Keep where the secret of a connection's webhooks is; null takes none of them any more.

    Raises `UsageError` for an unknown connection, `SettingsError` for what is no reference.
    """
    named_connections(workspace, name)
    table = connections(workspace)[name].model_dump(exclude_unset=True)
    table.pop("webhook_secret", None)
    more = {} if reference is None else {"webhook_secret": reference}
    save_connection(workspace, name, {**table, **more}, saved)
