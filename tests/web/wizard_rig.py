"""The import wizard as an admin uses it, with files to send; the work is done at once, in this process."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from deskwise import bootstrap
from deskwise.app.access.holders import Role
from deskwise.app.upload_work import Workbench, work_on
from deskwise.kernel.clock import Clock
from deskwise.kernel.errors import EmptyWorkspaceError
from deskwise.web.app import app_of
from deskwise.web.served import serve_home
from deskwise.web.visitor import signed_in
from web.conftest import Site
from web.people_rig import PeopleRig

FIELD = re.compile(r'<(?:input|select)[^>]* name="([^"]+)"(?:[^>]* value="([^"]*)")?')
CHOSEN = re.compile(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', re.DOTALL)
LOG = (
    b"ticket,event_id,at,kind,role,customer\nT1,e1,2026-03-01T09:00:00Z,opened,customer,c\n"
    b"T1,e2,x,message,agent,\n"
)
OPTION = re.compile(r'<option value="([^"]*)"( selected)?')


@dataclass
class WorkAtOnce:
    """Does the work within the call that asks for it; `idle` does none, as a process that was killed."""

    home: Path
    clock: Clock
    idle: bool = False

    def begin(self, upload_id: str) -> None:
        if self.idle:
            return
        bench = Workbench(
            bootstrap.open_uploads(self.home),
            bootstrap.open_workspace(self.home),
            bootstrap.file_reader(),
            bootstrap.first_look(),
            self.clock,
            lambda: None,
            lambda: None,
        )
        work_on(bench, upload_id)

    def soon(self, upload_id: str) -> None:
        """It has ended."""


@dataclass
class WizardRig:
    """A workspace with people, whose admin imports files."""

    home: Path
    people: PeopleRig = field(init=False)
    workers: WorkAtOnce = field(init=False)

    def __post_init__(self) -> None:
        self.people = PeopleRig(self.home)
        self.workers = WorkAtOnce(self.home, self.people.clock)
        served = serve_home(self.home, self.people.clock, self.people.passwords, self.workers)
        self.people.app = app_of(served, signed_in)
        self.uploads = served.uploads
        self.people.add("admin", Role.ADMIN)
        self.people.sign_in("admin")

    def site(self) -> Site:
        return self.people.site("admin")

    def send(self, content: bytes, name: str = "tickets.csv", kind: str = "text/csv") -> httpx.Response:
        """Send a file as the form does."""
        return sent(self.site(), content, name, kind)

    def upload(self, content: bytes, name: str = "tickets.csv") -> str:
        """Send a file that is taken; the path of its page."""
        answer = self.send(content, name)
        assert answer.status_code == 303, answer.text[-600:]
        return str(answer.headers["location"])

    def correct(self, path: str, then: str = "look", **said: str) -> httpx.Response:
        """Post the form of a file's page as it stands, but for what is said."""
        site = self.site()
        return site.post(path, **{**form_fields(site.page(path)), "then": then, **said})


def sent(
    site: Site, content: bytes, name: str, kind: str = "text/csv", token: str | None = None
) -> httpx.Response:
    token = site.token() if token is None else token
    return site.ask("POST", "/data/import", data={"form_token": token}, files={"file": (name, content, kind)})


def form_fields(page: str) -> dict[str, str]:
    """The fields of the form by which a file is corrected, as the page fills them."""
    form = page.partition('name="version"')
    text = 'name="version"' + form[2].partition("</form>")[0]
    said = {name: value or "" for name, value in FIELD.findall("<input " + text)}
    for name, options in CHOSEN.findall(text):
        found = OPTION.findall(options)
        said[name] = next((value for value, chosen in found if chosen), found[0][0])
    return said


def imports(home: Path) -> int:
    """How many imports a workspace holds."""
    try:
        return sum(1 for _ in bootstrap.open_workspace(home).lake.past_imports())
    except EmptyWorkspaceError:
        return 0


def words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.partition("<main")[2]).split())
