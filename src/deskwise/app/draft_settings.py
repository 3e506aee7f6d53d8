"""See what a change of the settings would do before it is saved, also where somebody else was faster."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from deskwise.app.change_settings import SettingsKeeper, shapes_figures
from deskwise.app.settings_differences import SettingChange, both_changed, changes, put_on_top
from deskwise.app.settings_document import SettingsDocument, parse_settings, settings_from_table
from deskwise.app.settings_versions import NEVER_SET, SettingsVersion
from deskwise.kernel.errors import UsageError
from deskwise.kernel.language import say

Table = Mapping[str, Any]


@dataclass(frozen=True)
class Contested:
    """A setting that two have changed from the same version, each to something else; null is its default."""

    label: str
    before: str | None
    theirs: str | None
    mine: str | None


@dataclass(frozen=True)
class Draft:
    """What the settings would become, on top of the newest version.

    `changes` is what differs from that one, and `makes_facts` whether every figure is made anew. `meanwhile`
    is what others have changed since the version that the change was made from, `contested` what both did.
    """

    newest: SettingsVersion
    document: SettingsDocument
    changes: tuple[SettingChange, ...]
    makes_facts: bool
    meanwhile: tuple[SettingChange, ...] = ()
    contested: tuple[Contested, ...] = ()


def draft_settings(
    keeper: SettingsKeeper, made_from: int, wanted: Table, *, mine_first: bool = True
) -> Draft:
    """A change, made from a version, on top of the newest one.

    Of what others changed too, `mine_first` takes the change's own. Raises `SettingsError` where the whole
    would not hold, `UsageError` where nothing is known of that version any more, and `NotAllowedError`.
    """
    newest = keeper.newest()
    theirs = parse_settings(newest.text or "")
    if made_from == newest.number:
        document = settings_from_table(wanted)
        differing = changes(theirs.table(), document.table())
        return Draft(newest, document, differing, shapes_figures(theirs, document))
    base = parse_settings(_text_of(keeper, made_from)).table()
    mine = settings_from_table(wanted).table()
    document = settings_from_table(put_on_top(base, mine, theirs.table(), mine_first=mine_first))
    return Draft(
        newest,
        document,
        changes(theirs.table(), document.table()),
        shapes_figures(theirs, document),
        changes(base, theirs.table()),
        _contested(base, mine, theirs.table()),
    )


def _text_of(keeper: SettingsKeeper, number: int) -> str:
    known = {each.number: each.text for each in (NEVER_SET, *keeper.versions())}
    text = known.get(number)
    if text is None:
        raise UsageError(
            say(
                "version %(number)s of the settings, from which this was made, is not kept any more",
                number=number,
            ),
            do=say("load the page again and make the change once more"),
        )
    return text


def _contested(base: Table, mine: Table, theirs: Table) -> tuple[Contested, ...]:
    both = both_changed(base, mine, theirs)
    there = {each.path: each for each in changes(base, theirs)}
    return tuple(
        Contested(each.label, each.before, there[each.path].after, each.after)
        for each in changes(base, mine)
        if each.path in both
    )
