"""Chart expectations: what customers said or did along what they had to bear, against the level."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from deskwise.analyses.customer_outcomes import CustomerOutcome, outcome_of
from deskwise.analyses.finding import Cell, Finding
from deskwise.kernel.language import mid_sentence, say, sentence_start
from deskwise.reports.falling_curve import CurveBin, FallingCurve
from deskwise.reports.stat_words import CLOCK_WORDS
from deskwise.reports.time_words import instant_words, span_words


def chart_expectations(finding: Finding, _link: Callable[[Mapping[str, Cell]], str]) -> FallingCurve | None:
    """The curve of a finding with its band; null where there are too few bins for one."""
    rests, outcome = finding.rests_on, outcome_of(finding.rests_on.metric)
    level, below = finding.number("level"), finding.number(outcome.passes)
    if len(finding.rows) < 2 or level is None or below is None or level.value is None:
        return None
    driver, voice = say(finding.columns[0].label), outcome.voice
    clock = () if rests.clock is None else (say(CLOCK_WORDS[rests.clock]),)
    return FallingCurve(
        title=say(outcome.title, driver=mid_sentence(driver)),
        lines=(
            " · ".join(
                (
                    *clock,
                    span_words(rests.period, rests.zone),
                    say(voice.line),
                    say(voice.dots),
                )
            ),
            say("as of %(at)s", at=instant_words(rests.as_of, rests.zone)),
        ),
        axis=driver,
        share=sentence_start(say(outcome.hits[1])),
        share_axis=say(outcome.axis),
        unit=below.unit,
        level=level.value,
        bins=tuple(_bin(row, outcome) for row in finding.records()),
        at=below.value,
        rises=outcome.rises,
    )


def _bin(row: Mapping[str, Cell], outcome: CustomerOutcome) -> CurveBin:
    def number(name: str) -> float:
        return float(row[name] or 0)

    return CurveBin(
        number("from"), number("to"), int(number(outcome.cases[0])), number(outcome.hits[0]), number("curve"),
        number("curve_low"), number("curve_high"),
    )  # fmt: skip
