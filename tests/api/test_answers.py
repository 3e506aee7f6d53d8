"""Who has an answer already is told so, and nobody is told so wrongly."""

from __future__ import annotations

import pytest

from api.conftest import ApiRig
from deskwise.app.import_files import ImportRequest, import_files

OF_LAKE = (
    "/readings?metric=csat",
    "/requests?metric=csat&limit=5",
    "/rejects",
    "/quality",
)
OTHERS = ("/metrics", "/metrics/csat", "/annotations", "/openapi.json")


@pytest.mark.parametrize("path", [*OF_LAKE, *OTHERS])
def test_who_has_an_answer_is_told_that_it_still_holds(rig: ApiRig, path: str) -> None:
    program = rig.program("admin")
    first = program.get(path)
    tag = first.headers["etag"]
    assert first.status_code == 200
    assert first.headers["cache-control"] == "private, no-cache"
    for said in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = program.get(path, headers={"If-None-Match": said})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert program.get(path, headers={"If-None-Match": '"other"'}).status_code == 200


def test_a_tag_is_of_the_question_and_of_who_asks(rig: ApiRig) -> None:
    reader, admin = rig.program(), rig.program("admin")
    asked = ("/readings?metric=csat", "/readings?metric=nps", "/readings?metric=csat&clock=working")
    tags = [program.get(path).headers["etag"] for program in (reader, admin) for path in asked]
    assert len(set(tags)) == len(tags)
    same = [
        reader.get(f"/readings?{query}").headers["etag"]
        for query in ("metric=csat&every=year", "every=year&metric=csat")
    ]
    assert same[0] == same[1]


def test_who_may_not_is_not_told_that_it_still_holds(rig: ApiRig) -> None:
    tag = rig.program().get(OF_LAKE[0]).headers["etag"]
    for scope, status in (("write_events", 403), (None, 401)):
        answer = rig.program(scope).get(OF_LAKE[0], headers={"If-None-Match": tag})
        assert answer.status_code == status


def test_after_an_import_nothing_of_the_log_still_holds(own_rig: ApiRig) -> None:
    program, opened = own_rig.program(), own_rig.opened
    tags = {path: program.get(path).headers["etag"] for path in OF_LAKE}
    log = own_rig.home / "more.csv"
    log.write_text("at,kind,ticket\n2026-09-30T10:00:00Z,opened,NEW\n")
    import_files(opened.workspace.lake, ImportRequest((log,)), opened.clock, opened.workspace.fold)
    for path, tag in tags.items():
        answer = program.get(path, headers={"If-None-Match": tag})
        assert answer.status_code == 200
        assert answer.headers["etag"] != tag
