"""A file of objectives: its shape, read with errors that name the place, and written the same each time."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError  # noqa: TID253 - models of a file

from deskwise.app.objectives.checked_yaml import checked_yaml
from deskwise.kernel.errors import InputError
from deskwise.kernel.language import say

LARGEST_FILE = 1_000_000
MOST_TOLD = 5
HEAD = """\
# Objectives of Deskwise, for: deskwise okr apply FILE
#
# Applying sets what is written here; what is left out has its default. It makes nothing active and closes
# nothing, so `state: active` and `closed`, a cycle's state, `done_at` and `frozen_baseline` are for the
# reader and never applied: baselines are read anew by whoever makes an objective active.
"""
Value = float | str
State = Literal["draft", "proposed", "active", "closed", "withdrawn"]


class Entry(BaseModel):
    """A table of the file: no other keys than its fields."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class OwnerEntry(Entry):
    """Who answers for an objective: a team by its name, or a person by their e-mail address."""

    team: str | None = None
    person: str | None = None


class EvidenceEntry(Entry):
    """The finding an objective answers."""

    analysis: str
    question: str = ""


class ChangeEntry(Entry):
    """By how much a metric is to move: a share of its baseline, or its own units."""

    by: Value
    relative: bool = True


class BoundsEntry(Entry):
    """What a metric is to stay within."""

    lower: Value | None = None
    upper: Value | None = None
    every: Literal["week", "day"] = "week"


class MilestoneEntry(Entry):
    """One step; `done_at` is for the reader."""

    name: str
    weight: float = 1.0
    due: date | None = None
    done_at: datetime | str | None = None


class CheckpointEntry(Entry):
    """Where progress is expected to be at the end of a day."""

    day: date
    progress: Value


class KeyResultEntry(Entry):
    """One key result; `frozen_baseline` is for the reader."""

    key: str
    title: str
    kind: Literal["reach", "change", "keep", "accumulate", "milestones", "number"]
    metric: str | None = None
    stat: str | None = None
    clock: Literal["elapsed", "working"] = "elapsed"
    where: dict[str, list[str | None]] = {}
    window: str = "cycle_to_date"
    within_seconds: Value | None = None
    definition: str | None = None
    target: Value | None = None
    change: ChangeEntry | None = None
    bounds: BoundsEntry | None = None
    milestones: list[MilestoneEntry] = []
    checkpoints: list[CheckpointEntry] = []
    baseline: Value | None = None
    weight: float = 1.0
    unit: str | None = None
    higher_is_better: bool | None = None
    frozen_baseline: dict[str, Any] | None = None


class ObjectiveEntry(Entry):
    """One objective with its key results."""

    key: str
    title: str
    why: str = ""
    owner: OwnerEntry
    level: Literal["company", "team", "person"] | None = None
    ambition: Literal["committed", "aspirational"] = "committed"
    weight: float = 1.0
    expectation: str | None = None
    evidence: EvidenceEntry | None = None
    parent: str | None = None
    parent_cycle: str | None = None
    pooled: bool = False
    state: State | None = None
    key_results: list[KeyResultEntry] = []


class CycleEntry(Entry):
    """One cycle with its objectives; `state` is for the reader."""

    name: str
    first_day: date
    last_day: date
    check_in_days: int = 7
    follows: Literal["calendar", "data"] = "calendar"
    state: Literal["planning", "active", "review", "closed"] | None = None
    objectives: list[ObjectiveEntry] = []


class ObjectivesFile(Entry):
    """A whole file."""

    version: Literal[1] = 1
    cycles: list[CycleEntry] = Field(min_length=1)


def parse_objectives(text: str) -> ObjectivesFile:
    """The objectives of a file; raises `InputError` that names each place and what is wrong there."""
    if len(text.encode("utf-8")) > LARGEST_FILE:
        raise InputError(
            say("the file of objectives is larger than %(n)s MB", n=LARGEST_FILE // 1_000_000),
            do=say("split it by cycles"),
        )
    found = checked_yaml(text)
    try:
        made = ObjectivesFile.model_validate(found)
    except ValidationError as error:
        raise _mistakes(error, found) from error
    _check_keys(made)
    return made


def write_objectives(file: ObjectivesFile) -> str:
    """A file as text: the same objectives are the same bytes."""
    import yaml

    class Plain(yaml.SafeDumper):  # type: ignore[misc]  # it has no types
        """Writes no anchors: each place says itself what it says."""

        def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - PyYAML's signature
            return True

    told = {"version": file.version, "cycles": [entry_values(each) for each in file.cycles]}
    written = yaml.dump(
        told, Dumper=Plain, sort_keys=False, allow_unicode=True, width=100, default_flow_style=False
    )
    return f"{HEAD}{written}"


def entry_values(entry: Entry) -> dict[str, Any]:
    """What an entry says but for its defaults, whole numbers without a point."""
    told = entry.model_dump(exclude_defaults=True)
    found = _plain(told)
    assert isinstance(found, dict)
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    return value


def _mistakes(error: ValidationError, found: Any) -> InputError:
    every = error.errors(include_url=False, include_input=False)
    # A value that may be of several types is told once for each of them.
    told = dict.fromkeys((_place(each["loc"], found), str(each["msg"])) for each in every)
    lines = [f"{place}: {words[:1].lower()}{words[1:]}" for place, words in told]
    more = "" if len(lines) <= MOST_TOLD else f"; {say('and %(n)s more', n=len(lines) - MOST_TOLD)}"
    return InputError("; ".join(lines[:MOST_TOLD]) + more, do=say("see docs/objectives_as_code.md"))


def _place(loc: tuple[int | str, ...], found: Any) -> str:
    """Where something is, its entries by their names: cycles[Q1 2027].objectives[fast-answers].target."""
    told, here = "", found
    for step in loc:
        if isinstance(here, list) and isinstance(step, int) and step < len(here):
            here = here[step]
            name = here.get("key", here.get("name")) if isinstance(here, dict) else None
            told += f"[{step + 1 if name is None else name}]"
        elif isinstance(here, dict) and step in here:
            here = here[step]
            told += f".{step}" if told else f"{step}"
        elif isinstance(here, dict):
            told += f".{step}" if told else f"{step}"
            here = None
    return told or say("the file")


def _check_keys(file: ObjectivesFile) -> None:
    """Raise `InputError` where two of the same kind have one name."""
    _check_once("cycles", [each.name.casefold() for each in file.cycles])
    for cycle in file.cycles:
        _check_once(f"cycles[{cycle.name}].objectives", [each.key for each in cycle.objectives])
        for each in cycle.objectives:
            place = f"cycles[{cycle.name}].objectives[{each.key}]"
            _check_once(f"{place}.key_results", [one.key for one in each.key_results])
            if (each.owner.team is None) == (each.owner.person is None):
                raise InputError(
                    say("%(place)s: the owner is neither a team nor a person", place=place),
                    do=say("give one of team and person"),
                )


def _check_once(place: str, names: list[str]) -> None:
    for name in names:
        if names.count(name) > 1:
            raise InputError(
                say("%(place)s: %(name)s is there twice", place=place, name=repr(name)),
                do=say("give each its own name"),
            )
