"""`deskwise limits`: set anew on purpose, listed, and taken back."""

from __future__ import annotations

import json

from cli.state_calls import Call, call

__all__ = ["call"]


def test_they_are_set_listed_and_taken_back(call: Call) -> None:
    assert call("limits", "list").stdout.startswith("None was set anew")
    words = ("--since", "2026-03-02", "--why", "two more people", "--team", "support")
    done = call("limits", "set", "reply_time", *words)
    assert done.stdout.startswith("Limits of reply_time are drawn anew since 2026-03-02: ")
    (told,) = json.loads(call("limits", "list", "--format", "json").stdout)["limits"]
    assert (told["metric"], told["team"], told["text"]) == ("reply_time", "support", "two more people")
    assert told["id"] in call("limits", "list").stdout
    head, row = call("limits", "list", "--format", "csv").stdout.splitlines()
    assert head == "id,metric,team,at,text,author"
    assert row.startswith(told["id"])
    back = call("limits", "take-back", told["id"])
    assert back.stdout == "Limits of reply_time are no more drawn anew since 2026-03-02.\n"
    assert json.loads(call("limits", "list", "--format", "json").stdout) == {"limits": []}


def test_what_cannot_be_says_what_to_do(call: Call) -> None:
    assert (
        "see deskwise catalogue" in call("limits", "set", "joy", "--since", "2026-03-02", "--why", "x").stderr
    )
    assert "see deskwise limits list" in call("limits", "take-back", "0" * 16).stderr
