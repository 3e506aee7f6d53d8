"""Asking, in a terminal, for what a connection to a help desk needs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from deskwise.app.secret_references import EXAMPLES, KEY_VARIABLE, REFERENCE, Secrets
from deskwise.app.source_port import SourceDescription
from deskwise.kernel.errors import UsageError

COLUMNS = ("url", "user", "token")


def ask_connection(
    table: Mapping[str, Any], described: Mapping[str, SourceDescription], secrets: Secrets
) -> dict[str, Any]:
    """The connection with what was missing; a secret that is typed is sealed at once, and not shown."""
    asked = dict(table)
    if "kind" not in asked:
        asked["kind"] = click.prompt("Which help desk", type=click.Choice(sorted(described)))
    about = described.get(asked["kind"])
    if about is None:
        return asked
    options = dict(asked.get("options", {}))
    for setting in about.settings:
        within = asked if setting.name in COLUMNS else options
        if within.get(setting.name) or not setting.required:
            continue
        told = f"{setting.tells.rstrip('.')}" + (f", such as {setting.example}" if setting.example else "")
        if setting.secret:
            within[setting.name] = _secret(told, secrets)
        else:
            within[setting.name] = click.prompt(told)
    return {**asked, "options": options} if options else asked


def _secret(told: str, secrets: Secrets) -> str:
    given = str(click.prompt(f"{told} (not shown; or {EXAMPLES})", hide_input=True)).strip()
    if REFERENCE.fullmatch(given):
        return given
    if not secrets.can_seal():
        raise UsageError(
            f"a secret is kept encrypted, and {KEY_VARIABLE} holds no key to do it with",
            do="set it to a key (deskwise connect --new-key prints one), or name the secret by env:NAME",
        )
    return secrets.seal(given)
