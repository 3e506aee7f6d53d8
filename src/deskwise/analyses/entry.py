"""What an analysis says of itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from deskwise.analyses.finding import Finding
from deskwise.analyses.ground import Ground
from deskwise.metrics.definition import Metric, Stat


@dataclass(frozen=True)
class Option:
    """An option of an analysis, beside what all of them are asked with.

    `default` says in words what holds where it is not given; `label` is what a form calls it, empty of an
    option that no form has; `choices` are all that can be said, the one that holds by default first.
    """

    name: str
    metavar: str
    tells: str
    default: str
    label: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class AnalysisEntry:
    """One analysis of the registry: what its fields say, every face shows.

    `assumes` is what has to hold for the finding to hold, `distrust` when not to trust it. `libraries` says
    which library does the statistics and why, or why none is needed. `example` names its golden case. `of` is
    the metric it is always about, empty where it can be asked about one or another; `compares` says that it
    holds a period against the one before, `over_time` that it looks at the whole course, whatever the period.
    `period` names the one it is asked over if none is named, empty where it is the usual one.
    """

    name: str
    label: str
    tells: str
    answers: str
    assumes: tuple[str, ...]
    distrust: tuple[str, ...]
    method: str
    reference: str
    libraries: str
    example: str
    options: tuple[Option, ...] = ()
    of: str = ""
    compares: bool = True
    period: str = ""
    over_time: bool = False
    version: int = 1
    supports: Callable[[Metric, Stat], bool] = field(default=lambda _metric, _stat: True, repr=False)
    run: Callable[[Ground], Finding] | None = field(default=None, repr=False)

    @property
    def definition(self) -> str:
        """Name and version, as findings carry it."""
        return f"{self.name}@{self.version}"


TOLD = ("name", "label", "tells", "answers", "method", "reference", "libraries", "example")


def entry_faults(entry: AnalysisEntry, golden: Path) -> list[str]:
    """What is wrong with an entry: missing fields, no golden case. Empty if nothing is.

    `golden` is the folder of the golden cases of analyses; that of an analysis is named after it.
    """
    found = [f"{name} is missing" for name in TOLD if not str(getattr(entry, name)).strip()]
    found += [
        f"{name} is missing"
        for name in ("assumes", "distrust")
        if not getattr(entry, name) or not all(each.strip() for each in getattr(entry, name))
    ]
    for option in entry.options:
        found += [
            f"option {option.name or 'without a name'} does not say its {name}"
            for name in ("name", "metavar", "tells", "default")
            if not getattr(option, name).strip()
        ]
    if entry.run is None:
        found.append("nothing runs it")
    if entry.version < 1:
        found.append("versions start at 1")
    if not entry.example.startswith(f"{entry.name}-"):
        found.append(f"golden case {entry.example!r} is not named after it")
    elif not (golden / f"{entry.example}.toml").is_file():
        found.append(f"golden case {entry.example!r} does not exist")
    return [f"{entry.name or 'an analysis without a name'}: {fault}" for fault in found]
