"""Run golden cases against the reference: `python -m tests.reference.run_golden golden/*.toml`."""

from __future__ import annotations

import sys
import tomllib
from fractions import Fraction
from pathlib import Path
from typing import Any

from . import instants
from .desk import ReferenceDesk

SELECTION = ("stat", "clock", "within", "every", "since", "until", "by", "where", "as_of")
TOLERANCE = 1e-9


def wanted_number(value: Any) -> float | None:
    if value is None or value == "null":
        return None
    if isinstance(value, str):
        return float(Fraction(value))
    return float(value)


def same_number(wanted: Any, got: Any) -> bool:
    target = wanted_number(wanted)
    if target is None or got is None:
        return target is None and got is None
    return abs(target - float(got)) <= TOLERANCE * max(1.0, abs(target))


def differences(wanted: dict[str, Any], got: dict[str, Any], what: str) -> list[str]:
    found = []
    for name, value in wanted.items():
        if name in ("by", "period") or (name in SELECTION and name not in got):
            continue
        if name == "interval":
            fine = (value == "null" or value == []) and got[name] is None
            if not fine and isinstance(value, list) and got[name] is not None:
                fine = all(
                    (one == "null" and two is None) or same_interval_side(one, two)
                    for one, two in zip(value, got[name], strict=True)
                )
        elif name == "excluded":
            fine = {k: v for k, v in value.items() if v} == got[name]
        elif name in ("value", "n", "numerator", "denominator", "open", "provisional", "ruled", "unjudged"):
            fine = same_number(value, got[name])
        elif name in ("partial",):
            fine = got["period"] is not None and got["period"]["partial"] == value
        else:
            fine = name in ("only", "note") or value == got.get(name)
        if not fine:
            found.append(f"{what}: {name} wanted {value!r}, got {got.get(name, got['period'])!r}")
    return found


def same_interval_side(wanted: Any, got: float | None) -> bool:
    target = wanted_number(wanted)
    if target is None or got is None:
        return target is None and got is None
    return abs(target - got) <= 1e-6 * max(1.0, abs(target))


def matching(row: dict[str, Any], got: dict[str, Any]) -> bool:
    for name, value in row.get("by", {}).items():
        if got["by"].get(name) != (None if value in ("null", "") else value):
            return False
    if "period" not in row:
        return True
    start = row["period"]
    if isinstance(start, dict):
        start = start.get("start")
    if got["period"] is None:
        return False
    return instants.parse(got["period"]["start"], "UTC") == instants.parse(str(start), "UTC")


def check(desk: ReferenceDesk, expect: dict[str, Any]) -> list[str]:
    selection = {name: expect[name] for name in SELECTION if name in expect}
    what = f"{expect['metric']} {selection}"
    got = desk.readings(expect["metric"], **selection)
    if "stat" not in selection and got:
        got = [one for one in got if one["stat"] == got[0]["stat"]]
    if "rows" not in expect:
        if len(got) != 1:
            return [f"{what}: {len(got)} readings, wanted one"]
        wanted = {name: value for name, value in expect.items() if name not in (*SELECTION, "metric")}
        return differences(wanted, got[0], what)
    found = []
    for row in expect["rows"]:
        fits = [one for one in got if matching(row, one)]
        name = f"{what} {row.get('by', '')} {row.get('period', '')}"
        if len(fits) != 1:
            found.append(f"{name}: {len(fits)} readings, wanted one; there are {[one['by'] for one in got]}")
            continue
        found += differences(row, fits[0], name)
    if expect.get("only") and len(got) != len(expect["rows"]):
        found.append(f"{what}: {len(got)} readings, wanted {len(expect['rows'])}")
    return found


def run_case(path: Path) -> list[str]:
    """The mismatches of one golden file."""
    case = tomllib.loads(path.read_text(encoding="utf-8"))
    desk = ReferenceDesk(case.get("settings"))
    found = []
    for number, one in enumerate(case.get("imports", ()), start=1):
        options = {name: one[name] for name in ("source", "timezone", "as_of", "clock") if name in one}
        counts = desk.import_csv(one["events"], **options)
        for name, value in one.get("expect", {}).items():
            got = counts.get(name)
            fine = got == value
            if name == "rejects":
                fine = sorted(map(repr, got or ())) == sorted(map(repr, value))
            if name == "as_of" and isinstance(got, str):
                fine = instants.parse(got, "UTC") == instants.parse(str(value), "UTC")
            if not fine:
                found.append(f"import {number}: {name} wanted {value!r}, got {got!r}")
    for expect in case.get("expect", ()):
        found += check(desk, expect)
    return found


def main(paths: list[str]) -> int:
    failed = 0
    for path in sorted(map(Path, paths)):
        mismatches = run_case(path)
        failed += bool(mismatches)
        for line in mismatches:
            sys.stdout.write(f"{path.name}: {line}\n")
    sys.stdout.write(f"{len(paths)} cases, {failed} with mismatches\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
