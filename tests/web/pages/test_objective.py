"""The page of an objective: where it stands by hand-made figures, and all that is done on it, by whom."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from app.objectives.okr_rig import FIRST_DAY, HALF, MEAN, UNDER_HALF_AN_HOUR, OkrRig, ticket
from deskwise.app.access.holders import TERMINAL
from deskwise.app.objectives.change_cycles import CycleDraft, add_cycle
from deskwise.app.objectives.draft_objectives import ObjectiveDraft, add_objective
from deskwise.okr.key_result import Bounds, KeyResult, KeyResultKind, Milestone
from deskwise.okr.objective import Level, Objective, ObjectiveState, Owner, Parent
from deskwise.reports.number_words import plain_spaces
from web.conftest import Site
from web.people_rig import PeopleRig

# Of the team whose lead looks at it: a figure of everybody would be of too few people for them.
OF_SUPPORT = replace(MEAN, where=(("team", ("support",)),))
FAST = replace(UNDER_HALF_AN_HOUR, binding=OF_SUPPORT)
STEPS = KeyResult(
    "", "rota", "", "A rota for mornings", KeyResultKind.MILESTONES,
    milestones=(Milestone("agreed", due=date(2025, 2, 5)), Milestone("live", 3.0)),
)  # fmt: skip
HANDOVERS = KeyResult(
    "", "written", "", "Handovers written down", KeyResultKind.NUMBER, target=20, unit="count",
    baseline_rule=replace(UNDER_HALF_AN_HOUR.baseline_rule, kind="number", number=0.0),
    higher_is_better=True,
)  # fmt: skip
QUICK = KeyResult(
    "",
    "steady",
    "",
    "Every week under 50 minutes",
    KeyResultKind.KEEP,
    OF_SUPPORT,
    bounds=Bounds(upper=3_000.0),
)
SCRIPT = "<script>alert(1)</script>"


@dataclass
class Desk:
    """The desk, the people who look at it, and an objective."""

    okr: OkrRig
    people: PeopleRig
    objective: Objective

    def path(self, query: str = "") -> str:
        return f"/objectives/{self.objective.id}{query}"

    def page(self, name: str, query: str = "") -> str:
        return text_of(self.people.site(name).page(self.path(query)))

    def site(self, name: str) -> Site:
        return self.people.site(name)

    def now(self) -> Objective:
        return self.okr.now(self.objective)

    def key_result(self, key: str) -> KeyResult:
        with self.okr.state.reading() as stores:
            return next(each for each in stores.okr.key_results([self.objective.id]) if each.key == key)

    def post(self, name: str, act: str, **said: str) -> tuple[int, str]:
        answer = self.site(name).post(self.path(f"/{act}"), **said)
        return answer.status_code, text_of(answer.text) or answer.headers.get("location", "")

    def on(self, name: str, key: str, act: str, **said: str) -> tuple[int, str]:
        """As `post`, of a key result."""
        answer = self.site(name).post(f"/key-results/{self.key_result(key).id}/{act}", **said)
        return answer.status_code, text_of(answer.text) or answer.headers.get("location", "")

    def later(self, days: int) -> None:
        """So many days pass, and the lead signs in again."""
        self.okr.clock.instant = HALF + timedelta(days=days)
        self.people.sign_in("lead")

    def activate(self) -> None:
        self.objective = self.okr.activate(self.now())


def text_of(page: str) -> str:
    return plain_spaces(page)


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("objective")
    made = OkrRig(folder)
    made.bring_in()
    PeopleRig(folder / "home", clock=made.clock).add_all("support", "ann")
    return folder


@pytest.fixture
def desk(imported: Path, tmp_path: Path) -> Desk:
    shutil.copytree(imported, tmp_path / "desk")
    okr = OkrRig(tmp_path / "desk")
    people = PeopleRig(okr.home / "home", clock=okr.clock)
    for name in ("admin", "lead", "agent", "viewer"):
        people.sign_in(name)
    objective = okr.objective(okr.cycle())
    for each in (FAST, STEPS, HANDOVERS, QUICK):
        okr.key_result(objective, each)
    return Desk(okr, people, objective)


@pytest.fixture
def running(desk: Desk) -> Desk:
    desk.activate()
    return desk


def rows(page: str) -> dict[str, str]:
    """Where it stands, row by row, without the markup."""
    found = re.findall(r"<dt>([^<]*)</dt><dd>(.*?)</dd>", page[page.index('id="stands-h"') :], re.DOTALL)
    return {label: re.sub(r"<[^>]+>", "", words) for label, words in found}


def check_ins(page: str) -> str:
    """The card of the check-ins."""
    return page[page.index('id="check-ins"') :].partition("</section>")[0]


def test_it_says_where_a_key_result_stands(running: Desk) -> None:
    page = running.page("admin")
    assert "support · 1 – 28 Feb 2025 · day 15 of 28" in page.replace("1 Feb – 28", "1 – 28")
    told = rows(page)
    # Sixty minutes in January, forty in the first half of February, thirty to reach at its end.
    assert told["Baseline"] == "1 h 00 min"
    assert told["Pace expects today"] == "45 min"
    assert told["Now"] == "40 min"
    assert told["Target"] == "30 min"
    assert told["Of the way / of the time"] == "67 % / 50 %"
    assert "4 Jan 2025 – 31 Jan 2025 · n 28" in page
    # 66.7 of 100 against 50: told no better than it is.
    assert "16 points ahead of where it is expected to be" in page
    assert page.count('class="dw-kr-tab"') == 4
    assert page.count('<svg class="marks dw-series"') + page.count('class="dw-chart dw-chart-') >= 2
    assert "/requests?metric=first_response_time&amp;stat=mean" in page


def test_the_course_has_a_table_with_the_same_numbers_and_a_file(running: Desk) -> None:
    page = running.page("admin")
    # The cycle is short: each of its fourteen days that have ended, the last one first.
    table = page[page.index('aria-label="The course as a table"') : page.index('id="check-ins"')]
    assert re.findall(r'<th scope="row" class="dw-nowrap">(\d+ \w+ 2025)</th>', table)[:2] == [
        "15 Feb 2025", "14 Feb 2025",
    ]  # fmt: skip
    assert len(re.findall(r">40 min<", table)) == 14
    answer = running.site("admin").get(running.path(f"/key-results/{FAST.key}/course.csv"))
    lines = answer.text.splitlines()
    assert lines[0] == "at,value,low,high,n,expected,partial"
    assert lines[14].startswith("2025-02-15T00:00:00Z,2400")
    assert lines[14].endswith(",14,2700.0,False")
    for form, kind in (("svg", "image/svg+xml"), ("png", "image/png")):
        picture = running.site("admin").get(running.path(f"/key-results/{FAST.key}/course.{form}"))
        assert (picture.status_code, picture.headers["content-type"]) == (200, kind)
    spec = running.site("admin").get(running.path(f"/key-results/{FAST.key}/course-wide.json"))
    assert spec.json()["$schema"].endswith("vega/v6.json")


def test_one_that_keeps_shows_its_weeks(running: Desk) -> None:
    page = running.page("admin", "?kr=steady")
    # The weekend it began in, and a full week; the second one ends on Sunday.
    assert page.count('class="dw-week-kept"') == 2
    assert page.count('class="dw-week-partial"') == 1
    assert rows(page)["In bounds"] == "2 of 2"


def test_a_key_result_there_is_not_is_not_found(running: Desk) -> None:
    assert running.site("admin").get(running.path("?kr=nothing")).status_code == 404
    assert running.site("admin").get("/objectives/nothing").status_code == 404


def test_it_is_proposed_talked_of_and_made_active(desk: Desk) -> None:
    status, where = desk.post("lead", "state", to="proposed", version="1")
    assert (status, where) == (303, f"{desk.path()}?done=proposed")
    assert "Proposed to the team" in desk.page("agent")
    assert desk.post("agent", "remarks", text=f"Mornings are the trouble {SCRIPT}")[0] == 303
    assert desk.post("agent", "part", text="I take Mondays", version="0")[0] == 303
    page = desk.page("lead")
    assert "Mornings are the trouble &lt;script&gt;" in page
    assert SCRIPT not in page
    assert "I take Mondays" in page
    assert desk.post("lead", "state", to="active", version="2")[0] == 303
    assert desk.now().state is ObjectiveState.ACTIVE
    assert "It is active: its baselines are frozen from now on." in desk.page("lead", "?done=active")
    frozen = desk.key_result(FAST.key).baseline
    assert frozen is not None
    assert (frozen.value, frozen.n) == (3_600.0, 28)


def test_a_target_that_is_the_baseline_is_refused_with_the_figure(desk: Desk) -> None:
    desk.okr.key_result(desk.objective, replace(FAST, key="same", title="As it is", target=3_600))
    status, page = desk.post("lead", "state", to="active", version="1")
    assert status == 400
    assert 'role="alert"' in page
    assert "1 h 00 min" in page[page.index('role="alert"') :][:400]
    assert desk.now().state is ObjectiveState.DRAFT


def test_whoever_may_not_change_it_is_refused_and_shown_no_form(running: Desk) -> None:
    for name in ("agent", "viewer"):
        page = running.page(name)
        assert "Keep this check-in" not in page
        assert "Override this value" not in page
        assert running.post(name, "state", to="withdrawn", version="2")[0] == 403
        assert running.on(name, FAST.key, "check-ins", confidence="5")[0] == 403
        assert running.post(name, "closed", version="2")[0] == 403
    assert "Your comment" in running.page("agent")
    assert "Your comment" not in running.page("viewer")
    assert running.post("viewer", "remarks", text="x")[0] == 403


def test_a_form_of_another_site_is_refused(running: Desk) -> None:
    answer = running.site("lead").post(running.path("/remarks"), token="0" * 64, text="x")
    assert answer.status_code == 403


def test_a_check_in_keeps_what_was_known_and_what_was_said(running: Desk) -> None:
    key = FAST.key
    said = {"moved_by": "The rota began.", "next_step": "Two more on Mondays"}
    status, page = running.on("lead", key, "check-ins", confidence="11", **said)
    assert status == 400
    assert "A confidence of 11 is none." in page
    assert ">The rota began.</textarea>" in page
    assert running.on("lead", key, "check-ins", confidence="7", **said)[0] == 303
    page = running.page("lead", f"?kr={key}")
    table = check_ins(page)
    for words in ("40 min", "n 14", "67 % of the way", "7 of 10", "The rota began.", "Two more on Mondays"):
        assert words in table
    assert ">Lead<" in table


def test_what_came_late_stands_beside_a_check_in_when_it_is_asked(running: Desk) -> None:
    key = FAST.key
    running.on("lead", key, "check-ins", confidence="7")
    assert "Reads now" not in running.page("lead", f"?kr={key}")
    late = ticket("L1", FIRST_DAY + timedelta(days=3), 190)
    running.okr.bring_in(late, source="shop", as_of=HALF + timedelta(days=1))
    running.later(days=1)
    page = running.page("lead", f"?kr={key}&restated=yes")
    table = check_ins(page)
    # Fourteen of forty minutes, and one of 190 that nobody had told of.
    assert "Reads now" in table
    assert "<b>50 min</b>" in table
    assert "There were 14 cases then, and 15 now." in table
    assert '<td class="dw-num"><span>40 min</span>' in table
    with running.okr.state.reading() as stores:
        (kept,) = stores.okr.check_ins([running.key_result(key).id])
    assert (kept.known.value, kept.known.n) == (2_400.0, 14)


def test_missed_check_ins_are_listed(running: Desk) -> None:
    running.later(days=9)
    page = running.page("lead", f"?kr={FAST.key}")
    table = check_ins(page)
    assert "22 Feb 2025</th>" in table
    assert "missed: a check-in was due" in table


def test_an_override_needs_a_reason_and_can_be_resumed(running: Desk) -> None:
    key = FAST.key
    status, page = running.on("lead", key, "override", value="35min", why=" ")
    assert status == 400
    assert 'value="35min"' in page
    assert '<details class="dw-rule" open>' in page
    assert running.on("lead", key, "override", value="soon", why="x")[0] == 400
    assert running.on("lead", key, "override", value="35min", why="The export left out mail")[0] == 303
    page = running.page("lead", f"?kr={key}")
    assert rows(page)["Now"] == "35 min"
    assert "typed; by itself it reads 40 min" in page
    assert "“The export left out mail”" in page
    assert running.on("lead", key, "resume")[0] == 303
    page = running.page("lead", f"?kr={key}")
    assert rows(page)["Now"] == "40 min"
    # Both stay on record.
    assert "by itself it read 40 min · withdrawn" in page
    status, page = running.on("lead", key, "resume")
    assert (status, "is not overridden" in page) == (400, True)


def test_steps_are_done_and_open_again(running: Desk) -> None:
    page = running.page("lead", "?kr=rota")
    assert "was due 5 Feb 2025" in page
    version = str(running.key_result("rota").version)
    assert running.on("lead", "rota", "milestones", step="live", done="yes", version=version)[0] == 303
    assert rows(running.page("lead", "?kr=rota"))["Now"] == "1 of 2"
    # Somebody else was faster.
    status, page = running.on("lead", "rota", "milestones", step="agreed", done="yes", version=version)
    assert status == 409
    assert 'role="alert"' in page
    version = str(running.key_result("rota").version)
    assert running.on("lead", "rota", "milestones", step="live", done="no", version=version)[0] == 303
    assert rows(running.page("lead", "?kr=rota"))["Now"] == "0 of 2"


def test_a_typed_number_has_its_value_given_at_the_check_in(running: Desk) -> None:
    assert running.on("lead", "written", "check-ins", confidence="5")[0] == 400
    assert running.on("lead", "written", "check-ins", value="5", confidence="5")[0] == 303
    page = running.page("lead", "?kr=written")
    assert rows(page)["Now"] == "5"
    assert rows(page)["Of the way / of the time"] == "25 % / 50 %"


def test_of_two_who_write_a_part_at_once_both_are_shown(running: Desk) -> None:
    assert running.post("agent", "part", text="I take Mondays", version="0")[0] == 303
    status, page = running.post("agent", "part", text="I take Fridays", version="0")
    assert status == 409
    assert "What is there now: “I take Mondays”" in page
    assert ">I take Fridays</textarea>" in page
    version = re.search(r'name="version" value="(\d+)">\s*<div class="dw-row"><label for="part-text"', page)
    assert version is not None
    assert running.post("agent", "part", text="I take Fridays", version=version.group(1))[0] == 303


def test_it_is_closed_with_what_was_learnt_and_goes_on_elsewhere(running: Desk) -> None:
    march = add_cycle(
        running.okr.state,
        running.okr.clock,
        TERMINAL,
        CycleDraft("March", date(2025, 3, 1), date(2025, 3, 31)),
    )
    page = running.page("lead")
    assert "March" in page
    assert "progress, but short of it" in page
    said = {
        "note": f"Half of it {SCRIPT}",
        "went_well": "The rota",
        "went_badly": "Steps",
        "next_time": "Hire",
    }
    status, page = running.post("lead", "closed", version="1", carry_to=march.id, **said)
    assert status == 409
    assert ">The rota</textarea>" in page
    version = str(running.now().version)
    assert running.post("lead", "closed", version=version, carry_to=march.id, **said)[0] == 303
    page = running.page("lead")
    # Two thirds of the way, no step, no number, and every week kept: a mean of 1.67 / 4.
    assert "How it ended" in page
    assert '<span class="dw-big">0.41</span>' in page
    assert "Half of it &lt;script&gt;" in page
    assert "Goes on in" in page
    carried = re.search(r'<dt>Goes on in</dt><dd><div><a href="(.*?)"', page)
    assert carried is not None
    assert "Goes on from" in running.site("lead").page(carried.group(1))
    assert "Keep this check-in" not in page
    # Frozen: what comes later changes nothing of it.
    running.okr.bring_in(ticket("L2", FIRST_DAY, 900), source="shop", as_of=HALF + timedelta(hours=1))
    assert '<span class="dw-big">0.41</span>' in running.page("lead")


def test_one_that_is_closed_can_be_carried_over_later(running: Desk) -> None:
    running.post("lead", "closed", version=str(running.now().version))
    assert running.post("lead", "carried-over", carry_to="nothing")[0] in {400, 404}
    march = add_cycle(
        running.okr.state,
        running.okr.clock,
        TERMINAL,
        CycleDraft("March", date(2025, 3, 1), date(2025, 3, 31)),
    )
    assert running.post("lead", "carried-over", carry_to=march.id)[0] == 303
    assert "Goes on in" in running.page("lead")


def test_figures_of_too_few_people_are_not_told_also_not_those_that_were_kept(running: Desk) -> None:
    key = FAST.key
    running.on("lead", key, "check-ins", confidence="7")
    running.on("lead", key, "override", value="35min", why="x")
    page = running.page("viewer", f"?kr={key}")
    # One agent's work is behind all of it.
    for figure in ("40 min", "1 h 00 min", "35 min", "67 %", "45 min"):
        assert figure not in page, figure
    assert "not shown" in page
    assert "The requests behind it" not in page
    assert running.site("viewer").get(running.path(f"/key-results/{key}/course.csv")).status_code == 400


def test_the_history_is_for_whom_the_audit_is(running: Desk) -> None:
    assert "Baseline" not in running.page("lead", "?kr=rota").partition('id="history-h"')[2]
    page = running.page("admin")
    history = page[page.index('id="history-h"') :]
    assert "state: draft → active" in history
    assert "Objective added" in history
    assert 'id="history-h"' not in running.page("lead")


def test_what_it_serves_and_what_serves_it_are_linked_and_pooled(running: Desk) -> None:
    okr, cycle = running.okr, running.objective.cycle
    parent = add_objective(
        okr.state, okr.clock, TERMINAL, cycle,
        ObjectiveDraft("All teams answer sooner", "", Owner(Level.TEAM, "support"), pooled=True),
    )  # fmt: skip
    for title in ("One", "Two"):
        draft = ObjectiveDraft(title, "", Owner(Level.TEAM, "support"), parent=Parent(False, parent.id))
        okr.key_result(add_objective(okr.state, okr.clock, TERMINAL, cycle, draft), FAST)
    page = text_of(running.site("admin").page(f"/objectives/{parent.id}"))
    assert ">One</a>" in page
    # The same fourteen requests twice, of forty minutes each.
    assert "<b>40 min</b>" in page
    assert "n 28" in page
    child = re.search(r'<a href="(/objectives/\w+)">One</a>', page)
    assert child is not None
    assert "All teams answer sooner</a>" in running.site("admin").page(child.group(1))
