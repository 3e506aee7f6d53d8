"""Events that programs send: once each, whatever is sent again, and each told what became of it."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from api.conftest import ApiRig, Program
from deskwise.app.import_files import ImportRequest, import_files
from deskwise.app.list_rejects import list_rejects
from deskwise.bootstrap import open_workspace
from deskwise.events.reject_reasons import REASON_BY_CODE


def opened(ticket: str, **more: Any) -> dict[str, Any]:
    return {
        "event_id": f"{ticket}-1", "at": "2026-03-01T09:00:00Z", "kind": "opened", "ticket": ticket,
        "role": "customer", "customer": "C-1", **more,
    }  # fmt: skip


def reply(ticket: str, **more: Any) -> dict[str, Any]:
    return {
        "event_id": f"{ticket}-2", "at": "2026-03-01T10:00:00Z", "kind": "message", "ticket": ticket,
        "role": "agent", "actor": "ann", **more,
    }  # fmt: skip


def send(program: Program, events: object, path: str = "/events?source=crm") -> dict[str, Any]:
    answer = program.post(path, events)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def results(told: dict[str, Any]) -> list[str]:
    return [each["result"] for each in told["results"]]


@pytest.fixture
def sender(empty_rig: ApiRig) -> Program:
    return empty_rig.program("write_events")


def test_events_are_in_the_figures_once_they_are_answered(empty_rig: ApiRig, sender: Program) -> None:
    told = send(sender, [opened("A"), reply("A")])
    assert (told["received"], told["added"], results(told)) == (2, 2, ["added", "added"])
    reader = empty_rig.program()
    (reading, *_) = reader.json("/readings?metric=first_response_time&stat=mean")["readings"]
    assert (reading["value"], reading["n"]) == (3600, 1)
    # Another process sees it too: it is on the disk.
    assert open_workspace(empty_rig.home).tickets("A") == (("crm", "A"),)


def test_what_is_sent_again_adds_nothing_and_makes_no_import(empty_rig: ApiRig, sender: Program) -> None:
    events = [opened("A"), reply("A"), {"at": "2026-03-01T11:00:00Z", "kind": "note", "ticket": "A"}]
    first = send(sender, events)
    version = empty_rig.opened.workspace.lake.version()
    figures = empty_rig.program().get("/readings?metric=first_response_time").content
    for again in (events, list(reversed(events)), events[1:]):
        told = send(sender, again)
        assert set(results(told)) == {"already_there"}
        assert (told["added"], told["already_there"]) == (0, len(again))
    assert results(first) == ["added"] * 3
    assert empty_rig.opened.workspace.lake.version() == version
    assert empty_rig.program().get("/readings?metric=first_response_time").content == figures


def test_what_is_refused_again_is_not_kept_again(empty_rig: ApiRig, sender: Program) -> None:
    batch = [opened("A"), reply("A", at="yesterday"), opened("A", channel="phone")]
    told = [results(send(sender, each)) for each in (batch, batch, batch)]
    assert told == [["added", "rejected", "conflict"], *[["already_there", "rejected", "conflict"]] * 2]
    lake = empty_rig.opened.workspace.lake
    assert len(list(list_rejects(lake))) == 2
    version = lake.version()
    send(sender, batch)
    assert lake.version() == version
    # What says less of itself, or stands elsewhere in what is sent, is taken for another.
    send(sender, [reply("A", at="yesterday"), 7])
    assert len(list(list_rejects(lake))) == 4


def test_each_event_is_told_what_became_of_it_in_order(empty_rig: ApiRig, sender: Program) -> None:
    send(sender, [opened("A")])
    events: list[Any] = [
        reply("A"), opened("A"), opened("A", channel="phone"), reply("A", event_id="x", at="yesterday"),
        7, None, "text", [], {}, reply("A", event_id="y", kind="dance"), {"ticket": {"id": 1}},
        reply("A", event_id="early", at="2020-01-01T00:00:00Z"), opened("B"), opened("B"),
        reply("B", revision="x"), reply("B", extra=[1]), reply("B", extra={"reason": "skill"}, plan="gold"),
    ]  # fmt: skip
    told = send(sender, events)
    assert [each["index"] for each in told["results"]] == list(range(len(events)))
    assert [(each["result"], each.get("reason")) for each in told["results"]] == [
        ("added", None), ("already_there", None), ("conflict", "conflict"), ("rejected", "no_instant"),
        *[("rejected", "malformed_row")] * 4, ("rejected", "unknown_kind"), ("rejected", "unknown_kind"),
        ("rejected", "malformed_row"), ("rejected", "before_opened"), ("added", None),
        ("already_there", None), ("rejected", "malformed_row"), ("rejected", "extra_no_map"), ("added", None),
    ]  # fmt: skip
    counts = {name: told[name] for name in ("added", "already_there", "conflict", "rejected")}
    assert sum(counts.values()) == told["received"] == len(events)
    refused = [each for each in told["results"] if "reason" in each]
    assert all(each["do"] == REASON_BY_CODE[each["reason"]].do for each in refused)
    # The bad ones are kept aside, as those of an import are.
    kept = [each.reject for each in list_rejects(empty_rig.opened.workspace.lake)]
    assert sorted(each.reason for each in kept) == sorted(each["reason"] for each in refused)
    assert {each.file for each in kept} == {f"events of token {sender.json('/me')['token']['id']}"}


def test_events_are_those_that_a_file_would_have_brought(empty_rig: ApiRig, sender: Program) -> None:
    events = [opened("A", extra={"plan": "gold", "seats": 3}), reply("A")]
    sold = {
        "event_id": "s",
        "at": "2026-03-01T10:30:00Z",
        "kind": "sale",
        "ticket": "A",
        "value": 19.90,
        "scale": "EUR",
    }
    send(sender, [*events, sold])
    log = empty_rig.home / "log.jsonl"
    log.write_text("".join(json.dumps(each) + "\n" for each in [*events, sold]))
    opened_home = empty_rig.opened
    request = ImportRequest((log,), source="crm")
    summary = import_files(opened_home.workspace.lake, request, opened_home.clock, opened_home.workspace.fold)
    assert (summary.duplicates, summary.conflicts, summary.accepted) == (3, 0, 0)


@pytest.mark.parametrize("media_type", ["application/x-ndjson", "application/jsonl; charset=utf-8"])
def test_lines_are_events_and_a_broken_line_is_one_that_cannot_be(sender: Program, media_type: str) -> None:
    lines = [
        json.dumps(opened("A")).encode(),
        b"",
        b'{"at": ',
        b"\xff\xfe",
        b'{"value": NaN}',
        json.dumps(reply("A")).encode(),
    ]
    answer = sender.post("/events", b"\r\n".join(lines), headers={"Content-Type": media_type})
    assert results(answer.json()) == ["added", "rejected", "rejected", "rejected", "added"]


def status(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.headers["content-type"]


@pytest.mark.parametrize(
    ("body", "media_type", "expected"),
    [
        (b"[]", "application/json", 400), (b"", "application/json", 400), (b"{}", "application/json", 400),
        (b"[" * 100_000, "application/json", 400), (b"[NaN]", "application/json", 400),
        (b"\xff", "application/json", 400),
        (b"", "application/x-ndjson", 400), (b"[{}]", "text/csv", 415), (b"[{}]", "", 415),
        (b"[" + b"1," * 10_000 + b"1]", "application/json", 400),
        (b" " * (8 * 1024 * 1024 + 1), "application/json", 413),
    ],
)  # fmt: skip
def test_a_body_that_cannot_be_read_is_refused_as_a_whole(
    sender: Program, body: bytes, media_type: str, expected: int
) -> None:
    answer = sender.post("/events", body, headers={"Content-Type": media_type})
    assert status(answer) == (expected, "application/problem+json")


AWKWARD: list[dict[str, Any]] = [
    {"event_id": "\x00"}, {"event_id": "\ud800"}, {"ticket": "a" * 70_000}, {"extra": {"a": {"b": [1]}}},
    {"At": 1, "at": None}, {"": 1}, {"extra": {"": ""}}, {"seq": 2**70}, {"value": "1e99"},
    {"revision": -1}, {"at": "9999-12-31T23:59:59Z"}, {"at": "-0001-01-01T00:00:00Z"},
    {"kind": "'; drop table log"},
    {"ticket": True}, {"extra": "x"}, {"text": "\u2028"}, {"a.b": {"c": 1}}, {"source": ""},
    {"source": "other"},
]  # fmt: skip


def test_no_event_keeps_others_from_being_taken(sender: Program) -> None:
    batch = [{**reply(f"T{number}"), **each} for number, each in enumerate(AWKWARD)]
    told = send(sender, [opened("A"), *batch, opened("B")])
    assert (results(told)[0], results(told)[-1]) == ("added", "added")
    assert told["received"] == len(AWKWARD) + 2


def test_a_writer_that_takes_long_is_not_waited_for(empty_rig: ApiRig, sender: Program) -> None:
    with open_workspace(empty_rig.home).lake.importing(empty_rig.opened.clock.now()) as session:
        session.discard()
        answer = sender.post("/events", [opened("A")])
    assert status(answer) == (503, "application/problem+json")
    assert answer.headers["retry-after"] == "5"
    assert results(send(sender, [opened("A")])) == ["added"]
