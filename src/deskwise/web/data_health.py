"""How far the data goes and what is doubtful in it, as the overview and the page of data tell it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from deskwise.app.show_quality import ExplainedFinding, show_quality
from deskwise.kernel.errors import WorkspaceError
from deskwise.kernel.language import say
from deskwise.reports.number_words import value_words
from deskwise.reports.time_words import instant_words
from deskwise.web.served import Served

MICROSECONDS = 1_000_000
# A feed that is so far behind the newest one is said to be late.
LATE_SECONDS = 26 * 3_600


@dataclass(frozen=True)
class SourceHealth:
    """A source in words: until when its data is complete, and how far that is behind the newest source."""

    name: str
    complete_to: str
    behind: str
    late: bool


@dataclass(frozen=True)
class DataHealth:
    """The sources, and what was found doubtful in the last import; null where it was not judged."""

    sources: tuple[SourceHealth, ...]
    findings: tuple[ExplainedFinding, ...] | None

    @property
    def serious(self) -> int:
        """How many findings are serious."""
        return sum(each.finding.severity == "serious" for each in self.findings or ())


def data_health(here: Served, as_of: int, zone: str, sources: Sequence[tuple[str, int]]) -> DataHealth:
    """The health of a workspace's data as of an instant."""
    found = tuple(
        SourceHealth(
            name,
            instant_words(until, zone) if until else say("nothing yet"),
            value_words((as_of - until) / MICROSECONDS, "seconds") if until < as_of else say("none"),
            (as_of - until) / MICROSECONDS > LATE_SECONDS,
        )
        for name, until in sources
    )
    try:
        findings = show_quality(here.workspace.lake).findings
    except WorkspaceError:
        return DataHealth(found, None)
    return DataHealth(found, findings)
