from __future__ import annotations

import tomllib

import pytest

from cli.connected_desk import SECRET, Connected, connected
from deskwise.kernel.errors import SourceCredentialsError
from deskwise.stores.kept_secrets import KeptSecrets
from sources.fake_desk.fake_source import FakeSource

__all__ = ["connected"]
OPTIONS = ("--kind", "fake_desk", "--url", "https://desk.example")


def kept(connected: Connected) -> dict[str, dict[str, object]]:
    found = tomllib.loads(connected.workspace._text).get("connections", {})
    assert isinstance(found, dict)
    return found


def test_it_is_tested_shown_and_kept(connected: Connected) -> None:
    connected.workspace._text = ""
    outcome = connected.run("connect", "desk", *OPTIONS, "--token-from", "env:FAKE_TOKEN")
    assert outcome.code == 0
    assert outcome.out.startswith("desk knows us as deskwise reader, and may see tickets.\n")
    assert "T00005" in outcome.out
    assert outcome.out.endswith("Kept. Bring its history in: deskwise sync desk\n")
    assert kept(connected) == {
        "desk": {"kind": "fake_desk", "url": "https://desk.example", "token": "env:FAKE_TOKEN"}
    }
    assert connected.store.commits == []


def test_what_is_there_is_changed_by_what_is_given(connected: Connected) -> None:
    outcome = connected.run(
        "connect", "desk", "--requests-per-minute", "30", "--option", "cap=5", "--format", "json"
    )
    assert outcome.json()["kept"] is True
    assert kept(connected)["desk"]["requests_per_minute"] == 30
    assert kept(connected)["desk"]["options"] == {"cap": "5"}
    assert kept(connected)["desk"]["token"] == "env:FAKE_TOKEN"
    assert connected.opened[0].requests_per_minute == 30


def test_a_dry_run_keeps_nothing(connected: Connected) -> None:
    before = connected.workspace._text
    outcome = connected.run("connect", "other", *OPTIONS, "--token-from", "env:FAKE_TOKEN", "--dry-run")
    assert outcome.out.endswith("Nothing was kept.\n")
    assert connected.workspace._text == before


def test_what_fails_is_not_kept(connected: Connected, monkeypatch: pytest.MonkeyPatch) -> None:
    def check(self: FakeSource) -> None:
        raise SourceCredentialsError("desk does not know us", do="see its token")

    monkeypatch.setattr(FakeSource, "check", check)
    before = connected.workspace._text
    assert connected.run("connect", "other", *OPTIONS, "--token-from", "env:FAKE_TOKEN").code == 2
    assert connected.workspace._text == before


@pytest.mark.parametrize("where", ["--token-from", "--option", "--url"])
def test_a_secret_in_the_wrong_place_is_never_repeated(connected: Connected, where: str) -> None:
    given = SECRET if where != "--url" else f"https://user:{SECRET}@desk.example"
    outcome = connected.run(
        "connect", "other", "--kind", "fake_desk", "--url", "https://x.example", where, given
    )
    assert outcome.code == 2
    assert SECRET not in outcome.out + outcome.err
    assert connected.workspace._text.count("connections") == 1


def test_without_a_name_it_says_what_to_give(connected: Connected) -> None:
    outcome = connected.run("connect")
    assert (outcome.code, outcome.err) == (
        2, "deskwise: no name was given: name the source as figures shall: deskwise connect desk\n"
    )  # fmt: skip


def test_a_new_key_is_one_that_seals(connected: Connected) -> None:
    key = connected.run("connect", "--new-key").out.strip()
    secrets = KeptSecrets({"DESKWISE_KEY": key})
    assert secrets.resolve(secrets.seal(SECRET)) == SECRET


def test_first_tickets_as_csv(connected: Connected) -> None:
    lines = connected.run("connect", "desk", "--format", "csv").out.splitlines()
    assert lines[0].startswith("ticket,raised_at,raised_by")
    assert len(lines) == 7
