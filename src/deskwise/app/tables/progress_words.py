"""How far an import is, in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from deskwise.app.lake import ImportProgress
from deskwise.app.tables.table import visible
from deskwise.kernel.language import number, say


def progress_words(now: ImportProgress, seconds: float) -> str:
    """How far an import is, in words; `seconds` is how long its step has taken.

    >>> progress_words(ImportProgress("reading", "a.csv", 0.25, 500_000, 80_000_000), 2.0)
    'reading a.csv: 25 % of 80 MB, 500,000 rows, 250,000 rows a second, 6 s left'
    >>> progress_words(ImportProgress("making the facts"), 9.0)
    'making the facts: 9 s so far'
    """
    what = f"{say(now.what)} {visible(now.file)}" if now.file else say(now.what)
    counted = say(now.counted)
    told = []
    if now.share is not None:
        share = f"{now.share:.0%}".replace("%", " %")
        large = now.bytes_total is not None and now.bytes_total >= 1e6
        size = f"{number((now.bytes_total or 0) / 1e6)} MB"
        told.append(say("%(n)s of %(whole)s", n=share, whole=size) if large else share)
    if now.rows:
        told.append(f"{number(now.rows)} {counted}")
        if seconds >= 1:
            told.append(say("%(n)s %(rows)s a second", n=number(now.rows / seconds), rows=counted))
    if now.share is not None and 0.02 <= now.share < 1 and seconds >= 1:
        told.append(say("%(n)s s left", n=number(seconds * (1 - now.share) / now.share)))
    return f"{what}: {', '.join(told) or say('%(n)s s so far', n=number(seconds))}"


@dataclass
class StepTimer:
    """How long the present step of an import has taken; `clock` counts seconds."""

    clock: Callable[[], float]
    _step: tuple[str, str | None] = ("", None)
    _since: float = field(default=0.0)

    def seconds(self, now: ImportProgress) -> float:
        """The seconds since this step was first seen."""
        if (now.what, now.file) != self._step:
            self._step, self._since = (now.what, now.file), self.clock()
        return self.clock() - self._since
