"""A measure of an agent as a chart: their own course over the team's unnamed spread."""

from __future__ import annotations

from deskwise.app.follow_agent import AgentFollowed, Measure
from deskwise.kernel.language import say
from deskwise.reports.own_course import Behind, OwnCourse
from deskwise.reports.stat_words import CLOCK_WORDS, STAT_WORDS
from deskwise.reports.time_series import Point
from deskwise.reports.time_words import instant_words


def chart_measure(found: AgentFollowed, measure: Measure) -> OwnCourse:
    """The chart of one measure."""
    followed = measure.followed
    signals = {id(each) for each in followed.signals}
    words = [say(STAT_WORDS[followed.stat])]
    if followed.now.clock is not None:
        words.append(say(CLOCK_WORDS[followed.now.clock]))
    words.append(say("by %(grain)s", grain=say(found.grain)))
    band, none = say("band: the middle half of the team"), say("too few others for a spread")
    spread = band if found.enough_peers else none
    as_of = say("as of %(at)s", at=instant_words(found.as_of, found.zone))
    return OwnCourse(
        title=f"{say(followed.metric.label)}: {found.agent}",
        lines=(" · ".join(words), f"{spread} · {as_of}"),
        unit=followed.now.unit,
        grain=found.grain,
        zone=found.zone,
        points=tuple(
            Point(each, followed.side(each) if id(each) in signals else None) for each in followed.course
        ),
        behind=tuple(
            Behind(
                None if spread is None else (spread.low, spread.high), None if team is None else team.value
            )
            for spread, team in zip(measure.spread, measure.team, strict=True)
        ),
    )
