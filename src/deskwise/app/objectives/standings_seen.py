"""Where objectives stand as objects of plain values, without the figures that whoever looks may not see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from deskwise.app.access.holders import Holder
from deskwise.app.access.table import SMALLEST_GROUP, require
from deskwise.app.access.things import Act
from deskwise.app.objectives.change_key_results import key_result_of
from deskwise.app.objectives.cycle_record import cycle_record
from deskwise.app.objectives.known_seen import seen_of_known, sees_baseline, with_seen_baselines
from deskwise.app.objectives.named_objectives import chosen_cycle, today_of
from deskwise.app.objectives.show_objective import objective_kept
from deskwise.app.objectives.standings import (
    CycleStanding,
    KeyResultStanding,
    ObjectiveStanding,
    read_standings,
)
from deskwise.app.objectives.standings_told import objective_json, standing_json
from deskwise.app.objectives.values_told import told
from deskwise.app.objectives.whose_objective import WHOLE_WORKSPACE
from deskwise.app.seen_figures import Looker
from deskwise.app.state import State
from deskwise.app.workspace import Workspace
from deskwise.kernel.clock import Clock
from deskwise.kernel.language import say, sentence_start
from deskwise.okr.check_in import CheckIn, Known, TypedValue
from deskwise.okr.close_out import CloseOut
from deskwise.okr.key_result import KeyResult
from deskwise.okr.status import Status, Verdict


def cycle_seen(
    workspace: Workspace, state: State, clock: Clock, by: Holder, who: Looker, name: str | None
) -> dict[str, Any]:
    """A cycle by its id or name, the current one without, with where its objectives stand.

    Raises `NotAllowedError`, `UnknownNameError` where there is none, `WorkspaceError` where nothing was
    imported.
    """
    require(by, Act.READ, WHOLE_WORKSPACE)
    with state.reading() as stores:
        cycle = chosen_cycle(stores, name, today_of(clock, workspace.rules().zone))
        record = cycle_record(stores, cycle)
    found = _as_seen(workspace, who, read_standings(workspace, who, clock, record))
    objectives = [found.objective(each) for each in found.standing.objectives]
    return {**standing_json(found.standing), "objectives": objectives}


def objective_seen(
    workspace: Workspace, state: State, clock: Clock, by: Holder, who: Looker, objective_id: str
) -> dict[str, Any]:
    """An objective with all that is kept of it: every value that was typed, parts and remarks.

    Raises `NotAllowedError`, `UnknownNameError`, and `WorkspaceError` where nothing was imported.
    """
    kept = objective_kept(state, by, objective_id)
    found = _as_seen(workspace, who, read_standings(workspace, who, clock, kept.record))
    standing = found.standing.find(kept.objective.id)
    assert standing is not None
    told_of_it = found.objective(standing)
    for each in told_of_it["key_results"]:
        each["typed_values"] = found.typed_values(each["id"])
    return {**told_of_it, "parts": told(kept.parts), "remarks": told(kept.remarks)}


def said_seen(workspace: Workspace, state: State, who: Looker, said: CheckIn | TypedValue) -> dict[str, Any]:
    """A check-in or a typed value that was kept, with what was known then as far as it may be seen."""
    with state.reading() as stores:
        key_result = key_result_of(stores, said.key_result)
    whole = sees_baseline(workspace, who, key_result, workspace.rules().zone)
    return _said(said, _shown(workspace, who, key_result, [said]), whole=whole)


@dataclass(frozen=True)
class _AsSeen:
    """A standing as somebody sees it: `hidden` key results without figures, `bare` ones without baselines."""

    workspace: Workspace
    who: Looker
    standing: CycleStanding
    key_results: Mapping[str, KeyResult]
    hidden: frozenset[str]
    bare: frozenset[str]

    def objective(self, standing: ObjectiveStanding) -> dict[str, Any]:
        """An objective as an object."""
        found = objective_json(standing, self.standing)
        unseen = self.hidden | self.bare
        for each, one in zip(found["key_results"], standing.key_results, strict=True):
            self._put(each, one)
            if each["id"] in unseen:
                # The score of all tells that of a hidden one where they are few.
                found["score"] = None
        if standing.close_out is not None:
            self._put_end(found, standing.close_out)
        return found

    def typed_values(self, key_result: str) -> list[dict[str, Any]]:
        """Every value that was typed of a key result, the oldest first."""
        return self._all_said(key_result, self.standing.record.typed.get(key_result, ()))

    def _put(self, into: dict[str, Any], one: KeyResultStanding) -> None:
        key_result = one.key_result.id
        into["check_ins"] = self._all_said(key_result, one.check_ins)
        if one.typed is not None:
            (into["typed"],) = self._all_said(key_result, [one.typed])
        into["baseline_frozen"] = self.key_results[key_result].baseline is not None
        if key_result in self.hidden | self.bare:
            into["withheld"] = True

    def _all_said(self, key_result: str, every: Sequence[CheckIn | TypedValue]) -> list[dict[str, Any]]:
        shows = _shown(self.workspace, self.who, self.key_results[key_result], every)
        return [_said(each, shows, whole=key_result not in self.bare) for each in every]

    def _put_end(self, found: dict[str, Any], end: CloseOut) -> None:
        out = found["close_out"]
        for each, result in zip(out["results"], end.results, strict=True):
            of = self.key_results[result.key_result]
            sees = seen_of_known(self.workspace, self.who, of, {of.id: result.known})
            if of.id in self.hidden | self.bare or not sees:
                each.update(known=None, score=None, typed=None, withheld=True)
                found["score"] = out["score"] = None


def _as_seen(workspace: Workspace, who: Looker, read: CycleStanding) -> _AsSeen:
    frozen = {each.id: each for each in read.record.key_results}
    found = with_seen_baselines(workspace, who, read)
    every = [one for each in found.objectives for one in each.key_results]
    hidden = frozenset(one.key_result.id for one in every if _is_hidden(workspace, who, one))
    bare = frozenset(one.key_result.id for one in every if one.key_result != frozen[one.key_result.id])
    standing = replace(
        found,
        objectives=tuple(
            replace(
                each,
                key_results=tuple(
                    _without_figures(one) if one.key_result.id in hidden else one for one in each.key_results
                ),
            )
            for each in found.objectives
        ),
    )
    return _AsSeen(workspace, who, standing, frozen, hidden, bare)


def _is_hidden(workspace: Workspace, who: Looker, standing: KeyResultStanding) -> bool:
    typed = standing.typed
    if standing.read.withheld or typed is None:
        return standing.read.withheld
    return typed.id not in _shown(workspace, who, standing.key_result, [typed])


def _without_figures(standing: KeyResultStanding) -> KeyResultStanding:
    """A key result whose figures are of too few people: what was promised, and nothing of what came."""
    why = say("not shown: fewer than %(num)s people", num=SMALLEST_GROUP)
    return replace(
        standing,
        known=Known(None, None),
        measured=replace(standing.measured, now=None, n=None),
        progress=None,
        verdict=Verdict(Status.NO_DATA, None, f"{sentence_start(why)}."),
    )


def _shown(
    workspace: Workspace, who: Looker, key_result: KeyResult, said: Iterable[CheckIn | TypedValue]
) -> frozenset[str]:
    """Which of what was said may be seen, by its id: of what nothing was read beside, all."""
    every = {each.id: each.known for each in said}
    kept = {name: known for name, known in every.items() if known is not None}
    bare = frozenset(every) - frozenset(kept)
    return bare | seen_of_known(workspace, who, key_result, kept) if kept else bare


def _said(said: CheckIn | TypedValue, shows: frozenset[str], *, whole: bool) -> dict[str, Any]:
    """What was said; `whole` says whether the baseline may be seen, which progress tells."""
    found: dict[str, Any] = told(said)
    if said.id not in shows:
        hidden = {"typed": None} if isinstance(said, CheckIn) else {"value": None}
        return {**found, **hidden, "known": None, "withheld": True}
    if not whole and found["known"] is not None:
        found["known"]["progress"] = None
    return found
