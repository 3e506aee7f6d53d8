"""Examples of analyses and findings, made by what makes the answers."""

from __future__ import annotations

from typing import Any

from deskwise.analyses.finding import Finding, Number, NumberColumn, RestsOn
from deskwise.analyses.registry import analysis
from deskwise.analyses.sentence import Amount, Word, sentence
from deskwise.api.schemas.examples import AS_OF, DAY
from deskwise.app.finding_json import entry_json, finding_json
from deskwise.app.plain_json import plain_values
from deskwise.metrics.timeline import ReadPeriod


def analysis_entry() -> Any:
    """The analysis of a change."""
    return plain_values(entry_json(analysis("what_changed")))


def finding() -> Any:
    """Satisfaction that fell, of a channel."""
    periods = (
        ReadPeriod(AS_OF - 28 * DAY, AS_OF, False),
        ReadPeriod(AS_OF - 56 * DAY, AS_OF - 28 * DAY, False),
    )
    answer = sentence("%(metric)s fell by %(by)s.", metric=Word("CSAT"), by=Amount(-0.09, "share", "extent"))
    found = Finding(
        analysis="what_changed",
        version=1,
        outcome="found",
        sentences=(answer,),
        doubts=(),
        numbers=(Number("difference", "difference", -0.09, "share", -0.115, -0.065, signed=True),),
        columns=(NumberColumn("group", "group", None), NumberColumn("total", "of the whole", "share")),
        rows=(("email", -0.069), ("chat", -0.021)),
        rests_on=RestsOn(
            "csat", "csat@1", "share", None, None, "share", "channel", (("team", ("support",)),), *periods,
            AS_OF, "UTC", 2_000, 2_000,
        ),
    )  # fmt: skip
    return plain_values(finding_json(found))
