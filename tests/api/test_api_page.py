"""The calls on the page of the API, made as they stand there."""

from __future__ import annotations

import re
import shlex
from datetime import date
from pathlib import Path
from string import Template

import httpx
import pytest

from api.conftest import ApiRig, Program
from deskwise.api.app import PATH
from deskwise.api.event_bodies import LONGEST_BYTES
from deskwise.api.page_words import MOST_AT_ONCE
from deskwise.api.problems import KINDS
from deskwise.api.route_access import ROUTES
from deskwise.api.routes.webhooks import LONGEST_BYTES as LONGEST_DELIVERY
from deskwise.app.access.holders import TERMINAL, Person, Role
from deskwise.app.connections import save_connection
from deskwise.app.objectives.change_cycles import CycleDraft, add_cycle
from deskwise.app.objectives.change_key_results import add_key_result
from deskwise.app.objectives.draft_objectives import ObjectiveDraft, add_objective
from deskwise.app.receive_events import BECAME, MOST_EVENTS
from deskwise.app.receive_webhook import TOLERANCE
from deskwise.okr.binding import Binding
from deskwise.okr.key_result import KeyResult, KeyResultKind
from deskwise.okr.objective import Level, Owner

PAGE = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")
CALLS = re.findall(r"^    (curl .+)$", PAGE, re.MULTILINE)
SERVER = "http://127.0.0.1:8650"
BODY = '[{"event_id": "1", "at": "2026-03-01T09:00:00Z", "kind": "opened", "ticket": "1"}]'


def made(call: str, words: dict[str, str]) -> tuple[str, str, dict[str, str], str | None]:
    """The method, address, headers and body of a call of curl."""
    _, *arguments = shlex.split(call)
    headers, body, address, method = {}, None, "", None
    while arguments:
        word = Template(arguments.pop(0)).substitute(words)
        if word == "-H":
            name, _, value = Template(arguments.pop(0)).substitute(words).partition(": ")
            headers[name] = value
        elif word == "-X":
            method = arguments.pop(0)
        elif word == "-d":
            body = Template(arguments.pop(0)).substitute(words)
        else:
            address = word
    assert address.startswith(SERVER + PATH)
    return method or ("GET" if body is None else "POST"), address.removeprefix(SERVER + PATH), headers, body


def signed(secret: str, timestamp: str, body: bytes) -> str:
    """What the Python of the page makes."""
    code = re.search(r"^    (import hashlib.+?)\n\n", PAGE, re.DOTALL | re.MULTILINE)
    assert code is not None
    values: dict[str, object] = {"secret": secret, "timestamp": timestamp, "body": body}
    exec(code.group(1).replace("\n    ", "\n"), values)
    return str(values["signature"])


def rulable(program: Program) -> tuple[str, str]:
    """A ticket, and a message of its customer that could be ruled to ask for nothing."""
    for case in program.json("/requests?metric=requests_received&limit=50")["cases"]:
        for event in program.json(f"/rulings?ticket={case['ticket']}")["events"]:
            if "acknowledgement" in event["offered"]:
                return case["ticket"], event["event_id"]
    raise AssertionError("no customer wrote anything")


def objective_of_a_quarter(rig: ApiRig) -> tuple[str, str]:
    """A draft with one key result, in a cycle that runs."""
    state, clock = rig.opened.state, rig.opened.clock
    cycle = add_cycle(state, clock, TERMINAL, CycleDraft("Q4 2026", date(2026, 10, 1), date(2026, 12, 31)))
    draft = ObjectiveDraft(
        "Customers get a first answer fast", "Waiting is lost.", Owner(Level.TEAM, "support")
    )
    objective = add_objective(state, clock, TERMINAL, cycle.id, draft)
    wanted = KeyResult(
        "", "median", objective.id, "Median first answer", KeyResultKind.REACH,
        Binding("first_response_time", "p50", ""), target=30.0,
    )  # fmt: skip
    return objective.id, add_key_result(state, clock, TERMINAL, wanted).id


@pytest.fixture
def words(own_rig: ApiRig, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """What stands for the variables of the page."""
    table = {"kind": "directory", "url": "file:///srv/exports", "webhook_secret": "env:DESK_SECRET"}
    monkeypatch.setenv("DESK_SECRET", "a secret")
    save_connection(own_rig.opened.workspace, "desk", table)
    ticket, event = rulable(own_rig.program())
    person = Person("c41d", "Ada", "ada@example.org", Role.ADMIN)
    with own_rig.opened.state.changing() as stores:
        stores.people.add(person, own_rig.opened.clock.now())
    objective, key_result = objective_of_a_quarter(own_rig)
    timestamp = str(int(own_rig.opened.clock.now().timestamp()))
    return {
        "DESKWISE": SERVER, "TOKEN": own_rig.secrets["read"], "ADMIN": own_rig.secrets["admin"],
        "FEED": own_rig.secrets["write_events"], "TICKET": ticket, "EVENT": event,
        "AGENT": own_rig.program().json("/agents")["agents"][0]["agent"],
        "CUSTOMER": own_rig.program().json("/customers?limit=1")["customers"][0]["name"], "BODY": BODY,
        "OWN": own_rig.make("admin", by=person),
        "OBJECTIVE": objective, "KEY_RESULT": key_result,
        "TIMESTAMP": timestamp, "SIGNATURE": signed("a secret", timestamp, BODY.encode()),
    }  # fmt: skip


def test_every_call_is_answered(own_rig: ApiRig, words: dict[str, str]) -> None:
    program, asked = Program(own_rig.app), set()
    for call in CALLS:
        method, address, headers, body = made(call, words)
        answer: httpx.Response = program.ask(method, address, headers=headers, content=body)
        assert answer.status_code in {200, 201}, (call, answer.text)
        asked.add((method, "/" + address.split("?")[0].split("/")[1]))
        for result in answer.json().get("results", []) if method == "POST" else []:
            assert result["result"] == "added"
        # What a later call names, the answer of an earlier one told.
        words |= {"RULING": answer.json()["ruling_id"]} if address == "/rulings" else {}
        words |= {"PERSON": answer.json()["person"]["id"]} if (method, address) == ("POST", "/people") else {}
        words |= {"TOKEN_ID": answer.json()["id"]} if (method, address) == ("POST", "/tokens") else {}
        words |= {"DISPUTE": answer.json()["id"]} if (method, address) == ("POST", "/disputes") else {}
    # To name a reason takes a log whose texts are kept: tests/api/test_reasons.py does.
    assert asked | {("GET", "/openapi.json"), ("POST", "/reasons")} == {
        (method, "/" + path.split("/")[1]) for method, path in ROUTES
    }


def test_the_page_says_what_holds() -> None:
    for word in BECAME:
        assert f"| `{word}` |" in PAGE
    for status in {status for status, _ in KINDS.values() if status != 500}:
        assert str(status) in PAGE
    assert f"{MOST_EVENTS:,} events, {LONGEST_BYTES // 1024**2} MiB" in PAGE
    assert f"up to {LONGEST_DELIVERY // 1024**2} MiB" in PAGE
    assert f"(1 to {MOST_AT_ONCE:,})" in PAGE
    assert TOLERANCE.total_seconds() == 5 * 60
    assert "within five minutes" in PAGE
