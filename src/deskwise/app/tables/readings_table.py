"""Readings in words."""

from __future__ import annotations

from deskwise.app.read_metrics import NOTHING_YET, Answer
from deskwise.app.tables.period_names import instant_words, period_name
from deskwise.app.tables.table import Column, Table
from deskwise.kernel.units import NOTHING, format_value
from deskwise.metrics.readings import Reading


def readings_table(answer: Answer, every: str | None, clock: str) -> Table:
    """Readings as a table, periods named as of the grain `every`."""
    readings = answer.readings.readings
    by = tuple(dict.fromkeys(name for reading in readings for name, _ in reading.by))
    columns = [
        Column("metric"), Column("stat"), Column("period"), *(Column(name) for name in by),
        Column("value", "right"), Column("n", "right"), Column("95 % interval", "right"), Column("beside it"),
    ]  # fmt: skip
    rows = [_row(reading, by, every, answer.zone) for reading in readings]
    notes = () if readings else ("No figure has a case in this selection.",)
    return Table(columns, rows, _title(answer, clock), notes)


def _title(answer: Answer, clock: str) -> str:
    words = [f"As of {instant_words(answer.readings.as_of, answer.zone)}"]
    if any(reading.clock for reading in answer.readings.readings):
        words.append("working time" if clock == "working" else "elapsed time")
    words += [_earlier(name, as_of, answer.zone) for name, as_of in answer.earlier_sources]
    return ", ".join(words)


def _earlier(source: str, as_of: int, zone: str) -> str:
    if as_of == NOTHING_YET:
        return f"{source} not yet: its history is being gone through"
    return f"{source} up to {instant_words(as_of, zone)} only"


def _row(reading: Reading, by: tuple[str, ...], every: str | None, zone: str) -> list[str]:
    values = dict(reading.by)
    period = "" if reading.period is None else period_name(reading.period, every, zone)
    split = [(values[name] or NOTHING) if name in values else "" for name in by]
    return [
        reading.metric, reading.stat, period, *split, format_value(reading.value, reading.unit),
        f"{reading.n:,}", _interval(reading), _beside(reading),
    ]  # fmt: skip


def _interval(reading: Reading) -> str:
    if reading.interval is None:
        return ""
    low, high = (format_value(side, reading.unit) for side in reading.interval)
    return f"{low} to {high}"


def _beside(reading: Reading) -> str:
    partial = reading.period is not None and reading.period.partial
    counts = [
        ("open", reading.open),
        ("provisional", reading.provisional),
        *((f"left out ({reason})", number) for reason, number in reading.excluded),
        ("by ruling", reading.ruled),
        ("unjudged", reading.unjudged),
    ]
    told = [f"{number:,} {word}" for word, number in counts if number]
    return ", ".join([*(["not ended yet"] if partial else []), *told])
