"""Make the sample company in a workspace of its own, and read what one would ask of it first."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from deskwise.app.access.holders import TERMINAL, holder_id
from deskwise.app.change_settings import load_settings
from deskwise.app.import_files import ImportRequest, import_files
from deskwise.app.read_metrics import Answer, Question, read_metrics
from deskwise.app.settings_versions import SavedBy
from deskwise.app.workspace import Workspace
from deskwise.kernel.clock import Clock
from deskwise.kernel.errors import UsageError, WorkspaceError
from deskwise.sample.company import SampleCompany


@dataclass(frozen=True)
class Shown:
    """A question that the demo asks, and how a person would type it."""

    title: str
    question: Question
    typed: str


SHOWN = (
    Shown(
        "How is it going?",
        Question(
            (
                "requests_received",
                "backlog",
                "first_response_time",
                "average_resolution_time",
                "first_contact_resolution",
                "recontact_rate",
                "escalation_rate",
                "csat",
                "complaints_per_100_requests",
            ),
            stats=("p50",),
            clock="working",
        ),
        "deskwise metrics requests_received backlog first_response_time ... --stat p50 --clock working",
    ),
    Shown(
        "Is the first team getting faster?",
        Question(
            ("first_response_time",),
            stats=("mean",),
            where={"team": ["support"]},
            every="quarter",
            clock="working",
        ),
        "deskwise metrics first_response_time --stat mean --where team=support --every quarter"
        " --clock working",
    ),
    Shown(
        "With which product does syncing ask for more than the first team knows?",
        Question(("escalation_rate",), by=("product",), where={"category": ["sync"]}),
        "deskwise metrics escalation_rate --by product --where category=sync",
    ),
    Shown(
        "About whom do customers complain?",
        Question(("complaints_per_100_requests",), by=("agent",)),
        "deskwise metrics complaints_per_100_requests --by agent",
    ),
)


def make_demo(workspace: Workspace, company: SampleCompany, clock: Clock) -> bool:
    """Make the company in a workspace, unless it is there already; says whether it was made.

    Raises `UsageError` where the workspace holds another log.
    """
    held = _held(workspace)
    if held is not None:
        if not _is_sample(held):
            raise UsageError("this workspace holds another log", do="name a folder of its own: --home DIR")
        return False
    with tempfile.TemporaryDirectory(prefix="deskwise-demo-") as folder:
        files = company.write(Path(folder) / "events")
        load_settings(workspace, company.settings_toml(), SavedBy(holder_id(TERMINAL), clock.now()))
        import_files(workspace.lake, ImportRequest(tuple(files)), clock, workspace.fold)
    return True


def _held(workspace: Workspace) -> tuple[tuple[str, int], ...] | None:
    """Each source of the workspace and until when it is known; null in an empty one."""
    try:
        with workspace.facts() as facts:
            return facts.sources
    except WorkspaceError:
        return None


def _is_sample(held: tuple[tuple[str, int], ...]) -> bool:
    from deskwise.sample.event_files import SOURCE  # noqa: PLC0415 slow
    from deskwise.sample.span import LAST  # noqa: PLC0415 slow

    return held == ((SOURCE, LAST),)


def ask(workspace: Workspace) -> Iterator[tuple[Shown, Answer]]:
    """What the demo asks, each with its answer."""
    for shown in SHOWN:
        yield shown, read_metrics(workspace, shown.question)
