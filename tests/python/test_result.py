"""What an answer looks like, as text and in a notebook, and how it is walked through."""

from __future__ import annotations

import re
from dataclasses import FrozenInstanceError
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner

import deskwise
from deskwise.cli.main import cli
from deskwise.python.result import Result

SHOWN = Result.shown_rows
HARMLESS = {"div", "b", "table", "thead", "tbody", "tr", "th", "td"}


class Elements(HTMLParser):
    """The elements of a page, and the text between them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.names: set[str] = set()
        self.attributes: set[str] = set()
        self.text: list[str] = []
        self.feed(page)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        self.names.add(tag)
        self.attributes.update(name for name, _ in attrs)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def plain(workspace: deskwise.Workspace, *words: str) -> str:
    return CliRunner().invoke(cli, ["--home", str(workspace.home), *words]).stdout.rstrip("\n")


def test_the_text_is_the_table_of_the_command(sample: deskwise.Workspace) -> None:
    found = sample.metrics("csat", "first_response_time", by="team", every="quarter", clock="working")
    options = ["--by", "team", "--every", "quarter", "--clock", "working"]
    lines = plain(sample, "metrics", "csat", "first_response_time", *options).splitlines()
    assert [line.split() for line in repr(found).splitlines()[: SHOWN + 1]] == [
        line.split() for line in lines[: SHOWN + 1]
    ]
    assert repr(found).splitlines()[-1] == f"The first {SHOWN} of {len(found)} rows."
    ticket = str(sample.requests("csat")[0].ticket)
    assert repr(sample.explain(ticket)) == plain(sample, "explain", ticket)
    assert repr(sample.catalogue("csat")) == plain(sample, "catalogue", "csat")
    assert repr(sample.settings) == plain(sample, "settings", "show")


def test_nothing_found_says_so(sample: deskwise.Workspace) -> None:
    assert repr(sample.requests("csat", where={"agent": "nobody"})).endswith("No case is in this selection.")
    readings = sample.metrics("csat", by="team", where={"agent": "nobody"})
    assert repr(readings).endswith("No figure has a case in this selection.")
    assert "No figure has a case" in readings._repr_html_()


def test_what_a_limit_leaves_out_is_said(sample: deskwise.Workspace) -> None:
    found = sample.requests("requests_received", limit=2)
    assert repr(found).endswith(f"2 of {found.total:,} cases; a higher limit gives more.")


def test_a_notebook_runs_nothing_from_a_ticket(mine: deskwise.Workspace) -> None:
    answers = [
        mine.metrics("first_response_time", by="agent"),
        mine.requests("first_response_time"),
        mine.explain("<b>T1</b>"),
        *mine.explain("<b>T1</b>").facts.values(),
        mine.explain("<b>T1</b>").counted,
        mine.rejects(),
        mine.catalogue(),
        mine.catalogue("csat"),
    ]
    for answer in answers:
        page = Elements(answer._repr_html_())
        assert page.names <= HARMLESS
        assert page.attributes <= {"style"}
    page = Elements(mine.requests("first_response_time")._repr_html_())
    assert "<b>T1</b>" in page.text
    assert "<script>alert('ann')</script>" in page.text


def test_settings_are_escaped_too(mine: deskwise.Workspace) -> None:
    assert Elements(mine.settings._repr_html_()).names == {"pre"}


def test_an_import_shows_what_does_not_count(empty: deskwise.Workspace, log: Path) -> None:
    summary = empty.import_(log, source="desk")
    assert "1 rows do not count (1 no_instant); rejects() lists them." in repr(summary)
    assert Elements(summary._repr_html_()).names <= HARMLESS


def test_a_long_answer_is_cut_and_says_so(sample: deskwise.Workspace) -> None:
    found = sample.requests("requests_received")
    assert len(found) > SHOWN
    assert found._repr_html_().count("<tr>") == SHOWN + 1
    assert f"The first {SHOWN} of {len(found)} rows." in found._repr_html_()


def test_it_is_walked_through_like_any_sequence(sample: deskwise.Workspace) -> None:
    found = sample.metrics("csat", by="team")
    assert [reading.by["team"] for reading in found] == [row["by.team"] for row in found.rows()]
    assert found[-1] == list(found)[-1]
    assert found[:2] == (found[0], found[1])
    assert found[0] in found
    with pytest.raises(IndexError):
        found[len(found)]


def test_answers_and_their_rows_are_frozen(sample: deskwise.Workspace) -> None:
    found = sample.metrics("csat")
    with pytest.raises(FrozenInstanceError):
        found[0].value = 1.0  # type: ignore[misc]  # that it cannot be is the test
    with pytest.raises(FrozenInstanceError):
        found._clock = "working"  # type: ignore[misc]  # that it cannot be is the test


def test_a_row_of_the_log_says_what_it_did(mine: deskwise.Workspace) -> None:
    ticket = mine.explain("<b>T1</b>")
    assert [event.kind for event in ticket.events] == ["opened", "message", "status"]
    assert re.match(r"ends wait 1 of request 1 as answered after 42 min", ticket[1].did[0])
    (wait,) = ticket.facts["waits"]
    assert (wait["ended_at"], wait["elapsed_seconds"]) == (
        datetime(2025, 3, 3, 9, 42, 0, 500_000, tzinfo=UTC),
        2520.5,
    )
    given = {case.metric: case.gave for case in ticket.counted}
    assert given["first_response_time"] == 2520.5
    assert repr(ticket.facts["sales"]) == "Sales\nThere is none."
