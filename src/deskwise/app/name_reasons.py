"""Name reasons: call a cluster of subjects something, merge several, take a name back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from deskwise.analyses.subject_clusters import named
from deskwise.app.access.holders import Holder, holder_id
from deskwise.app.access.table import may, require
from deskwise.app.access.things import Act, Kind, Thing
from deskwise.app.audit import Deed, entry
from deskwise.app.person_values import checked_text
from deskwise.app.reason_names import ReasonName
from deskwise.app.state import State, Stores
from deskwise.app.workspace import Workspace
from deskwise.kernel.clock import Clock
from deskwise.kernel.errors import ChangedMeanwhileError, UsageError
from deskwise.kernel.language import say

LONGEST_NAME = 80
NAMES = Thing(Kind.REASONS)


@dataclass(frozen=True)
class ReasonCluster:
    """A cluster of subjects by its key. `requests` is null for who may not see a figure of few people.

    `version` is that of its name, 0 where it has none.
    """

    key: str
    requests: int | None
    version: int


@dataclass(frozen=True)
class Reason:
    """Clusters that are one reason by their name: by the key of the only one where it has none.

    It has no cluster where what was named is no more.
    """

    name: str
    clusters: tuple[ReasonCluster, ...]

    def to_json(self) -> dict[str, Any]:
        """The object `reasons list --format json` prints of it."""
        return {
            "name": self.name,
            "clusters": [
                {"key": each.key, "requests": each.requests, "version": each.version}
                for each in self.clusters
            ],
        }


def kept_names(state: State) -> Mapping[str, str]:
    """What each cluster is called that somebody named, by key: figures are the same for everybody."""
    with state.reading() as stores:
        return {each.key: each.name for each in stores.reason_names.all()}


def list_reasons(workspace: Workspace, state: State, by: Holder) -> tuple[Reason, ...] | None:
    """The reasons that subjects give, the largest first, and at last names without a cluster.

    Null where texts are not kept. Raises `NotAllowedError`, `WorkspaceError` where nothing was imported.
    """
    require(by, Act.READ, NAMES)
    with workspace.facts() as facts:
        if facts.reasons is None:
            return None
        clusters = facts.reasons.clusters()
    with state.reading() as stores:
        names = {each.key: each for each in stores.reason_names.all()}
    counts = may(by, Act.READ, Thing(Kind.AGGREGATE))
    known = named(clusters, {key: each.name for key, each in names.items()})
    sizes = {name: sum(each.requests for each in members) for name, members in known.items()}
    found = [
        Reason(
            name,
            tuple(
                ReasonCluster(
                    each.key,
                    each.requests if counts else None,
                    names[each.key].version if each.key in names else 0,
                )
                for each in known[name]
            ),
        )
        for name in sorted(known, key=lambda each: (-sizes[each], each))
    ]
    keys = {each.key for each in clusters}
    gone = [each for key, each in names.items() if key not in keys]
    return (*found, *(Reason(each.name, (ReasonCluster(each.key, None, each.version),)) for each in gone))


def name_reason(
    workspace: Workspace,
    state: State,
    clock: Clock,
    by: Holder,
    key: str,
    name: str,
    version: int | None = None,
) -> ReasonName:
    """Call a cluster something; one that is called as another is one reason with it.

    `version` is that of the name the change was made from, 0 of none, null where that does not matter. Raises
    `ChangedMeanwhileError` with the name it has now, null of none, if that is another one;
    `NotAllowedError`, and `UsageError` for a name that is none and a key that no cluster has.
    """
    require(by, Act.CHANGE, NAMES)
    wanted = checked_text(say("the name"), name, LONGEST_NAME)
    _require_known(workspace, state, (key,))
    with state.changing() as stores:
        return _name(stores, clock, by, key, wanted, version)


def merge_reasons(
    workspace: Workspace, state: State, clock: Clock, by: Holder, keys: Sequence[str], name: str
) -> tuple[ReasonName, ...]:
    """Call several clusters the same, so that they are one reason; raises as `name_reason` does."""
    require(by, Act.CHANGE, NAMES)
    wanted = checked_text(say("the name"), name, LONGEST_NAME)
    if not keys:
        raise UsageError(say("there is nothing to merge"), do=say("name the clusters by their keys"))
    _require_known(workspace, state, keys)
    with state.changing() as stores:
        return tuple(_name(stores, clock, by, key, wanted, None) for key in dict.fromkeys(keys))


def take_name_back(
    state: State, clock: Clock, by: Holder, key: str, version: int | None = None
) -> ReasonName:
    """Call a cluster by its key again; it is no more one with others. Raises as `name_reason` does."""
    require(by, Act.CHANGE, NAMES)
    with state.changing() as stores:
        before = stores.reason_names.find(key)
        if before is None:
            raise UsageError(
                say("no cluster of this key has a name"), do=say("it may have been taken back meanwhile")
            )
        _require_version(before, version)
        stores.reason_names.remove(before)
        told = entry(clock.now(), by, Deed.REASON_NAME_TAKEN_BACK, _on(key), {"name": before.name}, None)
        stores.audit.add(told)
        return before


def _name(stores: Stores, clock: Clock, by: Holder, key: str, name: str, version: int | None) -> ReasonName:
    before = stores.reason_names.find(key)
    _require_version(before, version)
    if before is not None and before.name == name:
        return before
    after = ReasonName(key, name, holder_id(by), clock.now(), 1 if before is None else before.version)
    if before is None:
        stores.reason_names.add(after)
    else:
        after = stores.reason_names.change(after)
    told = None if before is None else {"name": before.name}
    stores.audit.add(entry(clock.now(), by, Deed.REASON_NAMED, _on(key), told, {"name": name}))
    return after


def _require_version(before: ReasonName | None, version: int | None) -> None:
    if version is not None and version != (0 if before is None else before.version):
        raise ChangedMeanwhileError(
            say("somebody else named this reason meanwhile"), do=say("look at it as it is now"), now=before
        )


def _require_known(workspace: Workspace, state: State, keys: Sequence[str]) -> None:
    with workspace.facts() as facts:
        if facts.reasons is None:
            raise UsageError(
                say("subjects are not kept here, so there are no clusters to name"),
                do=say("set keep_text = true (deskwise settings set keep_text true), and import again"),
            )
        known = {each.key for each in facts.reasons.clusters()}
    if not known.issuperset(keys):
        known |= set(kept_names(state))
    if not known.issuperset(keys):
        raise UsageError(say("no cluster has this key"), do=say("see deskwise reasons list"))


def _on(key: str) -> str:
    return f"reason:{key}"
