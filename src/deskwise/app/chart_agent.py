"""A measure of an agent as a chart: their own course over the team's unnamed spread."""

from __future__ import annotations

from deskwise.app.follow_agent import AgentFollowed, Measure
from deskwise.app.followed_metric import side_of
from deskwise.reports.own_course import Behind, OwnCourse
from deskwise.reports.stat_words import CLOCK_WORDS, STAT_WORDS
from deskwise.reports.time_series import Point
from deskwise.reports.time_words import instant_words


def chart_measure(found: AgentFollowed, measure: Measure) -> OwnCourse:
    """The chart of one measure."""
    followed = measure.followed
    signals = {id(each) for each in followed.signals}
    words = [STAT_WORDS[followed.stat]]
    if followed.now.clock is not None:
        words.append(CLOCK_WORDS[followed.now.clock])
    words.append(f"by {found.grain}")
    spread = "band: the middle half of the team" if found.enough_peers else "too few others for a spread"
    return OwnCourse(
        title=f"{followed.metric.label}: {found.agent}",
        lines=(" · ".join(words), f"{spread} · as of {instant_words(found.as_of, found.zone)}"),
        unit=followed.now.unit,
        grain=found.grain,
        zone=found.zone,
        points=tuple(
            Point(each, side_of(followed.metric, followed.limits, each) if id(each) in signals else None)
            for each in followed.course
        ),
        behind=tuple(
            Behind(
                None if spread is None else (spread.low, spread.high), None if team is None else team.value
            )
            for spread, team in zip(measure.spread, measure.team, strict=True)
        ),
    )
