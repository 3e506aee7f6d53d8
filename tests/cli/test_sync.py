from __future__ import annotations

import os

import pytest

from cli.connected_desk import SECRET, SETTINGS, Connected, connected
from deskwise.kernel.errors import SourceCredentialsError, SourceServerError

__all__ = ["connected"]


def test_it_says_what_came_and_until_when(connected: Connected) -> None:
    outcome = connected.run("sync", "desk")
    assert (outcome.code, outcome.err) == (0, "")
    assert "records      6  the source gave" in outcome.out
    assert "The source is known up to 2025-01-01" in outcome.out
    assert connected.opened[0].token == SECRET


def test_it_prints_json_and_csv(connected: Connected) -> None:
    (told,) = connected.run("sync", "--format", "json").json()["syncs"]
    assert (told["source"], told["records"], told["accepted"]) == ("desk", 6, 18)
    assert told["complete_to"].startswith("2025-01-01T")
    csv = connected.run("sync", "--format", "csv").out.splitlines()
    assert csv[0].startswith("source,records,read,accepted")
    assert csv[1].startswith("desk,")


def test_what_was_not_understood_is_shown(connected: Connected) -> None:
    connected.desk.world.tickets["T00001"]["mood"] = "good"
    outcome = connected.run("sync")
    assert "Not understood, and left out:" in outcome.out
    assert "the field mood: 1 times" in outcome.out


def test_since_and_full_go_through_the_history_again(connected: Connected) -> None:
    connected.run("sync")
    pages = connected.desk.pages
    assert connected.run("sync", "--full").code == 0
    assert connected.desk.pages >= pages + 2
    assert connected.run("sync", "--since", "2025-01-01").code == 0
    history = connected.store.state("desk").passes["history"]
    assert str(history.since) == "2025-01-01 00:00:00+00:00"
    both = connected.run("sync", "--full", "--since", "2025-01-01")
    assert (both.code, len(both.err.splitlines())) == (2, 1)


def test_one_that_fails_does_not_keep_the_others_waiting(connected: Connected) -> None:
    connected.workspace._text = SETTINGS.replace("connections.desk", "connections.broken") + SETTINGS

    def fail(page: int) -> None:
        if connected.opened[-1].name == "broken":
            raise SourceServerError("broken answered with 500", do="try again later")

    connected.desk.on_page = fail
    outcome = connected.run("sync", "--format", "json")
    assert outcome.code == 1
    assert [one["source"] for one in outcome.json()["syncs"]] == ["desk"]
    assert outcome.err == "deskwise: broken answered with 500: try again later\n"


def test_what_somebody_has_to_put_right_has_another_exit_code(connected: Connected) -> None:
    def fail(page: int) -> None:
        raise SourceCredentialsError("desk does not know us", do="see its token")

    connected.desk.on_page = fail
    assert connected.run("sync").code == 2


def test_what_is_not_connected_is_said_so(connected: Connected) -> None:
    unknown = connected.run("sync", "elsewhere")
    assert (unknown.code, unknown.out) == (2, "")
    assert unknown.err == (
        "deskwise: no connection is called 'elsewhere': deskwise connect elsewhere; there are: desk\n"
    )
    connected.workspace._text = ""
    assert "deskwise connect NAME" in connected.run("sync").err


def test_a_secret_that_is_not_there_is_named_by_its_place(
    connected: Connected, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("FAKE_TOKEN")
    outcome = connected.run("sync")
    assert outcome.code == 2
    assert "the environment has no FAKE_TOKEN" in outcome.err
    assert connected.opened == []


def test_a_secret_that_is_not_there_is_told_by_sources_too(
    connected: Connected, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("FAKE_TOKEN")
    connected.run("sync")
    (told,) = connected.run("sources", "--format", "json").json()["sources"]
    assert told["standing"] == "failed"
    assert "the environment has no FAKE_TOKEN" in told["error"]


def test_one_in_the_background_leaves_a_source_that_is_being_synced(
    connected: Connected, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[int] = []
    monkeypatch.setattr(os, "nice", given.append)
    connected.store.busy = True
    outcome = connected.run("sync", "desk", "--background", "--format", "json")
    assert (outcome.code, outcome.json()) == (75, {"syncs": []})
    connected.store.busy = False
    assert connected.run("sync", "desk", "--background").code == 0
    assert given == [10, 10]
