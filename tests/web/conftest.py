"""One sample workspace for all tests of the pages, and a browser's side of the talk without a browser."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.types import ASGIApp

from deskwise.app.list_requests import list_requests
from deskwise.app.make_demo import make_demo
from deskwise.app.read_metrics import Question
from deskwise.bootstrap import open_workspace
from deskwise.kernel.clock import FixedClock
from deskwise.sample.company import SampleCompany
from deskwise.web.app import create_app
from deskwise.web.visitor import local

TICKETS = 900
CLOCK = FixedClock(datetime(2026, 10, 1, 8, tzinfo=UTC))
# It has forms for whoever looks, signed in or not.
FORM_PAGE = "/no-such-page"
ADDRESS = re.compile(r'(?:href|action)="([^"#]+)"')


@dataclass
class Site:
    """The pages of an application, asked one by one; cookies are kept."""

    app: ASGIApp
    root_path: str = ""
    host: str = "127.0.0.1:8650"
    scheme: str = "http"
    cookies: httpx.Cookies = field(default_factory=httpx.Cookies)
    headers: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, path: str, **more: Any) -> httpx.Response:
        async def asked() -> httpx.Response:
            transport = httpx.ASGITransport(self.app, raise_app_exceptions=False, root_path=self.root_path)
            base = f"{self.scheme}://{self.host}"
            async with httpx.AsyncClient(
                transport=transport, base_url=base, cookies=self.cookies, headers=self.headers
            ) as client:
                answer = await client.request(method, path, **more)
                self.cookies = client.cookies
                return answer

        return asyncio.run(asked())

    def post(self, path: str, token: str | None = None, **fields: str | list[str]) -> httpx.Response:
        """A form sent as a page of this site would; `token` is another one than the page's."""
        said = {"form_token": self.token() if token is None else token, **fields}
        return self.ask("POST", path, data=said)

    def token(self) -> str:
        """What forms carry that are of a page of this site."""
        found = re.search(r'name="form_token" value="([0-9a-f]+)"', self.get(self.root_path + FORM_PAGE).text)
        assert found is not None
        return found.group(1)

    def get(self, path: str, **more: Any) -> httpx.Response:
        return self.ask("GET", path, **more)

    def page(self, path: str) -> str:
        """A page that must be there."""
        answer = self.get(path)
        assert answer.status_code == 200, (path, answer.status_code, answer.text[-400:])
        return answer.text


def addresses(page: str) -> list[str]:
    """Where a page leads."""
    return [found.replace("&amp;", "&") for found in ADDRESS.findall(page)]


@pytest.fixture(scope="session")
def sample_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("web") / "sample"
    make_demo(open_workspace(home), SampleCompany(tickets=TICKETS), CLOCK)
    return home


@pytest.fixture(scope="session")
def sample_app(sample_home: Path) -> ASGIApp:
    return create_app(sample_home, visitor=local, clock=CLOCK)


@pytest.fixture
def site(sample_app: ASGIApp) -> Site:
    return Site(sample_app)


@pytest.fixture
def empty_site(tmp_path: Path) -> Site:
    return Site(create_app(tmp_path / "nothing", visitor=local, clock=CLOCK))


@pytest.fixture(scope="session")
def team_of_sample(sample_home: Path) -> tuple[str, str]:
    """A team of the sample company, and an agent of it."""
    found = list_requests(open_workspace(sample_home), Question(("requests_handled",)), 50, state="counted")
    first = found.cases.rows[0].team
    return next(
        (row.team, row.agent) for row in found.cases.rows if row.team and row.agent and row.team != first
    )
