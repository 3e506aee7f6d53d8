"""Notes on the line of time, read and made by programs."""

from __future__ import annotations

from typing import Any

import pytest

from api.conftest import ApiRig
from deskwise.app.audit import AuditQuestion

NOTE = {"kind": "release", "text": "version 4", "at": "2026-03-01T10:00:00+02:00", "team": "support"}


def test_a_note_is_made_read_and_told_to_the_audit(own_rig: ApiRig) -> None:
    admin = own_rig.program("admin")
    made = admin.post("/annotations", NOTE)
    assert made.status_code == 201
    note = made.json()
    assert (note["at"], note["author"]) == (
        "2026-03-01T08:00:00Z",
        "token:" + admin.json("/me")["token"]["id"],
    )
    reader = own_rig.program()
    assert reader.json("/annotations") == {"annotations": [note]}
    assert reader.json("/annotations?team=field") == {"annotations": []}
    assert reader.json("/annotations?since=2026-03-01T08:00:00Z")["annotations"] == [note]
    assert reader.json("/annotations?until=2026-03-01T08:00:00Z")["annotations"] == []
    with own_rig.opened.state.reading() as stores:
        entry = stores.audit.read(AuditQuestion(most=1))[0]
    assert (entry.who, entry.on) == (note["author"], f"annotation:{note['id']}")


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"kind": "party"}, 422), ({"text": ""}, 422), ({"text": "a\nb"}, 400), ({"text": "\ud800"}, 422),
        ({"at": "2026-03-01T10:00:00"}, 422), ({"at": 7}, 422), ({"colour": "red"}, 422),
        ({"metric": "art"}, 400), ({"end_at": "2026-02-01T10:00:00Z"}, 400), ({"text": "a" * 20_000}, 413),
        ({"at": "0001-01-01T00:00:00+14:00"}, 422), ({"at": "2026-03-01"}, 422),
        ({"at": "9999-12-31T23:00:00-14:00"}, 422),
    ],
)  # fmt: skip
def test_what_does_not_hold_together_is_refused(rig: ApiRig, change: dict[str, Any], status: int) -> None:
    assert rig.program("admin").post("/annotations", {**NOTE, **change}).status_code == status
    assert rig.program("admin").json("/annotations")["annotations"] == []


@pytest.mark.parametrize(
    ("body", "media_type", "status"),
    [(b"", "application/json", 422), (b"{", "application/json", 422), (b"[]", "application/json", 422),
     (b"{}", "text/plain", 415), (b"{}", "", 415), (b"a" * 16_385, "application/json", 413)],
)  # fmt: skip
def test_a_body_is_json_and_no_longer_than_it_may_be(
    rig: ApiRig, body: bytes, media_type: str, status: int
) -> None:
    answer = rig.program("admin").post("/annotations", body, headers={"Content-Type": media_type})
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
