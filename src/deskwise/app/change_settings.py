"""Change the settings of a workspace; the facts they shape are made anew with them."""

from __future__ import annotations

from deskwise.app.access.things import Policy
from deskwise.app.settings_document import SettingsDocument, parse_settings, set_key
from deskwise.app.workspace import Workspace


def show_settings(workspace: Workspace) -> SettingsDocument:
    """The settings as they stand; the defaults in a workspace that was never set up."""
    return parse_settings(workspace.settings_text())


def figures_policy(workspace: Workspace) -> Policy:
    """What the workspace has decided on figures of single people; what `access.table.may` asks for."""
    return show_settings(workspace).policy()


def set_setting(workspace: Workspace, key: str, value: str) -> SettingsDocument:
    """Change one setting, named by a dotted key; raises `SettingsError` where the whole would not hold."""
    return save_document(workspace, set_key(show_settings(workspace), key, value))


def load_settings(workspace: Workspace, text: str) -> SettingsDocument:
    """Put a settings file in place of all settings; raises `SettingsError` where it does not hold."""
    return save_document(workspace, parse_settings(text))


def save_document(workspace: Workspace, document: SettingsDocument) -> SettingsDocument:
    """Keep settings; the facts are made anew where they shape them."""
    workspace.save_settings(
        document.to_toml(),
        document.rules(),
        keep_text=document.keep_text,
        retention=document.retained(),
    )
    return document
