"""Change the settings of a workspace; the facts they shape are made anew with them."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from deskwise.app.access.holders import Holder, holder_id
from deskwise.app.access.table import require
from deskwise.app.access.things import Act, Kind, Policy, Thing
from deskwise.app.audit import NOBODY, AuditEntry, AuditQuestion, Deed
from deskwise.app.settings_document import SettingsDocument, parse_settings, settings_from_table
from deskwise.app.settings_versions import NEVER_SET, SavedBy, SettingsVersion
from deskwise.app.state import State
from deskwise.app.workspace import Workspace
from deskwise.kernel.clock import Clock
from deskwise.kernel.errors import SettingsError, WorkspaceBusyError

SETTINGS = Thing(Kind.SETTINGS)
ON_VERSION = "settings:"


def show_settings(workspace: Workspace) -> SettingsDocument:
    """The settings as they stand; the defaults in a workspace that was never set up."""
    return parse_settings(workspace.settings_text())


def figures_policy(workspace: Workspace) -> Policy:
    """What the workspace has decided on figures of single people; what `access.table.may` asks for."""
    return _policy_of(workspace.settings_text())


@lru_cache(maxsize=16)
def _policy_of(text: str) -> Policy:
    """Asked for each page and each call, of settings that seldom change."""
    return parse_settings(text).policy()


def load_settings(workspace: Workspace, text: str, saved: SavedBy | None = None) -> SettingsDocument:
    """Put a settings file in place of all settings; raises `SettingsError` where it does not hold."""
    return save_document(workspace, parse_settings(text), saved)


def save_document(
    workspace: Workspace, document: SettingsDocument, saved: SavedBy | None = None
) -> SettingsDocument:
    """Keep settings; the facts are made anew where they shape them."""
    _save(workspace, document, saved)
    return document


def without_defaults(wanted: SettingsDocument, known: SettingsDocument) -> SettingsDocument:
    """Settings written as those that are known, where they say the same, and without what has its default.

    >>> without_defaults(parse_settings("window_days = 7"), parse_settings("")).to_toml()
    ''
    """
    defaults, there, asked = (
        each.model_dump(by_alias=True) for each in (settings_from_table({}), known, wanted)
    )
    written = known.table()
    told = {
        key: written.get(key) if asked[key] == there[key] else value for key, value in wanted.table().items()
    }
    return settings_from_table(
        {
            key: value
            for key, value in told.items()
            if value is not None and (key in written or value != defaults[key])
        }
    )


def shapes_figures(before: SettingsDocument, after: SettingsDocument) -> bool:
    """Whether a change makes the facts anew."""
    return before.rules().fingerprint() != after.rules().fingerprint()


@dataclass(frozen=True)
class SettingsKeeper:
    """Changes the settings of one workspace for somebody, and notes each change in the audit."""

    workspace: Workspace
    state: State
    clock: Clock
    by: Holder

    def newest(self) -> SettingsVersion:
        """The version that counts. Raises `NotAllowedError`."""
        require(self.by, Act.READ, SETTINGS)
        versions = self.workspace.settings_versions()
        return versions[-1] if versions else NEVER_SET

    def versions(self) -> tuple[SettingsVersion, ...]:
        """All of them, the first one first. Raises `NotAllowedError`."""
        require(self.by, Act.READ, SETTINGS)
        return self.workspace.settings_versions()

    def keep(self, document: SettingsDocument, made_from: int | None = None) -> SettingsVersion:
        """Keep settings that were made from a version; null writes over whatever there is.

        Raises `ChangedMeanwhileError` with the newest version if that is another one, `NotAllowedError`, and
        `WorkspaceBusyError` while another process writes.
        """
        require(self.by, Act.CHANGE, SETTINGS)
        noted = self._noted()  # a state that cannot be written is told before anything is changed
        saved = SavedBy(holder_id(self.by), self.clock.now(), made_from)
        version = _save(self.workspace, document, saved)
        # What somebody else's long change keeps from being noted is noted with the next one.
        with suppress(WorkspaceBusyError):
            self._note(noted, version)
        return version

    def _noted(self) -> int:
        """The number of the version that the audit noted last; 0 where it noted none."""
        with self.state.reading() as stores:
            last = stores.audit.read(AuditQuestion(what=Deed.SETTINGS_CHANGED, most=1))
        return int(last[0].on.removeprefix(ON_VERSION)) if last else 0

    def _note(self, noted: int, newest: SettingsVersion) -> None:
        if newest.number == noted:
            return
        versions = self.workspace.settings_versions()
        due = [each for each in versions if noted < each.number < newest.number and noted] + [newest]
        before = {each.number + 1: each.text for each in versions}
        with self.state.changing() as stores:
            for each in due:
                stores.audit.add(_entry(each, before.get(each.number, ""), self.clock.now()))


def _save(workspace: Workspace, document: SettingsDocument, saved: SavedBy | None) -> SettingsVersion:
    return workspace.save_settings(
        document.to_toml(),
        document.rules(),
        keep_text=document.keep_text,
        retention=document.retained(),
        pseudonyms=document.wishes_pseudonyms(),
        saved=saved,
    )


def _entry(version: SettingsVersion, former: str | None, now: datetime) -> AuditEntry:
    """The entry on a version: what it changed of the one before, by key; nothing where that is gone."""
    from deskwise.app.settings_differences import changed_paths, flat_json, leaves  # noqa: PLC0415 slow

    who, at = version.who or NOBODY, version.at or now
    on = f"{ON_VERSION}{version.number}"
    try:
        before, after = (parse_settings(text or "").table() for text in (former, version.text))
    except SettingsError:
        # A version from before what settings can be was another.
        return AuditEntry(at, who, Deed.SETTINGS_CHANGED, on)
    if former is None or version.text is None:
        return AuditEntry(at, who, Deed.SETTINGS_CHANGED, on)
    paths = changed_paths(leaves(before), leaves(after))
    told = flat_json(before, paths) or None, flat_json(after, paths)
    return AuditEntry(at, who, Deed.SETTINGS_CHANGED, on, *told)
