"""Errors in German: whatever is asked wrongly on a German page is answered without English."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import httpx
import pytest

from app.ruling_rig import RulingRig
from deskwise.app.access.holders import Role
from deskwise.app.settings_document import parse_settings
from deskwise.bootstrap import open_workspace
from deskwise.kernel.errors import SettingsError
from deskwise.kernel.language import ENGLISH, speaking
from deskwise.web.languages import COOKIE
from web.conftest import Site
from web.test_german import LETTERS, english_of, left_alike, spoken_on
from web.wizard_rig import WizardRig, form_fields, sent

DATA = frozenset({"Admin", "Lead", "Agent", "ann", "support", "tickets.csv", "admin@lead@agent@example.org"})
Ask = Callable[[Site], httpx.Response]


@dataclass
class Desk:
    """A workspace with people, whom pages answer in German or English."""

    wizard: WizardRig

    def site(self, name: str | None = "admin", language: str = "de") -> Site:
        site = self.wizard.people.site(name)
        site.cookies.set(COOKIE, language)
        return site

    def english_left(self, ask: Ask, name: str | None = "admin", data: frozenset[str] = DATA) -> list[object]:
        """What is English of an answer that is given in German, but for what people called things."""
        german, english = (ask(self.site(name, language)) for language in ("de", ENGLISH))
        assert german.status_code == english.status_code
        said, other = (spoken_on(answer.text) for answer in (german, english))
        assert said != other, (german.status_code, german.text[:300])
        return [*english_of(said, data), *left_alike(said, other, data)]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    folder = tmp_path_factory.mktemp("german")
    RulingRig(folder).bring_in()
    rig = WizardRig(folder / "home")
    rig.people.add("lead", Role.LEAD, teams=("support",))
    rig.people.add("agent", Role.AGENT, teams=("support",), actor="ann")
    rig.people.sign_in("lead")
    rig.people.sign_in("agent")
    return Desk(rig)


LONG = "z" * 5000
WRONG_ADDRESSES = (
    "/zz", "/metrics/zz", "/metrics/csatt", "/definitions/zz", "/requests?metric=zz",
    "/requests?metric=csat&state=zz", "/requests?metric=csat&after=zz", "/metrics/csat?by=zz",
    "/metrics/csat?every=zz", "/metrics/csat?stat=zz", "/metrics/csat?clock=zz",
    "/metrics/csat?where.zz=1", "/metrics/csat?since=zz", "/metrics/csat?until=2026-01-01",
    "/metrics/csat?since=2026-02-01&until=2026-01-01", "/metrics/csat?since=1200-01-01",
    "/metrics/csat?within=zz", f"/metrics/csat?where.team={LONG}", "/metrics/csat/chart.zz",
    "/metrics/csat/groups.svg", "/metrics/csat/spread.svg", "/?period=zz", "/tickets/zz",
    "/tickets/T1?source=zz", "/teams/zz", "/agents/zz", "/agents/ann?team=zz", "/agents/ann?period=zz",
    "/agent-measures/zz.svg?agent=ann", "/customers/zz", "/organisations/zz", "/customers?after=zz",
    "/data/quality/999", "/data/quality/zz", "/data/rejects?import=zz", "/data/rejects?reason=zz",
    "/comments?after=zz", "/comments?zz=1", "/audit?what=zz", "/audit?since=zz", "/settings/edit/zz",
    "/people/zz", "/data/import/zz", "/data/import/zz/mapping.toml", "/join/zz", "/set-up/zz",
    "/new-password/zz", "/ticket-course.svg?ticket=zz", "/overview-course/zz.svg", "/prometheus",
    "/sign-in/provider", "/sign-in/provider/back?error=access_denied", "/tokens?whose=zz",
)  # fmt: skip


@pytest.mark.parametrize("path", WRONG_ADDRESSES, ids=lambda path: path[:40])
def test_what_is_asked_wrongly_is_answered_in_german(desk: Desk, path: str) -> None:
    assert desk.english_left(lambda site: site.get(path)) == []


@pytest.mark.parametrize(
    "path", ["/people", "/settings", "/tokens", "/audit", "/data/import", "/personal-data"]
)
def test_who_may_not_is_told_so_in_german(desk: Desk, path: str) -> None:
    assert desk.english_left(lambda site: site.get(path), "agent") == []


EVENT = {"ticket": "T1", "source": "desk", "event": "m3", "seen": "", "why": "zz"}
WRONG_FORMS: tuple[tuple[str, str | None, str, Mapping[str, str]], ...] = (
    ("sign-in", None, "/sign-in", {"email": "zz@example.org", "password": "wrong wrong wrong", "next": "/"}),
    ("no token", "admin", "/theme", {"token": "zz", "theme": "dark"}),
    ("not allowed", "agent", "/people", {"name": "zz", "email": "zz@example.org", "role": "agent"}),
    ("no e-mail", "admin", "/people", {"name": "zz", "email": "zz", "role": "agent"}),
    ("known", "admin", "/people", {"name": "zz", "email": "lead@example.org", "role": "agent"}),
    ("no role", "admin", "/people", {"name": "zz", "email": "zz@example.org", "role": "zz"}),
    ("no person", "admin", "/people/zz", {"name": "zz", "role": "agent", "version": "1"}),
    ("password", "admin", "/account/password", {"old": "wrong wrong", "new": "x", "again": "x"}),
    ("token, no scope", "admin", "/tokens", {"name": "zz", "days": "30"}),
    ("token, wrong scope", "admin", "/tokens", {"name": "zz", "scope": "zz", "days": "30"}),
    ("token, no days", "admin", "/tokens", {"name": "zz", "scope": "read", "days": "zz"}),
    ("token, too long", "admin", "/tokens", {"name": "zz", "scope": "read", "days": "99999"}),
    ("token, no name", "admin", "/tokens", {"name": "", "scope": "read", "days": "30"}),
    ("token gone", "admin", "/tokens/zz/revoke", {}),
    ("ruling on nothing", "lead", "/rulings", {**EVENT, "event": "zz", "ruling": "acknowledgement"}),
    ("ruling, none", "lead", "/rulings", {**EVENT, "ruling": "zz"}),
    ("ruling not fitting", "lead", "/rulings", {**EVENT, "ruling": "dismissed"}),
    ("ruling not allowed", "agent", "/rulings", {**EVENT, "ruling": "acknowledgement"}),
    ("ruling gone", "lead", "/rulings/taken-back", {**EVENT, "ruling": "zz"}),
    ("dispute of nothing", "agent", "/disputes", {**EVENT, "event": "zz"}),
    ("dispute, no figure", "agent", "/disputes", {**EVENT, "metric": "zz"}),
    ("dispute, no reason", "agent", "/disputes", {**EVENT, "why": ""}),
    ("dispute gone", "lead", "/disputes/zz/declined", {"answer": "zz"}),
    ("forget another", "admin", "/personal-data/forget", {"identifier": "c", "again": "d"}),
    ("expire nothing", "admin", "/personal-data/expired", {}),
    ("no upload", "admin", "/data/import/zz/begin", {"kind": "read"}),
    ("settings gone", "admin", "/settings/file", {"version": "77", "text": "zone = 5", "do": "preview"}),
    ("settings of nothing", "admin", "/settings/file", {"version": "zz", "text": "", "do": "preview"}),
    ("settings wrong", "admin", "/settings/file", {"version": "0", "text": "zone = 5", "do": "preview"}),
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "path", "said"), [one[1:] for one in WRONG_FORMS], ids=[x[0] for x in WRONG_FORMS]
)
def test_a_form_that_is_refused_says_why_in_german(
    desk: Desk, name: str | None, path: str, said: Mapping[str, str]
) -> None:
    def ask(site: Site) -> httpx.Response:
        answer = site.post(path, **said)
        assert answer.status_code >= 400
        return answer

    assert desk.english_left(ask, name) == []


HOURS = '[[schedules.a]]\nzone = "UTC"\n'
WRONG_SETTINGS = (
    "window_days = ",
    "zz = 1",
    "window_dayz = 1",
    'window_days = "zz"',
    "window_days = -1",
    "window_days = 99999",
    'zone = "Mars"',
    "zone = 1",
    "fiscal_year_starts = 13",
    "fiscal_year_starts = 0",
    'fiscal_year_starts = "zz"',
    "keep_text = 1",
    'rulings = "zz"',
    "teams = 1",
    "[teams.a]\ntier = 0",
    "[teams.a.hourly_cost]\nEUR = -1",
    "sale_days = true",
    "sla = 1",
    "[[sla]]\nzz = 1",
    '[[sla]]\nname = ""',
    '[[sla]]\nname = "a"\nfrom = "zz"',
    '[[sla]]\nname = "a"\nresolution = { working = "1h", elapsed = "1h" }',
    '[[sla]]\nname = "a"\nresolution = { working = "zz" }',
    '[[sla]]\nname = "a"\nresolution = { working = "0s" }',
    '[[sla]]\nname = "a"\nresolution = { working = "1h", pauses = ["closed"] }',
    "[schedules]\na = []",
    HOURS,
    HOURS + 'week = { mon = [["25:00", "1"]] }',
    HOURS + 'week = { mon = ["9"] }',
    HOURS + "week = { mon = [[1, 2]] }",
    HOURS + 'week = { mon = [["24:00", "24:00"]] }',
    HOURS + 'week = {}\nholidays = { country = "ZZ" }',
    HOURS + 'week = {}\nholidays = { country = "DE", region = "ZZ" }',
    HOURS + 'week = {}\nholidays = { region = "BE" }',
    HOURS + "week = {}\nexceptions = { 2025-02-30x = [] }",
    2 * (HOURS + "week = {}\n"),
    2 * (HOURS + "from = 2025-01-01\nweek = {}\n"),
    '[connections.a]\nkind = "mbox"\nurl = "zz"',
    '[connections.a]\nkind = "mbox"\nurl = "https://u:p@h"',
    '[connections.a]\nkind = "mbox"\nurl = "https://h"\ntoken = "zz"',
    "[retention]\ntext_days = -1",
)


@pytest.mark.parametrize("text", WRONG_SETTINGS)
def test_settings_that_do_not_hold_are_told_in_german(text: str) -> None:
    def told(language: str) -> str:
        with speaking(language), pytest.raises(SettingsError) as raised:
            parse_settings(text)
        return f"{raised.value.what}. {raised.value.do}"

    german, english = told("de"), told(ENGLISH)
    assert english_of({" ".join(german.split())}, DATA) == []
    words = [set(LETTERS.findall(each)) for each in (german, english)]
    assert len(words[0] - words[1]) >= 2, german


def test_a_field_of_a_setting_says_in_german_what_is_wrong(desk: Desk) -> None:
    page = desk.site().page("/settings/edit/counting")
    version = re.search(r'name="version" value="(\d+)"', page)
    assert version is not None

    def ask(site: Site) -> httpx.Response:
        said = {"window_days": "zz", "sale_days": "-1", "service_level_seconds": "zz"}
        return site.post("/settings/edit/counting", version=version[1], do="preview", **said)

    told = ask(desk.site()).text
    assert "Muss eine Anzahl von Tagen sein" in told
    assert "Muss 0 oder mehr sein" in told
    assert english_of(spoken_on(told), DATA | {"apply", "count"}) == []


ROWS = [f'{n},{n:02}/{n:02}/2026 10:00,Parked,{n},Odd{n},good,"1,{n}00"\n' for n in range(1, 9)]
DAYS = range(1, 9)
ASKS = {
    "statuses": "Ticket ID,Created at,Status,Assignee,Odd,Rating,Handle time\n" + "".join(ROWS),
    "ids and dates": "ID,Created at\n" + "".join(f"{n},2026-03-0{n}T09:00:00Z\n" for n in DAYS),
    "shape": "Ticket ID,Created at,Status\n" + "".join(f"{n % 4},2026-03-0{n} 09:00,open\n" for n in DAYS),
    "nothing": "a,b\n1,2\n3,4\n",
    "log": "case,activity,timestamp\n" + "".join(f"{n % 3},Zz{n},2026-03-0{n} 09:00\n" for n in DAYS),
    "calls": "Call ID,Start,Duration,Answered,Caller\n"
    + "".join(f"{n % 3},2026-03-0{n} 09:00,{n}0,maybe,{n}\n" for n in DAYS),
}


@pytest.mark.parametrize("name", ASKS)
def test_what_the_wizard_asks_is_asked_in_german(desk: Desk, name: str) -> None:
    path = str(sent(desk.site(), ASKS[name].encode(), "tickets.csv").headers["location"])
    english, german = (desk.site("admin", language).page(path) for language in (ENGLISH, "de"))
    own = DATA | frozenset(re.findall(r"[^,\n]+", ASKS[name]))
    assert english_of(spoken_on(german), own) == []
    # Each heading of something that is asked is another one.
    asked = [set(re.findall(r"<h2>(.*?)</h2>", page)) for page in (german, english)]
    assert asked[0] & asked[1] == set()
    assert (
        desk.site().get(f"{path}/mapping.toml").text
        == desk.site("admin", ENGLISH).get(f"{path}/mapping.toml").text
    )
    assert left_alike(spoken_on(german), spoken_on(english), own) == []
    assert desk.english_left(lambda site: site.post(f"{path}/begin", kind="import"), data=own) == []
    wrong = (
        {"timezone": "zz"}, {"shape": "zz"}, {"version": "zz"}, {"column.0": "zz"}, {"as_of": "zz"},
    )  # fmt: skip
    for said in wrong:
        fields = {**form_fields(german), "then": "look", **said}
        told = desk.site().post(path, **fields)
        assert english_of(spoken_on(told.text), own) == [], said


REFUSED = {
    "empty.csv": b"",
    "blank.csv": b"\n\n\n",
    "page.csv": b"<html><body>no</body></html>",
    "a.pdf": b"%PDF-1.7 zz",
    "nul.csv": b"a,b\n1,\x00\n",
    "head.csv": b"a,a\n1,2\n",
    "list.json": b"[]",
    "no.json": b'{"a": 1}',
    "two.json": b'{"a": [{"x": 1}], "b": [{"x": 1}]}',
    "old.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"z" * 600,
    "a.parquet": b"zz",
    "broken.parquet": b"PAR1" + b"z" * 40 + b"PAR1",
    "a.zip": b"PK\x05\x06" + b"\0" * 18,
    "cut.gz": b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03z",
    "a.bz2": b"BZh91AY&SY",
    "bytes.csv": bytes(range(256)) * 4,
    "head.only.csv": b"ticket,event_id,at,kind,role\n",
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_cannot_be_read_is_told_in_german(desk: Desk, name: str) -> None:
    def ask(site: Site) -> httpx.Response:
        answer = sent(site, REFUSED[name], name)
        if answer.status_code != 303:
            return answer
        path = str(answer.headers["location"])
        if name == "head.only.csv":
            site.post(path, **{**form_fields(site.page(path)), "then": "try"})
        return site.get(path)

    told = ask(desk.site()).text
    assert "dw-note-warn" in told
    data = DATA | {name, name.rpartition(".")[2].upper(), "ticket", "event", "kind", "role", "event_id"}
    assert desk.english_left(ask, data=data) == []


def test_work_in_a_process_of_its_own_speaks_as_whoever_asked(desk: Desk) -> None:
    desk.wizard.workers.idle = True
    path = str(sent(desk.site(), REFUSED["a.pdf"], "a.pdf").headers["location"])
    desk.wizard.workers.idle = False
    # As a process does, in which nobody has asked for anything yet.
    desk.wizard.workers.begin(path.rpartition("/")[2])
    assert "A.pdf ist ein PDF. Exportieren Sie" in desk.site().page(path)


def test_what_is_kept_of_an_import_is_in_english(desk: Desk) -> None:
    rows = "".join(f"{n % 4},2026-03-{n:02}T09:00:00Z,open\n" for n in range(1, 9))
    content = f"Ticket ID,Created at,Status\n{rows}".encode()
    site = desk.site()
    path = str(sent(site, content, "again.csv").headers["location"])
    fields = {**form_fields(site.page(path)), "then": "look", "shape": "snapshot"}
    assert site.post(path, **fields).status_code == 303
    assert "8 Zeilen" in site.page(path)
    assert site.post(f"{path}/begin", kind="import").status_code == 303
    known = open_workspace(desk.wizard.home).lake.past_imports()
    past = next(one for one in known if one.files == ("again.csv",))
    assert "again.csv: an export, one row a ticket" in past.notes
    assert "4 rows are of tickets that come again; the last ones count" in past.notes
