"""What a run of the benchmarks measured: kept as JSON, told as a table."""

from __future__ import annotations

import json
import math
import os
import platform
import subprocess
import sys
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import duckdb

ROOT = Path(__file__).resolve().parents[2]
LATEST = ROOT / "build" / "benchmarks" / "latest.json"


@dataclass(frozen=True)
class Work:
    """One piece of work at one size.

    `beside` is what was measured in the same run and `ratio` how many times that it took, `gigabytes` the
    peak of the process that did it; each is null where it was not measured. `target` is what was promised, in
    words, and `met` whether it was kept.
    """

    name: str
    tickets: int
    seconds: float
    beside: str | None = None
    ratio: float | None = None
    gigabytes: float | None = None
    target: str | None = None
    met: bool | None = None

    def __str__(self) -> str:
        told = f"{self.name:46} {self.tickets:>10,} {self.seconds:9.3f} s"
        told += "           " if self.gigabytes is None else f" {self.gigabytes:6.2f} GB "
        told += "" if self.ratio is None else f" {self.ratio:7.1f} x {self.beside}"
        if self.target is not None:
            told += f"  (target {self.target}: {'met' if self.met else 'MISSED'})"
        return told


@dataclass
class Run:
    """The works of one run, in the order they were done."""

    works: list[Work] = field(default_factory=list)

    def note(
        self,
        name: str,
        tickets: int,
        seconds: float,
        *,
        beside: tuple[str, float] | None = None,
        gigabytes: float | None = None,
        most_seconds: float | None = None,
        most_ratio: float | None = None,
        most_gigabytes: float | None = None,
    ) -> Work:
        """Note a piece of work, and print it; the most it may take is what was promised for this size."""
        ratio = None if beside is None else seconds / beside[1]
        promised = (
            (most_seconds, seconds, "{} s"), (most_ratio, ratio, "{} x"), (most_gigabytes, gigabytes, "{} GB")
        )  # fmt: skip
        kept = [(most, was, said) for most, was, said in promised if most is not None and was is not None]
        work = Work(
            name,
            tickets,
            seconds,
            beside=None if beside is None else beside[0],
            ratio=ratio,
            gigabytes=gigabytes,
            target=", ".join(said.format(most) for most, _, said in kept) or None,
            met=all(was <= most for most, was, _ in kept) if kept else None,
        )
        self.works.append(work)
        print(f"\n{work}", end="", flush=True)
        return work

    def seconds(self, name: str, tickets: int) -> float | None:
        """What a piece of work took in this run; null if it was not done."""
        return next((one.seconds for one in self.works if (one.name, one.tickets) == (name, tickets)), None)

    def growth(self) -> dict[str, float]:
        """By work, the exponent with which its seconds grow from the smallest size to the largest.

        1 is in proportion to the tickets, 0 whatever their number.
        """
        found: dict[str, float] = {}
        for name in dict.fromkeys(work.name for work in self.works):
            of_it = sorted((one for one in self.works if one.name == name), key=lambda one: one.tickets)
            least, most = of_it[0], of_it[-1]
            if most.tickets > least.tickets and least.seconds > 0:
                found[name] = math.log(most.seconds / least.seconds) / math.log(most.tickets / least.tickets)
        return found

    def write(self, path: Path = LATEST) -> None:
        """Write the run, with where it was made."""
        path.parent.mkdir(parents=True, exist_ok=True)
        works = [asdict(work) for work in self.works]
        told = {**made_where(), "growth": self.growth(), "works": works}
        path.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


def made_where() -> dict[str, object]:
    """When and of what the run was made: instant, commit, versions and cores."""
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": commit.stdout.strip() or None,
        "python": platform.python_version(),
        "duckdb": duckdb.__version__,
        "cores": os.cpu_count(),
    }


def in_a_process(program: str, *words: str) -> tuple[list[float], float]:
    """Run a program that prints numbers in its last line: these, and the peak gigabytes of its process."""
    measured = (
        "import resource, subprocess, sys;"
        "code = subprocess.run(sys.argv[1:]).returncode;"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr);"
        "sys.exit(code)"
    )
    command = [sys.executable, "-c", measured, sys.executable, "-c", program, *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    numbers = [float(word) for word in done.stdout.strip().splitlines()[-1].split()]
    return numbers, int(done.stderr.strip().splitlines()[-1]) / 1e6
