"""Signing in at a provider that somebody else wrote, in a browser, on a server as it is run."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from deskwise.app.access.holders import TERMINAL, Role
from deskwise.app.audit import AuditQuestion, Deed
from deskwise.app.invite_people import Invitation, invite
from deskwise.app.set_up import FirstAdmin, first_run_link, set_up
from deskwise.bootstrap import open_state
from deskwise.kernel.clock import SystemClock
from stores.state.state_rig import GOOD, CountingPasswords
from web.browser_rig import STANDING_OUT, launched, looking, skip_without_a_browser, violations

skip_without_a_browser()

PROVIDER = [sys.executable, "-m", "oidc_provider_mock", "--port", "0", "--require-nonce"]
SERVE = [sys.executable, "-m", "deskwise.cli.main", "--home"]
INVITED = {"sub": "anna", "email": "anna@example.org", "email_verified": True}
STRANGER = {"sub": "eve", "email": "eve@example.org", "email_verified": True}
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/?")


@contextmanager
def address_of(command: list[str], told: str, **more: str) -> Iterator[str]:
    """Start a server; the address that it tells."""
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env={**os.environ, **more}
    ) as process:
        assert process.stdout is not None
        try:
            yield _address(process.stdout, told)
        finally:
            process.terminate()
            process.stdout.read()


def _address(lines: IO[str], told: str) -> str:
    found = next(ADDRESS.search(line) for line in lines if told in line)
    assert found is not None
    return found.group().rstrip("/")


def test_in_a_browser_at_a_provider_of_others(tmp_path: Path) -> None:
    home, secret = tmp_path / "home", tmp_path / "secret"
    secret.write_text("shared\n")
    state, clock = open_state(home), SystemClock()
    link = first_run_link(state, clock)
    assert link is not None
    set_up(state, clock, CountingPasswords(), link.secret, FirstAdmin("Ada", "ada@example.org", GOOD))
    invite(state, clock, TERMINAL, Invitation("Anna", "anna@example.org", Role.VIEWER, None, ()))
    people = [each for one in (INVITED, STRANGER) for each in ("--user-claims", json.dumps(one))]
    with address_of([*PROVIDER, *people], "running on") as issuer:
        options = ["--oidc-issuer", issuer, "--oidc-client-id", "deskwise", "--oidc-name", "Example login"]
        command = [*SERVE, str(home), "serve", "--port", "0", "--oidc-secret-from", f"file:{secret}"]
        with address_of([*command, *options], "Deskwise is at") as site, launched() as browser:
            for width, theme in ((1440, "light"), (390, "dark")):
                context = browser.new_context(
                    viewport={"width": width, "height": 900},
                    color_scheme=theme,  # type: ignore[arg-type]  # one of the two that there are
                )
                # The provider's own page would have its style from elsewhere.
                context.route("https://**", lambda route: route.abort())
                looked = looking(context)
                page = looked.page
                page.goto(f"{site}/account")
                assert violations(page) == []
                assert page.evaluate(STANDING_OUT) == []
                page.get_by_role("link", name="Sign in with Example login").click()
                assert page.url.startswith(issuer)
                page.get_by_role("button", name="eve").click()
                page.wait_for_url(f"{site}/**")
                assert "nobody who may come in here has that address" in page.inner_text("main")
                assert violations(page) == []
                page.get_by_role("link", name="Sign in with Example login").click()
                page.get_by_role("button", name="anna").click()
                # To where they wanted at first.
                page.wait_for_url(f"{site}/account")
                assert page.locator("main #name").input_value() == "Anna"
                assert [each for each in looked.told if site in each and "401" not in each] == []
                context.close()
    with state.reading() as stores:
        told = stores.audit.read(AuditQuestion(what=Deed.SIGNED_IN))
    assert [each.after for each in told] == [{"by": issuer}] * 2
