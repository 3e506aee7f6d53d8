"""Proving, copying and restoring the workspace in a folder; see the port `app.keep_workspace.Keeper`."""

from __future__ import annotations

from dataclasses import replace as replace_fields
from pathlib import Path

from deskwise.app.keep_workspace import Backup, Check, Progress
from deskwise.kernel.clock import SystemClock
from deskwise.kernel.errors import UsageError
from deskwise.stores.backup_files import back_up, unpack
from deskwise.stores.fact_views import FACTS
from deskwise.stores.state.database import SqliteFile
from deskwise.stores.state.state_keeper import StateKeeper
from deskwise.stores.workspace_checks import check_facts, check_ids, check_sources, check_tables
from deskwise.stores.workspace_folder import WorkspaceFolder
from deskwise.stores.writer_lock import WriterLock


class FolderKeeper:
    """Keeps the workspace in a folder safe, and the state: the file in it unless another is given."""

    def __init__(self, workspace: WorkspaceFolder, state: StateKeeper | None = None) -> None:
        self._workspace = workspace
        self._state = state or StateKeeper(SqliteFile(workspace.home), SystemClock())
        self._lake = workspace.lake

    def check(self, progress: Progress) -> tuple[Check, ...]:
        """Everything that must hold, whether it does or not.

        Where blocks cannot be read nothing else is looked at: it would fail on them.
        """
        rules = self._workspace.rules()
        with self._lake.beside() as connection:
            progress("reading every block")
            found = [check_tables(connection)]
            if found[0].found:
                return tuple(found)
            progress("looking at ids and sources")
            found += [check_ids(connection), check_sources(connection)]
            progress("making the facts from scratch")
            self._workspace.fold_beside(connection, rules)
            progress("comparing the facts")
            found.append(check_facts(connection, FACTS))
        progress("looking at the state")
        return (*found, *self._state.check())

    def backup(self, path: Path) -> Backup:
        """Copy what is there at this instant into a file."""
        with self._state.copied() as people:
            made = back_up(self._lake.states, path, people)
        note = self._state.note()
        return made if note is None else replace_fields(made, notes=(note,))

    def restore(self, path: Path, *, replace: bool) -> Backup:
        """Put a backup in the place of what is there: first the log and its facts, then the people."""
        lake, state = self._lake, self._state
        with (
            WriterLock(lake.home, lake.wait_seconds, lake.waiting).held(),
            state.restoring() as people,
        ):
            states = lake.states
            if (states.current() is not None or state.is_there()) and not replace:
                raise UsageError(
                    f"{lake.home} holds a workspace already",
                    do="name another with --home, or say --replace to put the backup in its place",
                )
            begun = states.next()
            try:
                told = unpack(path, begun, people)
                lake.prove(begun)
                if people.exists():
                    state.prove(people)
                states.publish(begun)
            except BaseException:  # raised on; nobody is to find half a state
                states.drop(begun)
                raise
            states.sweep()
            note = state.take(people) if people.exists() else None
        return told if note is None else replace_fields(told, notes=(note,))
