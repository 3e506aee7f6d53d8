"""A real browser on pages that are really served, and what it tells of them."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
import uvicorn
from starlette.types import ASGIApp

from deskwise.web.server import address, listen

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def skip_without_a_browser() -> None:
    """Leave the tests of a file out aloud where there is no browser, unless there has to be one."""
    if CHROMIUM is None and os.environ.get("MUST_START_CHROMIUM") != "1":
        pytest.skip("no Chromium is here: no page is looked at in a browser", allow_module_level=True)


QUIETLY = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Parts of a card that stand out of it, but for what scrolls and what is drawn.
STANDING_OUT = """
[...document.querySelectorAll('.dw-card')].flatMap(card => [...card.querySelectorAll('*')]
  .filter(part => !part.closest('.dw-scroll, .dw-seg, svg, details:not([open]), .dw-sr')
    && part.getClientRects().length
    && part.getBoundingClientRect().right > card.getBoundingClientRect().right + 1)
  .map(part => 'stands out: ' + part.outerHTML.slice(0, 100)))
"""


@dataclass
class Looked:
    """A browser's window on the site, and what it told."""

    page: Page
    told: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)


@contextmanager
def served(app: ASGIApp) -> Iterator[str]:
    """Serve pages on a free port of this machine."""
    listening = listen("127.0.0.1", 0)
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        yield address("127.0.0.1", listening.getsockname()[1]).rstrip("/")
    finally:
        server.should_exit = True
        thread.join()


@contextmanager
def launched() -> Iterator[Browser]:
    """A browser without a window."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 slow

    with sync_playwright() as started:
        opened = started.chromium.launch(executable_path=CHROMIUM, args=list(QUIETLY))
        yield opened
        opened.close()


def looking(context: BrowserContext) -> Looked:
    page = context.new_page()
    looked = Looked(page)
    page.on("console", lambda message: looked.told.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: looked.told.append(f"error: {error}"))
    page.on("requestfailed", lambda request: looked.told.extend(failures(request.url, request.failure)))
    page.on("request", lambda request: looked.asked.append(request.url))
    return looked


def failures(url: str, why: str | None) -> list[str]:
    """What failed of itself: an icon that the next page came before is no failure."""
    return [] if why == "net::ERR_ABORTED" else [f"failed: {url} {why}"]


def violations(page: Page) -> list[str]:
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415 slow

    # What is in order is not told in full: on a page of many rows that takes longer than looking at it.
    asked = {"runOnly": RULES, "resultTypes": ["violations"]}
    found: list[dict[str, Any]] = Axe().run(page, options=asked).response["violations"]
    return [f"{each['id']}: {node['html'][:120]}" for each in found for node in each["nodes"][:3]]
