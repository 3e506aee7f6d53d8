"""Show what is doubtful in the data of an import: each finding with what it means and what to do."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from deskwise.app.lake import Finding, Lake, QualityReport
from deskwise.events.quality_checks import CHECK_BY_CODE, QualityCheck
from deskwise.kernel.language import marked, number, say

# What a finding is about where that is no name of the data's own.
SUBJECTS = (marked("first replies"), marked("replies"), marked("resolutions"))


@dataclass(frozen=True)
class ExplainedFinding:
    """A finding with what its check means."""

    finding: Finding
    check: QualityCheck

    @property
    def says(self) -> str:
        """The finding in words."""
        found = self.finding
        subject = say(found.subject) if found.subject in SUBJECTS else found.subject
        count, total = number(found.count), number(found.total)
        told = say("%(n)s of %(whole)s", n=count, whole=total)
        return f"{told} {say(self.check.found)}" + (f": {subject}" if subject else "")

    @property
    def counted_words(self) -> str:
        """How much of it is in figures all the same; empty where that is no question."""
        counted = self.finding.counted
        if counted is None:
            return ""
        if counted == 0:
            return say("none counts")
        if counted == self.finding.count:
            return say("all count")
        return say("%(n)s of them count", n=number(counted))

    def to_json(self) -> dict[str, Any]:
        """The finding as `quality --format json` prints it."""
        found = self.finding
        return {
            "check": found.check,
            "subject": found.subject,
            "severity": found.severity,
            "count": found.count,
            "total": found.total,
            "share": found.share,
            "counted": found.counted,
            "says": self.says,
            "sentence": self.check.sentence,
            "do": self.check.do,
            "examples": [asdict(each) for each in found.examples],
        }


@dataclass(frozen=True)
class ExplainedQuality:
    """What is doubtful in the data of an import, most serious first."""

    import_id: int
    findings: tuple[ExplainedFinding, ...]

    @property
    def is_serious(self) -> bool:
        """Whether any finding is."""
        return any(each.finding.severity == "serious" for each in self.findings)

    def to_json(self) -> dict[str, Any]:
        """The object `quality --format json` prints."""
        return {"import_id": self.import_id, "findings": [each.to_json() for each in self.findings]}


def show_quality(lake: Lake, import_id: int | None = None) -> ExplainedQuality:
    """What is doubtful in the data of an import, of the last one if none is named.

    Raises `UsageError` for an import that never was, `WorkspaceError` for one that was not judged.
    """
    return explained(lake.quality(import_id))


def explained(report: QualityReport) -> ExplainedQuality:
    """A report with what its checks mean."""
    return ExplainedQuality(
        report.import_id,
        tuple(ExplainedFinding(found, CHECK_BY_CODE[found.check]) for found in report.findings),
    )
