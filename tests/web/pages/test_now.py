"""The page of now and its stream: who sees which rows and counts, and what ends the stream."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from app.ruling_rig import RulingRig
from app.test_show_now import AS_OF, LOG
from deskwise.app.sign_in import sign_out
from deskwise.web.app import app_of
from deskwise.web.lake_watch import LakeWatch
from deskwise.web.secret_cookies import SESSION
from deskwise.web.served import serve_home
from deskwise.web.visitor import WhoIsLooking, local, signed_in
from web.conftest import Site
from web.people_rig import PeopleRig

ROW = re.compile(r'<th scope="row"><a href="/tickets/(W\d)')


@pytest.fixture(scope="module")
def rig(tmp_path_factory: pytest.TempPathFactory) -> PeopleRig:
    desk = RulingRig(tmp_path_factory.mktemp("now"))
    desk.bring_in(LOG, as_of=AS_OF)
    made = PeopleRig(desk.home / "home", clock=desk.clock)
    made.add_all("support", "bob")
    return made


def test_each_sees_the_tickets_that_are_theirs_and_counts_of_enough_people(rig: PeopleRig) -> None:
    rows = {name: ROW.findall(rig.site(name).page("/now")) for name in ("admin", "lead", "agent", "viewer")}
    assert rows == {"admin": ["W1", "W2", "W5"], "lead": ["W1", "W2"], "agent": ["W2"], "viewer": []}
    viewer = rig.site("viewer").page("/now")
    assert "Your role sees counts here, and no tickets." in viewer
    assert "not shown" in viewer
    lead = rig.site("lead").page("/now")
    (support,) = re.findall(r'<tr><th scope="row">support</th>(.*?)</tr>', lead)
    assert re.sub(r"<.*?>", " ", support.replace("\N{NARROW NO-BREAK SPACE}", " ")).split() == [
        "2", "4", "h", "00", "min", "1", "2",
    ]  # fmt: skip
    assert re.findall(r'<tr><th scope="row">field</th><td colspan', lead) != []


def test_the_page_says_what_it_is_as_of_and_how_to_begin(rig: PeopleRig) -> None:
    page = rig.site("admin").page("/now")
    assert "Data as of Wed 1 Jan 2025, 12:00" in page
    assert "The data ends" in page
    assert "no service levels are set" in page
    assert '<a class="dw-nav" href="/now" aria-current="page">' in page


def test_an_empty_workspace_says_how_to_begin(empty_site: Site) -> None:
    assert "deskwise import" in empty_site.get("/now").text


def site(rig: PeopleRig, watch: LakeWatch, who: WhoIsLooking = signed_in) -> Site:
    """The pages as a lead sees them, with another watch."""
    served = replace(serve_home(rig.home, rig.clock, rig.passwords), watch=watch)
    made = Site(app_of(served, who))
    made.cookies.set(SESSION, rig.sign_in("lead"), domain="127.0.0.1")
    return made


def versions(*steps: str | Callable[[], object]) -> Callable[[], str]:
    """What is current each time it is asked; a step that is no text is done before the next is told."""
    left, last = list(steps), ["nothing"]

    def ask() -> str:
        while left and not isinstance(left[0], str):
            left.pop(0)()  # type: ignore[operator]  # what is no text can be called
        if left:
            last[0] = str(left.pop(0))
        return last[0]

    return ask


@pytest.mark.parametrize("who", [signed_in, local])
def test_the_stream_tells_of_each_other_state_until_the_server_stops(
    rig: PeopleRig, who: WhoIsLooking
) -> None:
    watch = LakeWatch(versions("s1", "s1", "s2", lambda: watch.stop(), "s2"), every_seconds=0)
    answer = site(rig, watch, who).get("/now/changes")
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert answer.headers["cache-control"] == "no-store"
    told = answer.text.split("\n\n")
    assert told[:2] == ["retry: 5000", "event: version\ndata: s1"]
    assert told[2:] in (["event: version\ndata: s2", ""], [""])


def test_whoever_is_signed_out_hears_no_more(rig: PeopleRig) -> None:
    def end() -> None:
        secret = made.cookies.get(SESSION)
        assert secret is not None
        sign_out(rig.state, rig.clock, secret)

    watch = LakeWatch(versions("s1", end, "s2"), every_seconds=0)
    made = site(rig, watch)
    assert made.get("/now/changes").text.endswith("event: ended\ndata: \n\n")


def test_where_too_many_listen_one_more_is_told_so(rig: PeopleRig) -> None:
    answer = site(rig, LakeWatch(versions("s1"), most=0)).get("/now/changes")
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "60"
