"""What statistics, clocks and grains are called."""

from __future__ import annotations

from deskwise.metrics.definition import Clock, Stat

STAT_WORDS: dict[Stat, str] = {
    "mean": "mean", "p50": "median", "p90": "90th percentile", "p95": "95th percentile",
    "km50": "median with those still open", "within": "share within", "share": "share", "count": "count",
    "rate": "per 100", "nps": "points", "sum": "sum", "gross": "gross", "refunds": "refunds",
}  # fmt: skip
CLOCK_WORDS: dict[Clock, str] = {"elapsed": "elapsed", "working": "working hours"}
