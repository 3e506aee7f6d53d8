"""Writes that are killed at a chosen call to the system, by `strace`: harness for the tests of that name."""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from deskwise.stores.lake_states import POINTER_NAME

STRACE = shutil.which("strace")
CALL = re.compile(r"(?P<thread>\d+) +(?P<name>\w+)\((?P<given>.*)")
KILLED = -9


@dataclass(frozen=True)
class Instant:
    """The `number`th call of a name that one thread makes."""

    name: str
    number: int


@dataclass(frozen=True)
class Ended:
    """How an import ended.

    `acknowledged` if it printed its summary, `moved` if it had moved the pointer; `told` is its complaint.
    """

    killed: bool
    begun: bool
    moved: bool
    acknowledged: bool
    told: str


def may_trace() -> str | None:
    """Why no process can be traced here; None if it can."""
    if STRACE is None:
        return "strace is not installed: apt-get install strace"
    tried = subprocess.run([STRACE, "-o", "/dev/null", "true"], capture_output=True, check=False)
    return None if tried.returncode == 0 else "this system lets no process be traced"


def run(home: Path, file: Path, traced: Path, *options: str) -> Ended:
    """Import a file in a process of its own, traced into a file."""
    return run_command(home, ("import", str(file), "--source", "desk"), b'"as_of"', traced, *options)


def run_command(
    home: Path,
    words: tuple[str, ...],
    acknowledged: bytes,
    traced: Path,
    *options: str,
    module: str = "deskwise.cli.main",
    environment: Mapping[str, str] | None = None,
) -> Ended:
    """Run a command in a process of its own; `acknowledged` is in what it prints when it has ended well."""
    assert STRACE is not None
    done = subprocess.run(
        [STRACE, "-f", "-qq", "-o", str(traced), *options, sys.executable, "-m", module,
         "--home", str(home), *words, "--format", "json"],
        capture_output=True, check=False, env={**os.environ, **(environment or {})},
    )  # fmt: skip
    calls = [found for line in traced.read_text(errors="replace").splitlines() if (found := CALL.match(line))]
    return Ended(
        killed=done.returncode in (KILLED, 128 - KILLED),
        begun=any(begins(call) for call in calls),
        moved=any(moves(call) for call in calls),
        acknowledged=acknowledged in done.stdout,
        told=done.stderr.decode(errors="replace"),
    )


def begins(call: re.Match[str]) -> bool:
    """Whether a call is the first that writes into the workspace."""
    return call["name"] == "openat" and "writer.lock" in call["given"]


def moves(call: re.Match[str]) -> bool:
    """Whether a call has moved the pointer; other files are renamed too, such as texts kept for later."""
    return (
        call["name"].startswith("rename") and POINTER_NAME in call["given"] and call["given"].endswith("= 0")
    )


def acknowledges(call: re.Match[str]) -> bool:
    """Whether a call tells the summary."""
    return call["name"] == "write" and call["given"].startswith("1,")


def instants(traced: Path) -> tuple[list[Instant], Counter[str]]:
    """From a whole trace every instant between the first write and the summary, and its calls by name.

    A call that another thread has made as often before the first write would kill too early: it is left out.
    """
    made: dict[str, Counter[str]] = {}
    before: Counter[str] = Counter()
    found: set[Instant] = set()
    names: Counter[str] = Counter()
    inside = False
    for line in traced.read_text(errors="replace").splitlines():
        call = CALL.match(line)
        if call is None:
            continue
        if not inside and begins(call):
            inside = True
            for counted in made.values():
                before |= counted
        if inside and acknowledges(call):
            return sorted(found, key=lambda one: (one.name, one.number)), names
        counted = made.setdefault(call["thread"], Counter())
        counted[call["name"]] += 1
        if inside:
            names[call["name"]] += 1
            if counted[call["name"]] > before[call["name"]]:
                found.add(Instant(call["name"], counted[call["name"]]))
    raise AssertionError("the import told nothing")


def drawn(found: list[Instant], seed: int, many: int) -> list[Instant]:
    """So many instants: of every name one, those that write first, then any."""
    draw = random.Random(seed)
    by_name: dict[str, list[Instant]] = {}
    for one in found:
        by_name.setdefault(one.name, []).append(one)
    first = (
        "fsync",
        "fdatasync",
        "rename",
        "pwrite64",
        "write",
        "unlink",
        "copy_file_range",
        "ftruncate",
        "openat",
    )
    names = sorted(by_name, key=lambda name: (name not in first, name))
    chosen = [draw.choice(by_name[name]) for name in names]
    chosen += [draw.choice(by_name[draw.choice(names)]) for _ in range(many - len(chosen))]
    return chosen[:many]
