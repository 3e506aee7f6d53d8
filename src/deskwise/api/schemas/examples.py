"""Examples of answers, made by what makes the answers, so that they cannot say what those do not."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from deskwise.api.problems import Problem
from deskwise.app.access.holders import Scope, Token
from deskwise.app.access.things import Act, Kind
from deskwise.app.annotate import annotation_json
from deskwise.app.annotations import Annotation, AnnotationKind
from deskwise.app.audit import AuditEntry, Deed
from deskwise.app.explain_ticket import Counted, ExplainedEvent, ExplainedTicket
from deskwise.app.lake import DoubtfulRow, Finding, QualityReport, Reject
from deskwise.app.list_rejects import ExplainedReject
from deskwise.app.list_requests import Opened
from deskwise.app.make_tokens import token_json
from deskwise.app.page_rejects import RejectPage
from deskwise.app.page_requests import RequestPage
from deskwise.app.plain_json import plain_values
from deskwise.app.receive_events import EventResult, Received
from deskwise.app.show_catalogue import show_catalogue
from deskwise.app.show_quality import explained
from deskwise.app.show_sources import SourceStatus
from deskwise.app.source_port import Gap
from deskwise.app.ticket_facts import TOLD
from deskwise.app.workspace import LoggedEvent
from deskwise.events.quality_checks import QUALITY_CHECKS
from deskwise.events.reject_reasons import REASON_BY_CODE
from deskwise.metrics.catalogue import metric
from deskwise.metrics.drill import CaseList, CaseRow
from deskwise.metrics.readings import Reading, Readings
from deskwise.metrics.timeline import ReadPeriod

MADE_AT = datetime(2026, 3, 1, 9, tzinfo=UTC)
AS_OF = 1_772_355_600_000_000
DAY = 86_400_000_000
METRIC = metric("first_response_time")
CASE = CaseRow("desk", "4711", 1, AS_OF - 40 * DAY, "ann", "support", "counted", None, 3_000, ())


def readings() -> Any:
    """A figure of a month."""
    period = ReadPeriod(AS_OF - 60 * DAY, AS_OF - 30 * DAY, False)
    one = Reading(
        METRIC.name, "p50", "elapsed", METRIC.unit, period, (("team", "support"),), 3_000, 214, None, None,
        (("no_answer_needed", 6),), 3, 0, 0, 0, (2_640, 3_420), METRIC.definition,
    )  # fmt: skip
    return plain_values(Readings(AS_OF, (one,)).to_json())


def cases() -> Any:
    """A page of one case."""
    opened = Opened(AS_OF, "UTC", CaseList(METRIC.name, METRIC.unit, 1, (CASE,)))
    return plain_values(RequestPage(opened, None).to_json())


def catalogue_entry() -> Any:
    """A metric."""
    return plain_values(show_catalogue(METRIC.name)[0].to_json())


def ticket() -> Any:
    """A ticket with its opening."""
    event = LoggedEvent(
        "4711-1", 0, 1, MADE_AT, "opened", None, "customer", None, None, "C-88", None, "email", None, None,
        (), False, None, False,
    )  # fmt: skip
    did = ("request 1 is raised by the customer (opened)",)
    facts = dict.fromkeys(TOLD, ())
    counted = (Counted(METRIC, "elapsed", CASE),)
    found = ExplainedTicket("desk", "4711", AS_OF, "UTC", (ExplainedEvent(event, did),), facts, counted, None)
    return plain_values(found.to_json())


def sources() -> Any:
    """A help desk that is complete."""
    gap = Gap("It does not say when a chat was picked up.", ("abandonment_rate",))
    one = SourceStatus("desk", "request_tracker", "complete", MADE_AT, 42.0, 1.0, gaps=(gap,))
    return plain_values({"sources": [one.to_json()]})


def rejects() -> Any:
    """A row without an instant."""
    one = Reject(3, "march.csv", 18, 17, "desk", "4711", "4711-9", "no_instant", None)
    return plain_values(RejectPage((ExplainedReject(one, REASON_BY_CODE[one.reason]),), None).to_json())


def quality() -> Any:
    """A finding of an import."""
    row = DoubtfulRow("march.csv", 18, 17, "desk", "4711")
    found = Finding(QUALITY_CHECKS[0].code, None, "doubtful", 3, 900, 0, (row,))
    return plain_values(explained(QualityReport(3, (found,))).to_json())


def annotation() -> Any:
    """A release."""
    note = Annotation("9f2c71d0a4b35e68", AnnotationKind.RELEASE, "version 4", MADE_AT, "token:3f9c", MADE_AT)
    return plain_values(annotation_json(note))


def new_annotation() -> Any:
    """A release, as it is noted."""
    return {"kind": "release", "text": "version 4", "at": "2026-03-01T09:00:00Z"}


def audit_entry() -> Any:
    """A release that was noted."""
    made = annotation()
    entry = AuditEntry(MADE_AT, made["author"], Deed.ANNOTATED, f"annotation:{made['id']}", None, made, 12)
    return plain_values(entry.to_json())


def me() -> Any:
    """A token that may read annotations."""
    token = Token("3f9c0d52a1b4e678", "dashboard", "dw_Ab3dEf", frozenset({Scope.READ}), "terminal", MADE_AT)
    may = {str(Act.READ): [str(Kind.AGGREGATE), str(Kind.ANNOTATIONS)], str(Act.CHANGE): []}
    return plain_values({"token": token_json(token), "may": may})


def new_events() -> Any:
    """A ticket that is opened, and a message of which nobody says when it was."""
    opened = {
        "event_id": "4711-1", "at": "2026-03-01T09:00:00Z", "kind": "opened", "ticket": "4711",
        "role": "customer", "customer": "C-88", "channel": "email",
    }  # fmt: skip
    return [opened, {"event_id": "4711-2", "at": "yesterday", "kind": "message", "ticket": "4711"}]


def received() -> Any:
    """What becomes of these."""
    results = (EventResult(0, "4711-1", "added"), EventResult(1, "4711-2", "rejected", "no_instant"))
    return plain_values(Received(results).to_json())


def problem(kind: str) -> Any:
    """A problem of a kind."""
    more = {"errors": [{"at": "query.limit", "what": "Input should be less than or equal to 1000"}]}
    said = Problem(kind, "what happened, and to what", "what to do", more if kind == "bad-value" else {})
    return said.to_json("5d1e0b9c")
