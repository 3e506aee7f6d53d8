"""A server as it is run, under a path that a proxy takes off: signing in, and all that pages load."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from deskwise.app.set_up import FirstAdmin, first_run_link, set_up
from deskwise.bootstrap import open_state, passwords
from deskwise.kernel.clock import SystemClock
from deskwise.stores.writer_lock import WriterLock
from stores.state.state_rig import GOOD
from web.browser_rig import served
from web.conftest import addresses

ROOT = "/support"
SERVE = [sys.executable, "-m", "deskwise.cli.main", "--home"]
# What is of one connection, or made anew from what was read.
NOT_HANDED_ON = {"connection", "content-encoding", "content-length", "transfer-encoding"}


class Proxy:
    """Hands on what is asked below its path, and says who asked."""

    def __init__(self, upstream: str) -> None:
        self._upstream = upstream.rstrip("/")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        request = Request(scope, receive)
        path = request.url.path
        assert path.startswith(ROOT), path
        headers = {**request.headers, "x-forwarded-for": "192.0.2.7", "x-forwarded-proto": "http"}
        async with httpx.AsyncClient() as client:
            got = await client.request(
                request.method,
                self._upstream + path.removeprefix(ROOT),
                params=request.query_params,
                headers=headers,
                content=await request.body(),
            )
        answer = Response(got.content, got.status_code)
        for name, value in got.headers.multi_items():
            if name.lower() not in NOT_HANDED_ON:
                answer.headers.append(name, value)
        await answer(scope, receive, send)


@pytest.fixture
def behind(tmp_path: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """The address of the proxy, and the server behind it; `Anna` is its admin."""
    home = tmp_path / "home"
    state, clock = open_state(home), SystemClock()
    link = first_run_link(state, clock)
    assert link is not None
    set_up(state, clock, passwords(), link.secret, FirstAdmin("Anna", "anna@example.org", GOOD))
    command = [*SERVE, str(home), "serve", "--port", "0", "--root-path", ROOT, "--trusted-proxy", "127.0.0.1"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        told = re.search(r"http://[^/]+", process.stdout.readline())
        try:
            assert told is not None
            with served(Proxy(told.group())) as site:
                yield site, process
        finally:
            process.kill()


def test_people_sign_in_and_all_addresses_are_below_its_path(
    behind: tuple[str, subprocess.Popen[str]], tmp_path: Path
) -> None:
    site, process = behind
    with httpx.Client(base_url=site, follow_redirects=True, timeout=120) as client:
        page = client.get(f"{ROOT}/account", headers={"X-Request-ID": "of-the-proxy-1"})
        assert page.url.path == f"{ROOT}/sign-in"
        token = re.search(r'name="form_token" value="([0-9a-f]+)"', page.text)
        assert token is not None
        said = {
            "form_token": token.group(1),
            "email": "anna@example.org",
            "password": GOOD,
            "next": "/account",
        }
        page = client.post(f"{ROOT}/sign-in", data=said)
        assert (page.status_code, page.url.path) == (200, f"{ROOT}/account")
        assert "Anna" in page.text
        assert {cookie.path for cookie in client.cookies.jar} == {ROOT}
        own = [each for each in addresses(page.text) if each.startswith("/")]
        assert own
        assert all(each.startswith(f"{ROOT}/") for each in own)
        loaded = [each for each in own if "/static/" in each or "/vendor/" in each]
        assert {client.get(each).status_code for each in loaded} == {200}
        # A writer keeps nobody from reading.
        with WriterLock(tmp_path / "home", 0).held():
            assert client.get(f"{ROOT}/ready").json() == {"status": "ready", "workspace": "empty"}
    process.send_signal(signal.SIGTERM)
    _, log = process.communicate(timeout=120)
    lines = [json.loads(line) for line in log.splitlines()]
    answered = [(one["page"], one["status"]) for one in lines if one.get("request_id") == "of-the-proxy-1"]
    # What redirects to the page to sign in, and that page.
    assert answered == [("/account", 303), ("/sign-in", 200)]
    assert process.returncode == 0
    assert "anna@example.org" not in log
