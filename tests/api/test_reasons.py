"""Reasons that subjects give, listed, named and merged by programs."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.conftest import ApiRig
from app.subject_shop import FATTURA, RECHNUNG, REFUND, make_shop

FOUND = "/analyses/contact_reasons?by=subject&since=2025-03-01&until=2025-03-02"


@pytest.fixture
def shop(tmp_path: Path) -> ApiRig:
    make_shop(tmp_path / "home")
    return ApiRig(tmp_path / "home")


def test_clusters_are_named_merged_and_called_by_their_keys_again(shop: ApiRig) -> None:
    admin, reader = shop.program("admin"), shop.program()
    told = reader.json("/reasons")
    assert told["kept"] is True
    assert told["reasons"][0] == {
        "name": REFUND, "clusters": [{"key": REFUND, "requests": 45, "version": 0}],
    }  # fmt: skip
    done = admin.post("/reasons/named", {"key": REFUND, "name": "Refunds", "version": 0})
    assert done.json() == {"named": [{"key": REFUND, "name": "Refunds", "version": 1}]}
    assert admin.post("/reasons/merged", {"keys": [RECHNUNG, FATTURA], "name": "Invoices"}).status_code == 200
    assert [row["requests"] for row in reader.json(FOUND)["rows"]] == [45, 35, 5]
    assert [row["subject"] for row in reader.json(FOUND)["rows"]] == ["Refunds", "Invoices", None]
    back = admin.post("/reasons/name-taken-back", {"key": FATTURA, "version": 1})
    assert back.json() == {"named": []}
    assert [row["requests"] for row in reader.json(FOUND)["rows"]] == [45, 20, 15, 5]


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("named", {"key": REFUND, "name": "Refunds", "version": 3}, 409),
        ("named", {"key": "zz", "name": "Refunds"}, 400),
        ("named", {"key": REFUND, "name": ""}, 422),
        ("merged", {"keys": [], "name": "Refunds"}, 422),
        ("name-taken-back", {"key": REFUND}, 400),
    ],
)
def test_what_cannot_be_changes_nothing(shop: ApiRig, path: str, body: object, status: int) -> None:
    assert shop.program("admin").post(f"/reasons/{path}", body).status_code == status
    assert all(
        one["version"] == 0 for each in shop.program().json("/reasons")["reasons"] for one in each["clusters"]
    )


def test_who_reads_names_nothing(shop: ApiRig) -> None:
    body = {"key": REFUND, "name": "Refunds"}
    assert shop.program().post("/reasons/named", body).status_code == 403
    assert shop.program("write_events").get("/reasons").status_code == 403


def test_where_texts_are_not_kept_it_says_so(rig: ApiRig) -> None:
    assert rig.program().json("/reasons") == {"kept": False, "reasons": []}
    answer = rig.program("admin").post("/reasons/named", {"key": REFUND, "name": "Refunds"})
    assert answer.status_code == 400
    assert "keep_text" in answer.text
