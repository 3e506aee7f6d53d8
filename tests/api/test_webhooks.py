"""Signed deliveries: each taken once, lately, from whoever has the secret, and from nobody else."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner

from api.conftest import ApiRig, Program
from api.test_events import opened, reply
from deskwise.api.app import create_api
from deskwise.app.connections import save_connection
from deskwise.app.receive_webhook import signature
from deskwise.app.sync_store import SyncState
from deskwise.bootstrap import open_workspace, secrets
from deskwise.cli.main import cli

BODY = json.dumps([opened("A"), reply("A", source="elsewhere")]).encode()
FIVE_MINUTES = 300


@dataclass
class Sender:
    """A help desk that delivers."""

    rig: ApiRig
    secret: str

    def now(self) -> int:
        return int(self.rig.opened.clock.now().timestamp())

    def deliver(
        self,
        body: bytes = BODY,
        *,
        timestamp: str | None = None,
        secret: str | None = None,
        signed: bytes | None = None,
        header: str | None = None,
        to: str = "desk",
    ) -> httpx.Response:
        at = str(self.now()) if timestamp is None else timestamp
        said = signature(self.secret if secret is None else secret, at, body if signed is None else signed)
        headers = {"Deskwise-Timestamp": at, "Deskwise-Signature": header or f"v1={said}"}
        return Program(self.rig.app).post(f"/webhooks/{to}", body, headers=headers)


def connect(home: Path, name: str) -> None:
    save_connection(open_workspace(home), name, {"kind": "directory", "url": "file:///srv/exports"})


def make(home: Path, *arguments: str) -> str:
    done = CliRunner().invoke(cli, ["webhooks", "make", "desk", *arguments, "--home", str(home)])
    assert done.exit_code == 0, done.output
    return done.stdout.strip()


@pytest.fixture
def sender(empty_rig: ApiRig, monkeypatch: pytest.MonkeyPatch) -> Sender:
    monkeypatch.setenv("DESKWISE_KEY", secrets().new_key())
    connect(empty_rig.home, "desk")
    connect(empty_rig.home, "other")
    return Sender(empty_rig, make(empty_rig.home))


def kind_of(answer: httpx.Response) -> str:
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    return str(answer.json()["type"]).rpartition(":")[2]


def test_a_signed_delivery_is_taken_for_its_connection_and_nobody_elses(sender: Sender) -> None:
    answer = sender.deliver()
    assert answer.status_code == 200
    assert (answer.json()["added"], answer.json()["rejected"]) == (2, 0)
    workspace = open_workspace(sender.rig.home)
    assert workspace.tickets("A") == (("desk", "A"),)
    assert sender.secret not in workspace.settings_text()
    assert "sealed:" in workspace.settings_text()


def test_a_replay_is_refused_also_by_another_process(sender: Sender) -> None:
    at = str(sender.now())
    assert sender.deliver(timestamp=at).status_code == 200
    version = sender.rig.opened.workspace.lake.version()
    signed = signature(sender.secret, at, BODY)
    for header in (f"v1={signed}", f"v1={signed}, v1={signed}", f"v1=0,v1={signed}"):
        again = sender.deliver(timestamp=at, header=header)
        assert (again.status_code, kind_of(again)) == (409, "replayed")
    sender.rig.app = create_api(ApiRig(sender.rig.home).opened)
    assert sender.deliver(timestamp=at).status_code == 409
    assert sender.rig.opened.workspace.lake.version() == version
    # Signed anew it is taken, and adds nothing.
    assert sender.deliver(timestamp=str(int(at) + 1)).json()["already_there"] == 2


@pytest.mark.parametrize(
    ("off_seconds", "status"),
    [(-FIVE_MINUTES, 200), (FIVE_MINUTES, 200), (-FIVE_MINUTES - 1, 401), (FIVE_MINUTES + 1, 401)],
)
def test_a_delivery_is_signed_lately(sender: Sender, off_seconds: int, status: int) -> None:
    assert sender.deliver(timestamp=str(sender.now() + off_seconds)).status_code == status


def test_a_replay_is_refused_for_as_long_as_it_would_be_taken(sender: Sender) -> None:
    clock, at = sender.rig.opened.clock, sender.now() + FIVE_MINUTES
    assert sender.deliver(timestamp=str(at)).status_code == 200
    clock.go_on(seconds=2 * FIVE_MINUTES)
    assert kind_of(sender.deliver(timestamp=str(at))) == "replayed"
    clock.go_on(seconds=1)
    assert kind_of(sender.deliver(timestamp=str(at))) == "bad-signature"


def test_what_is_not_signed_as_it_has_to_be_is_refused_and_not_told_why(sender: Sender) -> None:
    right = signature(sender.secret, str(sender.now()), BODY)
    answers = [
        sender.deliver(secret="wrong"),
        sender.deliver(secret=""),
        sender.deliver(signed=BODY + b" "),
        sender.deliver(BODY.replace(b"A", b"B"), signed=BODY),
        sender.deliver(to="other"),
        sender.deliver(to="nobody"),
        sender.deliver(to="nobody", secret=""),
        sender.deliver(to="other", secret=""),
        *(sender.deliver(header=header) for header in (right, f"v0={right}", "v1=", "v1", f"V1={right}")),
        sender.deliver(header=f"v1={right.upper()}"),
        sender.deliver(header=",".join([*["v1=0"] * 5, f"v1={right}"])),
        *(sender.deliver(timestamp=at) for at in ("", "x", "-1", "1e9", "9" * 12, f" {sender.now()}.0")),
    ]
    told = {(answer.status_code, kind_of(answer), answer.json()["detail"]) for answer in answers}
    assert len(told) == 1
    assert next(iter(told))[:2] == (401, "bad-signature")
    assert sender.rig.opened.workspace.lake.version() is not None
    assert open_workspace(sender.rig.home).tickets("A") == ()


def test_headers_that_are_missing_or_too_long_are_told(sender: Sender) -> None:
    program = Program(sender.rig.app)
    for headers in (
        {},
        {"Deskwise-Timestamp": "1"},
        {"Deskwise-Timestamp": "1" * 30, "Deskwise-Signature": "x"},
    ):
        assert program.post("/webhooks/desk", BODY, headers=headers).status_code == 422
    assert sender.deliver(b" " * (1024 * 1024 + 1)).status_code == 413


def test_what_was_not_taken_can_be_delivered_again(sender: Sender) -> None:
    at = str(sender.now())
    with open_workspace(sender.rig.home).lake.importing(sender.rig.opened.clock.now()) as session:
        session.discard()
        assert sender.deliver(timestamp=at).status_code == 503
    assert sender.deliver(timestamp=at).status_code == 200
    broken = [sender.deliver(b"{", timestamp=at) for _ in range(2)]
    assert [answer.status_code for answer in broken] == [400, 400]


def test_a_new_secret_takes_the_place_of_the_one_before(sender: Sender) -> None:
    before, sender.secret = sender.secret, make(sender.rig.home)
    assert sender.deliver(secret=before).status_code == 401
    at = str(sender.now())
    both = ",".join(f"v1={signature(each, at, BODY)}" for each in (before, sender.secret))
    assert sender.deliver(timestamp=at, header=both).status_code == 200
    removed = CliRunner().invoke(cli, ["webhooks", "remove", "desk", "--home", str(sender.rig.home)])
    assert removed.exit_code == 0
    assert sender.deliver().status_code == 401


def test_a_secret_of_ones_own_is_read_where_it_is(sender: Sender, monkeypatch: pytest.MonkeyPatch) -> None:
    assert make(sender.rig.home, "--secret-from", "env:DESK_WEBHOOK_SECRET") == ""
    answer = sender.deliver(secret="mine")
    assert (answer.status_code, kind_of(answer)) == (503, "secret-unreadable")
    assert "DESK_WEBHOOK_SECRET" not in answer.text
    monkeypatch.setenv("DESK_WEBHOOK_SECRET", "mine")
    assert sender.deliver(secret="mine").status_code == 200


def test_without_a_key_or_a_connection_no_secret_is_made(
    sender: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DESKWISE_KEY")
    home = ["--home", str(sender.rig.home)]
    for arguments, said in (
        (["make", "desk"], "DESKWISE_KEY"),
        (["make", "nobody"], "nobody"),
        (["make", "desk", "--secret-from", "hunter2"], "reference"),
        (["remove", "nobody"], "nobody"),
    ):
        done = CliRunner().invoke(cli, ["webhooks", *arguments, *home])
        assert done.exit_code == 2
        assert said in done.stderr
        assert "hunter2" not in done.stderr


def test_events_of_a_source_that_is_synced_wait_for_its_next_sync(sender: Sender) -> None:
    sender.rig.opened.open_syncs().keep(SyncState("desk"))
    assert sender.deliver().json()["added"] == 2
    answer = sender.rig.program().get("/readings?metric=requests_received")
    assert (answer.status_code, kind_of(answer)) == (409, "nothing-imported")
