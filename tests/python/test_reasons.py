"""Reasons in Python: listed, named, merged, and called by their keys again."""

from __future__ import annotations

from pathlib import Path

import pytest

import deskwise
from app.subject_shop import ALL, FATTURA, RECHNUNG, REFUND, make_shop
from deskwise.kernel.errors import UsageError


def test_they_are_named_merged_and_taken_back(tmp_path: Path) -> None:
    make_shop(tmp_path / "home")
    ws = deskwise.open(tmp_path / "home")
    assert [each.name for each in ws.reasons.list()] == [REFUND, RECHNUNG, FATTURA]
    ws.reasons.name(RECHNUNG, FATTURA, name="Invoices")
    assert [[one.key for one in each.clusters] for each in ws.reasons.list()] == [
        [REFUND], [RECHNUNG, FATTURA],
    ]  # fmt: skip
    found = ws.analyse("contact_reasons", since=ALL["since"], until=ALL["until"])
    assert [(row["subject"], row["requests"]) for row in found.rows()] == [
        (REFUND, 45), ("Invoices", 35), (None, 5),
    ]  # fmt: skip
    ws.reasons.take_back(RECHNUNG)
    assert [each.name for each in ws.reasons.list()] == [REFUND, RECHNUNG, "Invoices"]
    with pytest.raises(UsageError, match="no cluster has this key"):
        ws.reasons.name("zz", name="X")


def test_without_texts_it_says_what_to_set(tmp_path: Path) -> None:
    make_shop(tmp_path / "home", keep_text=False)
    with pytest.raises(UsageError, match=r"not kept here.*keep_text true"):
        deskwise.open(tmp_path / "home").reasons.list()
