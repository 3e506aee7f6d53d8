"""Who changed what, page by page, as the command line prints it."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from api.conftest import ApiRig
from deskwise.cli.main import cli


def test_pages_give_each_change_once_the_latest_first(empty_rig: ApiRig) -> None:
    for number in range(4):
        empty_rig.make("read", days=number + 1)
    program, found, path = empty_rig.program("admin"), [], "/audit?limit=3"
    while True:
        page = program.json(path)
        assert len(page["audit"]) <= 3
        found += page["audit"]
        if page["next"] is None:
            break
        path = f"/audit?limit=3&cursor={page['next']}"
    printed = CliRunner().invoke(cli, ["--home", str(empty_rig.home), "audit", "--format", "json"])
    assert found == json.loads(printed.stdout)["audit"]
    assert len(found) == 7
    assert all(secret not in str(found) for secret in empty_rig.secrets.values())


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("what=token_made", 3), ("what=signed_in", 0), ("who=terminal", 3), ("who=nobody", 0),
        ("on=token%3Anone", 0), ("since=2026-10-01T08:00:00Z", 3), ("until=2026-10-01T08:00:00Z", 0),
    ],
)  # fmt: skip
def test_changes_can_be_chosen(empty_rig: ApiRig, query: str, count: int) -> None:
    assert len(empty_rig.program("admin").json(f"/audit?{query}")["audit"]) == count


@pytest.mark.parametrize("query", ["what=dreamt", "since=yesterday", "limit=0", "cursor=0", "cursor=x"])
def test_what_is_none_is_refused(empty_rig: ApiRig, query: str) -> None:
    assert empty_rig.program("admin").get(f"/audit?{query}").status_code == 422
