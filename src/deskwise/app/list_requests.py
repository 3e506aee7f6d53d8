"""List the cases behind a figure: the requests, waits, ratings ... that it counts, and what each gave."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from deskwise.app.read_metrics import Question
from deskwise.app.workspace import Workspace
from deskwise.kernel.errors import UsageError
from deskwise.kernel.language import say
from deskwise.metrics.drill import CaseList, CasePlace, list_cases
from deskwise.metrics.plan import ALL_ROWS
from deskwise.metrics.readings import iso


@dataclass(frozen=True)
class Opened:
    """The cases behind a figure, with the as-of and zone they are told in."""

    as_of: int
    zone: str
    cases: CaseList

    def to_json(self) -> dict[str, Any]:
        """The object `requests --format json` prints."""
        return {
            "as_of": iso(self.as_of),
            "metric": self.cases.metric,
            "unit": self.cases.unit,
            "total": self.cases.total,
            "cases": [row.to_json() for row in self.cases.rows],
        }


STATES = ("counted", "below", "open", "provisional", "excluded", "censored")


def list_requests(
    workspace: Workspace,
    question: Question,
    limit: int | None = None,
    *,
    skip: int = 0,
    state: str | None = None,
    gave: str | None = None,
    after: CasePlace | None = None,
) -> Opened:
    """The first cases behind a figure, in the order of the instants they are counted at; all without a limit.

    `skip` leaves so many of them out, `state` all that are in another one, `gave` all that are not counted or
    of another part by what they gave, `after` those before the place of a case. Raises `UsageError` for a
    question about more than one metric, or one that cannot be, and for a state or a part there is not.
    """
    if state is not None and state not in STATES:
        raise UsageError(
            say("no case is %(state)s", state=repr(state)),
            do=say("choose from %(names)s", names=", ".join(STATES)),
        )
    if len(question.metrics) != 1:
        raise UsageError(
            say("%(n)s metrics are named", n=len(question.metrics)), do=say("name one, such as csat")
        )
    selection = question.selection(workspace.rules())
    with workspace.facts(selection.as_of) as facts:
        cases = list_cases(
            selection,
            rules=facts.rules,
            horizon=facts.horizon,
            engine=facts.engine,
            compiled=facts.compiled,
            limit=ALL_ROWS if limit is None else limit,
            skip=skip,
            state=state,
            gave=gave,
            after=after,
        )
    return Opened(facts.horizon.as_of, facts.rules.zone, cases)
