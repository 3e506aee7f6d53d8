"""Keep the last run of the benchmarks in their history, and write the page and the plot that show it.

python tools/write_benchmarks.py          adds build/benchmarks/latest.json to the history, and writes both
python tools/write_benchmarks.py --page   writes both from the history as it is
"""

import json
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LATEST = ROOT / "build" / "benchmarks" / "latest.json"
FOLDER = ROOT / "docs" / "benchmarks"
HISTORY = FOLDER / "history.jsonl"
PAGE = ROOT / "docs" / "benchmarks.md"
PLOT = FOLDER / "history.svg"
# What is followed from run to run, at the largest size that all runs have.
FOLLOWED = (
    "import and fold, canonical Parquet",
    "of these the fold",
    "1,000 new events, until a figure shows them",
    "twelve metrics by week, warm",
    "first figure, fresh process",
)
INTRODUCTION = """# Benchmarks

What `make bench` measured, and what was promised. Seconds differ from machine to machine and from hour to
hour: what counts is the ratio to something else that was measured in the same run. The bare scan is the
engine reading the seven columns that every fold needs, with nothing done to them. Pandas does the heart of
the same fold, as an analyst would write it ([pandas_fold.py](../tests/benchmarks/pandas_fold.py)); its totals
are checked against ours. Where the time goes stands in [decisions/speed.md](decisions/speed.md).

`make bench` takes a quarter of an hour; `make bench-kept` adds its run to this page. Other sizes:
`DESKWISE_BENCH_TICKETS=10000000 make bench`.
"""


def history() -> list[dict[str, Any]]:
    """The runs that were kept, oldest first."""
    if not HISTORY.is_file():
        return []
    return [json.loads(line) for line in HISTORY.read_text(encoding="utf-8").splitlines()]


def page(runs: list[dict[str, Any]]) -> str:
    """The page: the last run as a table, how it grows, and the plot of all runs."""
    last = runs[-1]
    where = (
        f"{last['cores']} cores, Python {last['python']}, DuckDB {last['duckdb']}, commit {last['commit']}"
    )
    lines = [INTRODUCTION, f"## The last run that was kept: {last['at'][:10]}, {where}", ""]
    if last.get("note"):
        lines += [last["note"], ""]
    lines += ["| work | tickets | seconds | peak GB | beside | promised |", "|---|---:|---:|---:|---|---|"]
    for work in last["works"]:
        beside = "" if work["ratio"] is None else f"{work['ratio']:.1f} × {work['beside']}"
        peak = "" if work["gigabytes"] is None else f"{work['gigabytes']:.2f}"
        kept = (
            "" if work["target"] is None else f"{work['target']}: {'kept' if work['met'] else '**missed**'}"
        )
        lines.append(
            f"| {work['name']} | {work['tickets']:,} | {work['seconds']:.3f} | {peak} | {beside} | {kept} |"
        )
    if last["growth"]:
        lines += ["", "## How it grows", ""]
        lines += ["Seconds grow with the tickets to the power of: 1 is in proportion, 0 not at all.", ""]
        lines += ["| work | exponent |", "|---|---:|"]
        lines += [f"| {name} | {exponent:.2f} |" for name, exponent in last["growth"].items()]
    lines += ["", "## From run to run", "", f"![Seconds by run](benchmarks/{PLOT.name})"]
    return "\n".join(lines) + "\n"


def plot(runs: list[dict[str, Any]]) -> str:
    """The seconds of what is followed, run by run, as an SVG."""
    import vl_convert

    size = max(set.intersection(*({work["tickets"] for work in run["works"]} for run in runs)))
    rows = [
        {
            "run": f"{number}: {run['at'][:10]} {run['commit']}",
            "work": work["name"],
            "seconds": work["seconds"],
        }
        for number, run in enumerate(runs, start=1)
        for work in run["works"]
        if work["name"] in FOLLOWED and work["tickets"] == size
    ]
    spec = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "title": f"Seconds at {size:,} tickets, two cores",
        "width": 640,
        "height": 320,
        "background": "white",
        "data": {"values": rows},
        "mark": {"type": "line", "point": True},
        "encoding": {
            "x": {"field": "run", "type": "ordinal", "sort": None, "title": None},
            "y": {"field": "seconds", "type": "quantitative", "scale": {"type": "log"}, "title": "seconds"},
            "color": {"field": "work", "type": "nominal", "title": None, "legend": {"labelLimit": 320}},
        },
    }
    return str(vl_convert.vegalite_to_svg(spec))


def main(arguments: list[str]) -> int:
    """Keep the last run unless only the page was asked for, and write page and plot."""
    if arguments not in ([], ["--page"]):
        print(__doc__)
        return 2
    FOLDER.mkdir(parents=True, exist_ok=True)
    if not arguments:
        if not LATEST.is_file():
            print("nothing was measured yet: make bench")
            return 2
        with HISTORY.open("a", encoding="utf-8") as file:
            file.write(json.dumps(json.loads(LATEST.read_text(encoding="utf-8"))) + "\n")
    runs = history()
    PAGE.write_text(page(runs), encoding="utf-8")
    PLOT.write_text(plot(runs), encoding="utf-8")
    print(f"wrote {PAGE.relative_to(ROOT)} from {len(runs)} runs")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
