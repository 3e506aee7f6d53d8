"""`deskwise reasons`: clusters of subjects are listed, named, merged and called by their keys again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.subject_shop import FATTURA, RECHNUNG, REFUND, SIZES, make_shop
from cli.state_calls import Call, call

__all__ = ["call"]


def reasons(call: Call) -> dict[str, list[str]]:
    found = json.loads(call("reasons", "list", "--format", "json").stdout)["reasons"]
    return {each["name"]: [one["key"] for one in each["clusters"]] for each in found}


def by_subject(call: Call) -> dict[str | None, int]:
    words = ("--by", "subject", "--since", "2025-03-01", "--until", "2025-03-02", "--format", "json")
    rows = json.loads(call("analyse", "contact_reasons", *words).stdout)["rows"]
    return {row["subject"]: row["requests"] for row in rows}


def test_they_are_named_merged_and_taken_back(call: Call, tmp_path: Path) -> None:
    make_shop(tmp_path / "home")
    assert reasons(call) == {key: [key] for key in SIZES}
    rows: list[tuple[str | None, int]] = [*SIZES.items(), (None, 5)]
    assert by_subject(call) == dict(rows)
    assert call("reasons", "name", REFUND, "Refunds").stdout == "refund order is called Refunds.\n"
    assert call("reasons", "merge", RECHNUNG, FATTURA, "--into", "Invoices").stdout.splitlines() == [
        "rechnung falsch is called Invoices.", "problema fattura is called Invoices.",
    ]  # fmt: skip
    assert reasons(call) == {"Refunds": [REFUND], "Invoices": [RECHNUNG, FATTURA]}
    assert by_subject(call) == {"Refunds": 45, "Invoices": 35, None: 5}
    assert call("reasons", "take-back", FATTURA).stdout == "problema fattura is no more called Invoices.\n"
    assert by_subject(call) == {"Refunds": 45, "Invoices": 20, FATTURA: 15, None: 5}
    assert call("reasons", "list", "--format", "csv").stdout.splitlines() == [
        "reason,key,requests", "Refunds,refund order,45", "Invoices,rechnung falsch,20",
        "problema fattura,problema fattura,15",
    ]  # fmt: skip
    assert "Invoices" in call("reasons", "list").stdout
    assert "see deskwise reasons list" in call("reasons", "name", "zz", "X").stderr


@pytest.mark.parametrize("words", [("list",), ("name", REFUND, "Refunds")])
def test_without_texts_it_says_what_to_set(call: Call, tmp_path: Path, words: tuple[str, ...]) -> None:
    make_shop(tmp_path / "home", keep_text=False)
    told = call("reasons", *words)
    assert (told.exit_code, "deskwise settings set keep_text true" in told.stderr) == (2, True)
    said = call("analyse", "contact_reasons", "--by", "subject", "--since", "2025-03-01").stdout
    assert said.startswith("Subjects are not kept here, and reasons cannot be read from them: set keep_text")
