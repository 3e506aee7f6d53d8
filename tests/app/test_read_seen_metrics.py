from __future__ import annotations

import pytest

from app.looking import looking
from cli.in_memory_workspace import InMemoryWorkspace, facts_of
from deskwise.app.access.holders import Role
from deskwise.app.access.things import Policy
from deskwise.app.read_metrics import Question, read_metrics
from deskwise.app.read_seen_metrics import read_seen_metrics
from deskwise.kernel.errors import NotAllowedError, UsageError
from metrics.duckdb_facts import DAY, flow, request

RECEIVED = ("requests_received",)
FIELD_OF_TWO, SUPPORT_OF_THREE = ["anna", "ben"], ["cara", "dan", "eve"]


def desk() -> InMemoryWorkspace:
    whose = [("field", each) for each in FIELD_OF_TWO] + [("support", each) for each in SUPPORT_OF_THREE]
    rows = [
        request(str(number), number * DAY, team=team, agent=agent)
        for number, (team, agent) in enumerate(whose, start=1)
    ]
    return facts_of(requests=rows, request_flow=flow(*rows))


def test_whoever_may_see_all_is_given_what_anybody_who_has_the_folder_is() -> None:
    question = Question(RECEIVED, by=("team",), every="week")
    found = read_seen_metrics(desk(), looking(Role.ADMIN), question)
    assert found.withheld == 0
    assert found.to_json() == read_metrics(desk(), question).readings.to_json()


def test_groups_of_few_are_left_out_with_their_names() -> None:
    told = read_seen_metrics(desk(), looking(Role.VIEWER), Question(RECEIVED, by=("team",))).to_json()
    assert [(each["by"], each["value"]) for each in told["readings"]] == [({"team": "support"}, 3)]
    assert told["withheld"] == 1


def test_a_figure_of_few_is_told_apart_from_one_without_data() -> None:
    question = Question(RECEIVED, where={"team": ["field"]})
    (told,) = read_seen_metrics(desk(), looking(Role.VIEWER), question).to_json()["readings"]
    assert (told["value"], told["n"], told["withheld"]) == (None, 0, True)


def test_the_policy_takes_figures_of_one_from_everybody() -> None:
    admin = looking(Role.ADMIN, Policy("off"))
    with pytest.raises(NotAllowedError):
        read_seen_metrics(desk(), admin, Question(RECEIVED, where={"agent": ["anna"]}))
    by_agent = read_seen_metrics(desk(), admin, Question(RECEIVED, by=("agent",)))
    assert (by_agent.readings.readings, by_agent.withheld) == ((), 5)
    one_day = Question(RECEIVED, by=("team",), since="1970-01-02", until="1970-01-03")
    assert read_seen_metrics(desk(), admin, one_day).withheld == 1


def test_an_earlier_as_of_is_refused() -> None:
    with pytest.raises(UsageError, match="as-of"):
        read_seen_metrics(desk(), looking(Role.ADMIN), Question(RECEIVED, as_of="1970-03-01"))
