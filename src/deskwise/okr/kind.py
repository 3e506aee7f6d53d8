"""What a kind of key result says of itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, get_args

from deskwise.okr.key_result import KeyResult, KeyResultKind
from deskwise.okr.measured import Measured

Field = Literal["binding", "target", "change", "bounds", "milestones", "unit", "higher_is_better"]
FIELDS: tuple[Field, ...] = get_args(Field)
# As what progress is expected: on a straight line, whole from the start, or by the days steps are due.
Paced = Literal["line", "whole", "steps"]


@dataclass(frozen=True)
class Kind:
    """One kind of key result: what its fields say, every face shows.

    `formula` is its progress in words. `needs` are the fields a key result of it has, `may` those it can have
    beside them; it has none of the others. `lasting` says that what is reached cannot be lost again, so that
    it is met before the cycle ends. `golden` names its golden case. `check` raises `UsageError` for fields
    that contradict each other; `target` gives the value to reach from a baseline, null of a kind that reaches
    none; `progress` is null without a figure.
    """

    name: KeyResultKind
    label: str
    tells: str
    example: str
    formula: str
    golden: str
    needs: tuple[Field, ...]
    may: tuple[Field, ...] = ()
    has_baseline: bool = True
    lasting: bool = False
    paced: Paced = "line"
    check: Callable[[KeyResult], None] = field(default=lambda _: None, repr=False)
    target: Callable[[KeyResult, float | None], float | None] = field(default=lambda _, __: None, repr=False)
    progress: Callable[[KeyResult, Measured], float | None] | None = field(default=None, repr=False)


TOLD = ("label", "tells", "example", "formula", "golden")


def kind_faults(kind: Kind, golden: Path) -> list[str]:
    """What is wrong with an entry: missing fields, no golden case. Empty if nothing is.

    `golden` is the folder of the golden cases of key results; those of a kind are named after it.
    """
    found = [f"{name} is missing" for name in TOLD if not str(getattr(kind, name)).strip()]
    if set(kind.needs) & set(kind.may):
        found.append("a field is needed and may be left out")
    if kind.progress is None:
        found.append("nothing works out its progress")
    if not kind.golden.startswith(f"{kind.name}-"):
        found.append(f"golden case {kind.golden!r} is not named after it")
    elif not (golden / f"{kind.golden}.toml").is_file():
        found.append(f"golden case {kind.golden!r} does not exist")
    return [f"{kind.name}: {fault}" for fault in found]
