"""The log of the server: a JSON object a line, without what customers said."""

from __future__ import annotations

import io
import json
import logging
import sys
from collections.abc import Iterator

import pytest

from deskwise.web.request_log import JsonLines
from web.conftest import Site


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(JsonLines())
    logger = logging.getLogger("deskwise.web")
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    yield written
    logger.removeHandler(handler)
    logger.setLevel(level)


def test_a_line_names_the_page_by_its_pattern(site: Site, lines: io.StringIO) -> None:
    site.get("/metrics/csat?where.customer=jane.doe@example.org")
    (line,) = [json.loads(text) for text in lines.getvalue().splitlines()]
    assert line["event"] == "answered"
    assert (line["method"], line["page"], line["status"]) == ("GET", "/metrics/{name}", 200)
    assert line["milliseconds"] >= 0
    assert "jane" not in lines.getvalue()


def test_a_ticket_is_not_named(site: Site, lines: io.StringIO) -> None:
    site.get("/tickets/T000001")
    site.get("/tickets/secret-name")
    assert "T000001" not in lines.getvalue()
    assert "secret" not in lines.getvalue()


def test_the_id_of_a_proxy_is_taken_over_where_it_is_one(site: Site, lines: io.StringIO) -> None:
    given = "a1b2c3d4-e5f6"
    assert site.get("/health", headers={"X-Request-ID": given}).headers["x-request-id"] == given
    odd = site.get("/health", headers={"X-Request-ID": 'x"} {"event": "forged'}).headers["x-request-id"]
    assert "forged" not in odd


def test_of_an_error_only_its_kind_and_place_are_told() -> None:
    try:
        raise ValueError("customer said: hello")
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, __file__, 1, "failed", (), sys.exc_info())
    line = json.loads(JsonLines().format(record))
    assert line["error"] == "ValueError"
    assert "hello" not in json.dumps(line)
    assert line["where"]
