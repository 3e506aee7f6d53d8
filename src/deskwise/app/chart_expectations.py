"""Chart expectations: satisfied customers along what they had to bear, against the level."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from deskwise.analyses.finding import Cell, Finding
from deskwise.kernel.language import mid_sentence, say
from deskwise.metrics.catalogue import metric
from deskwise.reports.falling_curve import CurveBin, FallingCurve
from deskwise.reports.stat_words import CLOCK_WORDS
from deskwise.reports.time_words import instant_words, span_words


def chart_expectations(finding: Finding, _link: Callable[[Mapping[str, Cell]], str]) -> FallingCurve | None:
    """The curve of a finding with its band; null where there are too few bins for one."""
    rests, level, below = finding.rests_on, finding.number("level"), finding.number("falls_below")
    if len(finding.rows) < 2 or level is None or below is None or level.value is None:
        return None
    driver = metric(rests.beside[0].partition("@")[0])
    clock = () if rests.clock is None else (say(CLOCK_WORDS[rests.clock]),)
    return FallingCurve(
        title=say("Satisfied customers by %(driver)s", driver=mid_sentence(say(driver.label))),
        lines=(
            " · ".join(
                (
                    *clock,
                    span_words(rests.period, rests.zone),
                    say("line and band: the falling curve with its 95 % interval"),
                    say("dots: as they rated"),
                )
            ),
            say("as of %(at)s", at=instant_words(rests.as_of, rests.zone)),
        ),
        axis=say(driver.label),
        unit=below.unit,
        level=level.value,
        bins=tuple(map(_bin, finding.records())),
        at=below.value,
    )


def _bin(row: Mapping[str, Cell]) -> CurveBin:
    def number(name: str) -> float:
        return float(row[name] or 0)

    return CurveBin(
        number("from"), number("to"), int(number("ratings")), number("satisfied"), number("curve"),
        number("curve_low"), number("curve_high"),
    )  # fmt: skip
