"""What an import did, or would do, in the words of its page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from deskwise.app.import_files import COUNTS
from deskwise.app.lake import PreviewedEvent, QualityReport
from deskwise.app.show_quality import ExplainedFinding, explained
from deskwise.app.sync_store import TicketPreview
from deskwise.app.tables.import_table import MEANINGS
from deskwise.app.uploads import UploadImport
from deskwise.events.reject_reasons import REASON_BY_CODE, RejectReason
from deskwise.kernel.language import number, said_name, say
from deskwise.reports.number_words import value_words
from deskwise.reports.time_words import instant_words

MICROSECONDS = 1_000_000


@dataclass(frozen=True)
class ImportWords:
    """An import in words; `counts` are what each is called, how many and what it means."""

    counts: tuple[tuple[str, int, str], ...]
    known_to: str | None
    reasons: tuple[tuple[RejectReason, int], ...]
    notes: tuple[str, ...]
    findings: tuple[ExplainedFinding, ...]
    tickets: tuple[tuple[str, ...], ...]
    events: tuple[tuple[str, ...], ...]

    @property
    def refused(self) -> int:
        """How many rows do not count, as events refused or ids in conflict."""
        return sum(number for _, number in self.reasons)

    @property
    def serious(self) -> int:
        """How many findings are serious."""
        return sum(each.finding.severity == "serious" for each in self.findings)


def import_words(done: UploadImport, zone: str) -> ImportWords:
    """An import in words, with instants of a zone."""
    counts = tuple(
        (say(name), count, say(MEANINGS[name]))
        for name in COUNTS
        if (count := done.counts.get(name)) is not None
    )
    return ImportWords(
        counts,
        None if done.as_of is None else at_words(done.as_of, zone),
        tuple(
            (REASON_BY_CODE[code], number)
            for code, number in sorted(done.reasons.items(), key=lambda pair: -pair[1])
            if code in REASON_BY_CODE
        ),
        done.notes,
        explained(QualityReport(done.import_id or 0, done.findings)).findings,
        tuple(_ticket(one, zone) for one in done.first.tickets),
        tuple(_event(one, zone) for one in done.first.events),
    )


def at_words(at: datetime, zone: str) -> str:
    """An instant in words, in a zone."""
    return instant_words(int(at.timestamp() * MICROSECONDS), zone)


def size_words(size: int) -> str:
    """How large a file is.

    >>> size_words(512), size_words(20_480), size_words(3_400_000), size_words(2 * 10**9)
    ('512 bytes', '20 kB', '3.4 MB', '2 GB')
    """
    if size < 1_000:
        return say("%(n)s bytes", n=size)
    if size < 1_000_000:
        return f"{number(size / 1e3)} kB"
    if size < 10**9:
        return f"{number(size / 1e6, 1)} MB"
    return f"{number(size / 1e9, 0 if size % 10**9 == 0 else 1)} GB"


def _ticket(one: TicketPreview, zone: str) -> tuple[str, ...]:
    first = one.first_response_microseconds
    return (
        one.ticket,
        instant_words(one.raised_at, zone),
        say(one.raised_by),
        say("none yet") if first is None else value_words(first / MICROSECONDS, "seconds"),
        say("not resolved") if one.resolved_at is None else instant_words(one.resolved_at, zone),
        number(one.events),
    )


def _event(one: PreviewedEvent, zone: str) -> tuple[str, ...]:
    said = [one.status, one.channel, one.value]
    return (
        number(one.row),
        "" if one.at is None else instant_words(one.at, zone),
        said_name(one.kind),
        one.ticket or "",
        say(one.role) if one.role else "",
        one.actor or "",
        ", ".join(word for word in said if word),
        "" if one.refusal is None else say(REASON_BY_CODE[one.refusal].sentence),
    )
