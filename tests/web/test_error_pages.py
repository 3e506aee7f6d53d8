"""What is shown when a page cannot be: the right code, what happened, what to do."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from deskwise.kernel.errors import WorkspaceBusyError, WorkspaceError
from deskwise.stores.workspace_folder import WorkspaceFolder
from deskwise.web.app import create_app
from deskwise.web.visitor import local
from web.conftest import CLOCK, Site


def test_an_address_without_a_page(site: Site) -> None:
    answer = site.get("/nowhere")
    assert answer.status_code == 404
    assert "There is no such page" in answer.text


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/?period=fortnight", "no period is called"),
        ("/metrics/csat?stat=p50", "no statistic"),
        ("/metrics/csat?every=hour", "no course is drawn"),
        ("/metrics/csat?since=2026-02-30&until=2026-03-01", "no date"),
        ("/metrics/csat?since=2026-03-01&until=2026-02-01", "ends before it begins"),
        ("/requests?metric=csat&where.colour=red", "no dimension is called"),
        ("/requests?metric=csat&state=lost", "no case is"),
        ("/requests?metric=csat&after=x", "the page&#39;s place is none"),
        ("/metrics/first_response_time?within=soon", "no number of seconds"),
        ("/tickets", "a value that is none"),
    ],
)
def test_a_question_that_cannot_be_answered(site: Site, path: str, says: str) -> None:
    answer = site.get(path)
    assert answer.status_code == 400
    assert says in answer.text.lower()
    assert "<h1>That question cannot be answered</h1>" in answer.text


@pytest.mark.parametrize(
    "path", ["/metrics/art", "/definitions/art", "/tickets/nobody", "/requests?metric=art"]
)
def test_a_name_there_is_not(site: Site, path: str) -> None:
    answer = site.get(path)
    assert answer.status_code == 404
    assert "There is no such thing here" in answer.text


@pytest.mark.parametrize("path", ["/", "/metrics/csat", "/requests", "/data", "/tickets/1"])
def test_an_empty_workspace_says_how_to_begin(empty_site: Site, path: str) -> None:
    page = empty_site.get(path)
    assert page.status_code in {200, 404}
    if path != "/tickets/1":
        assert "Nothing here yet" in page.text
        assert "deskwise import" in page.text


def test_definitions_can_be_read_before_there_is_a_figure(empty_site: Site) -> None:
    assert "First response time" in empty_site.page("/definitions")


@pytest.mark.parametrize(
    ("error", "title"),
    [
        (WorkspaceBusyError("process 7 is using it", do="wait"), "The workspace is busy"),
        (WorkspaceError("it cannot be opened", do="check it"), "The workspace cannot be read"),
    ],
)
def test_a_workspace_that_cannot_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: WorkspaceError, title: str
) -> None:
    @contextmanager
    def failing(self: Any, as_of: int | None = None) -> Any:
        raise error
        yield

    monkeypatch.setattr(WorkspaceFolder, "facts", failing)
    site = Site(create_app(tmp_path, visitor=local, clock=CLOCK))
    answer = site.get("/")
    assert answer.status_code == 503
    assert title in answer.text
    assert (answer.headers.get("retry-after") is not None) == isinstance(error, WorkspaceBusyError)
    assert site.get("/ready").status_code == 503


def test_an_error_nobody_foresaw_tells_its_kind_and_not_its_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    @contextmanager
    def failing(self: Any, as_of: int | None = None) -> Any:
        raise ValueError("my card number is 4111")
        yield

    monkeypatch.setattr(WorkspaceFolder, "facts", failing)
    answer = Site(create_app(tmp_path, visitor=local, clock=CLOCK)).get("/")
    assert answer.status_code == 500
    assert "ValueError" in answer.text
    assert "4111" not in answer.text
    assert answer.headers["x-request-id"] in answer.text
    assert answer.headers["content-security-policy"]
