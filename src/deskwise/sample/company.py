"""The sample company: fourteen agents over two years, made from a seed, its true answers known.

Nothing here is anybody's data. The same seed and size give the same events on every machine.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from deskwise.kernel.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from deskwise.sample.block import Shape
    from deskwise.sample.event_rows import Rows
    from deskwise.sample.truth import Truth

FORMATS = ("parquet", "csv", "jsonl")
_MOST_TICKETS = 50_000_000


@dataclass(frozen=True)
class SampleCompany:
    """A company of so many tickets; `placebo` is its twin in which nothing is hidden.

    Raises:
        UsageError: the number of tickets is not between 1 and 50 million, or the seed is negative.
    """

    seed: int = 1
    tickets: int = 7_000
    placebo: bool = False

    def __post_init__(self) -> None:
        if not 1 <= self.tickets <= _MOST_TICKETS:
            raise UsageError(
                f"a sample company cannot have {self.tickets} tickets", do=f"ask for 1 to {_MOST_TICKETS}"
            )
        if self.seed < 0:
            raise UsageError(f"a seed cannot be {self.seed}", do="give a whole number from 0 up")

    def write(
        self,
        path: Path,
        format: Literal["parquet", "csv", "jsonl"] = "parquet",  # noqa: A002 - what it is called everywhere
        *,
        text: bool = False,
    ) -> list[Path]:
        """Write the log as canonical events and give the files written.

        Into `path` itself if its ending is the format's, else as events-0001 ... into the folder `path`. With
        `text`, openings and messages have some words.

        Raises:
            UsageError: the format is not one of parquet, csv and jsonl, or the folder holds events already.
        """
        from deskwise.sample.event_files import write_blocks  # noqa: PLC0415 slow

        if format not in FORMATS:
            raise UsageError(
                f"no events can be written as {format!r}", do=f"choose one of {', '.join(FORMATS)}"
            )
        return write_blocks(self.blocks(), Path(path), format, self._shape().crews, text=text)

    def blocks(self) -> Iterator[Rows]:
        """The events, some fifty thousand tickets at a time, as columns of codes."""
        from deskwise.sample.block import plan_block  # noqa: PLC0415 slow
        from deskwise.sample.block_events import block_events  # noqa: PLC0415 slow

        shape = self._shape()
        for block in range(shape.blocks):
            yield block_events(plan_block(shape, block))

    def settings_toml(self) -> str:
        """The company's settings file: teams, tiers, costs, schedules, service levels, zone and window."""
        from deskwise.sample.staff import SETTINGS  # noqa: PLC0415 slow

        return SETTINGS

    def truth(self) -> Truth:
        """The company's true figures, from the plan of its tickets and not from its events."""
        from deskwise.sample.truth import truth_of  # noqa: PLC0415 slow

        return truth_of(self._shape())

    def _shape(self) -> Shape:
        from deskwise.sample.block import Shape  # noqa: PLC0415 slow

        return Shape(self.seed, self.tickets, self.placebo)
