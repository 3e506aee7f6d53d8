"""The objectives of a cycle on a page: each under what it serves, its key results with where they stand."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from app.objectives.okr_rig import UNDER_HALF_AN_HOUR
from deskwise.app.access.holders import TERMINAL
from deskwise.app.objectives.check_in import Said, check_in
from deskwise.app.objectives.draft_objectives import ObjectiveDraft, add_objective, move_objective
from deskwise.app.objectives.override_values import override_value
from deskwise.okr.key_result import Bounds, KeyResultKind, Milestone
from deskwise.okr.objective import Level, ObjectiveState, Owner, Parent
from deskwise.web.languages import COOKIE
from web.conftest import addresses
from web.objectives_rig import ObjectivePages, imported_desk
from web.test_german import english_of, spoken_on

TITLE = "First response under half an hour"


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return imported_desk(tmp_path_factory.mktemp("objectives"))


@pytest.fixture
def rig(imported: Path, tmp_path: Path) -> ObjectivePages:
    return ObjectivePages.of(imported, tmp_path / "desk")


def row_of(page: str, title: str) -> str:
    """The row of a key result, with plain spaces."""
    rows = re.findall(r'<tr class="dw-kr">(.*?)</tr>', page, re.DOTALL)
    (found,) = [each for each in rows if f">{title}<" in each]
    return str(found).replace("\N{NARROW NO-BREAK SPACE}", " ").replace("\N{NO-BREAK SPACE}", " ")


def test_without_a_cycle_an_admin_is_offered_this_quarter_and_the_next(rig: ObjectivePages) -> None:
    page = rig.site("admin").page("/objectives")
    assert "No cycle yet" in page
    assert 'value="Q1 2025" checked' in page
    assert 'value="Q2 2025"' in page
    told = rig.site("lead").page("/objectives")
    assert "An admin of the workspace adds the first one." in told
    assert 'action="/objectives/cycles"' not in told


def test_a_cycle_without_objectives_says_how_to_begin(rig: ObjectivePages) -> None:
    cycle = rig.begin(rig.desk.cycle())
    page = rig.site("lead").page("/objectives")
    assert "No objective in this cycle yet" in page
    assert f"/objectives/new?cycle={cycle.id}" in addresses(page)
    assert "/objectives/new" not in rig.site("viewer").page("/objectives")


def test_a_key_result_shows_its_figure_its_way_and_its_verdict(rig: ObjectivePages) -> None:
    # From 60 minutes in January to 30: at 40 minutes two thirds of the way are come, half were expected.
    rig.running()
    page = rig.site("admin").page("/objectives")
    row = row_of(page, TITLE)
    assert "1 h 00 min → 30 min" in row
    assert ">40 min</a>" in row
    assert "n 14" in row
    assert "67 % of the way" in row
    assert "17 points ahead" in row
    assert "On track" in row
    assert "by pace" in row
    assert "1 of 1 on track" in page
    assert "day 15 of 28" in page


def test_a_figure_opens_the_requests_it_was_read_from(rig: ObjectivePages) -> None:
    rig.running()
    site = rig.site("admin")
    (opens,) = [each for each in addresses(row_of(site.page("/objectives"), TITLE)) if "/requests" in each]
    assert "metric=first_response_time" in opens
    assert "since=2025-02-01&until=2025-02-15" in opens
    listed = {each for each in addresses(site.page(opens)) if each.startswith("/tickets/")}
    assert len(listed) == 14


def test_figures_of_too_few_people_are_not_shown_nor_what_is_made_of_them(rig: ObjectivePages) -> None:
    rig.running()
    row = row_of(rig.site("viewer").page("/objectives"), TITLE)
    assert "not shown: fewer than 3 people" in row
    assert "40 min" not in row
    assert "1 h 00 min" not in row, "nor the baseline it was read with"
    assert "<svg" not in row
    assert "On track" not in row
    assert "→ 30 min" in row, "what was written down stays to be read"


def test_an_objective_stands_under_what_it_serves(rig: ObjectivePages) -> None:
    cycle, above = rig.running()
    desk = rig.desk
    with desk.state.reading() as stores:
        (key_result,) = stores.okr.key_results([above.id])
    for title, parent in (
        ("Serves the key result", Parent(True, key_result.id)),
        ("Serves the objective", Parent(False, above.id)),
    ):
        draft = ObjectiveDraft(title, "", above.owner, parent=parent)
        made = add_objective(desk.state, desk.clock, TERMINAL, cycle.id, draft)
        desk.key_result(made)
        desk.activate(made)
    alone = desk.objective(cycle, "Alone")
    desk.key_result(alone)
    desk.activate(alone)
    page = rig.site("admin").page("/objectives")
    found = re.findall(r'<tbody class="dw-depth-(\d)">\s*<tr class="dw-oh"><th[^>]*><a [^>]*>([^<]+)<', page)
    assert found == [
        ("0", "Answer sooner"), ("1", "Serves the key result"), ("1", "Serves the objective"), ("0", "Alone"),
    ]  # fmt: skip


def test_drafts_and_proposals_stand_apart_and_the_withdrawn_are_folded_away(rig: ObjectivePages) -> None:
    cycle, _ = rig.running()
    desk = rig.desk
    draft = desk.objective(cycle, "A draft")
    proposed = desk.objective(cycle, "A proposal")
    gone = desk.objective(cycle, "Not this time")
    desk.key_result(proposed)
    for each, to in ((proposed, ObjectiveState.PROPOSED), (gone, ObjectiveState.WITHDRAWN)):
        move_objective(desk.state, desk.clock, TERMINAL, each.id, each.version, to)
    page = rig.site("lead").page("/objectives")
    running, _, rest = page.partition("Drafts and proposals")
    assert "A draft" not in running
    assert "A proposal" not in running
    assert f"/objectives/{draft.id}/key-results/new" in addresses(rest)
    assert ">Make it active</a>" in rest
    assert "One objective was withdrawn" in rest
    assert ">Comment on it</a>" in rig.site("agent").page("/objectives")
    seen = rig.site("viewer").page("/objectives")
    assert ">Read it</a>" in seen
    assert "Comment on it" not in seen


def test_what_was_typed_stands_for_the_figure_and_leads_to_no_requests(rig: ObjectivePages) -> None:
    cycle, _, key_result = rig.desk.active()
    rig.begin(cycle)
    override_value(
        rig.desk.workspace, rig.desk.state, rig.desk.clock, TERMINAL, key_result.id, 2_700, "told so"
    )
    row = row_of(rig.site("admin").page("/objectives"), TITLE)
    assert "45 min" in row
    assert "typed; by itself it reads 40 min" in row
    assert "/requests" not in row


def test_weeks_kept_and_steps_done_are_counted(rig: ObjectivePages) -> None:
    cycle = rig.desk.cycle()
    objective = rig.desk.objective(cycle)
    binding = UNDER_HALF_AN_HOUR.binding
    kept = replace(
        UNDER_HALF_AN_HOUR, key="", title="Within 50 minutes", kind=KeyResultKind.KEEP, target=None,
        bounds=Bounds(upper=3_000), binding=binding,
    )  # fmt: skip
    steps = replace(
        UNDER_HALF_AN_HOUR, key="", title="The rota", kind=KeyResultKind.MILESTONES, target=None,
        binding=None,
        milestones=(
            Milestone("written", done_at=datetime(2025, 2, 3, tzinfo=UTC)),
            Milestone("agreed", due=date(2025, 2, 20)),
        ),
    )  # fmt: skip
    for each in (kept, steps):
        rig.desk.key_result(objective, each)
    rig.begin(cycle)
    rig.desk.activate(objective)
    page = rig.site("admin").page("/objectives")
    # 1 and 2 February are of the week of 27 January; those of 3 and 10 February have not all ended.
    assert "2 of 2 weeks kept" in row_of(page, "Within 50 minutes")
    assert row_of(page, "Within 50 minutes").count("dw-piece-kept") == 2
    row = row_of(page, "The rota")
    assert "1 of 2" in row
    assert "next due 20 Feb" in row
    assert (row.count("dw-piece-done"), row.count("dw-piece-open")) == (1, 1)


def test_it_is_said_when_somebody_last_checked_in(rig: ObjectivePages) -> None:
    cycle, _, key_result = rig.desk.active()
    rig.begin(cycle)
    assert "no check-in yet" in rig.site("lead").page("/objectives")
    rig.desk.clock.go_on(days=1)
    check_in(rig.desk.workspace, rig.desk.state, rig.desk.clock, TERMINAL, key_result.id, Said(5))
    rig.desk.clock.go_on(days=13)
    rig.people.sign_in("admin")
    page = rig.site("admin").page("/objectives")
    assert "checked in 13 days ago" in page
    # The one of 16 February was for the 22nd; the cycle's last day, the 28th, passed without one.
    assert "was due 28 Feb" in page


def test_another_cycle_can_be_chosen(rig: ObjectivePages) -> None:
    cycle, _ = rig.running()
    later = rig.desk.cycle("March", date(2025, 3, 1), date(2025, 3, 31))
    site = rig.site("viewer")
    page = site.page("/objectives")
    assert "Objectives, February" in page
    assert {f"/objectives?cycle={each.id}" for each in (cycle, later)} <= set(addresses(page))
    shown = site.page(f"/objectives?cycle={later.id}")
    assert "Objectives, March" in shown
    assert "begins in 14 days" in shown
    assert site.get("/objectives?cycle=nothing").status_code == 404


def test_titles_are_escaped(rig: ObjectivePages) -> None:
    cycle = rig.desk.cycle()
    objective = rig.desk.objective(cycle, "<b>bold</b>")
    rig.desk.key_result(objective, replace(UNDER_HALF_AN_HOUR, title="<i>fast</i>"))
    rig.begin(cycle)
    rig.desk.activate(objective)
    for path in ("/objectives", "/objectives/review", "/"):
        page = rig.site("admin").page(path)
        assert "<b>bold" not in page
        assert "<i>fast" not in page
        assert "&lt;b&gt;bold" in page


def test_the_overview_begins_with_the_objectives_that_run(rig: ObjectivePages) -> None:
    admin, viewer = rig.site("admin"), rig.site("viewer")
    assert "No cycle of objectives has been added yet." in admin.page("/")
    assert "No cycle of objectives" not in viewer.page("/")
    cycle, _ = rig.running()
    page = admin.page("/")
    assert page.index("<dt>At risk</dt>") < page.index("Objectives, February") < page.index("Key metrics")
    assert "No key result is: all are on track." in page
    assert row_of(page, TITLE) == row_of(admin.page("/objectives"), TITLE)
    assert "Objectives, February" not in admin.page("/?where.team=support")
    worse = rig.desk.objective(cycle, "Faster still")
    rig.desk.key_result(worse, replace(UNDER_HALF_AN_HOUR, title="In a minute", target=60))
    rig.desk.activate(worse)
    (at_risk,) = re.findall(r"<dt>At risk</dt>(.*?)</div>", admin.page("/"), re.DOTALL)
    # 20 of 59 minutes are 34 % of the way, where half was expected: 16 points behind.
    assert ">In a minute</a> (at risk), of 2 key results" in at_risk


def test_a_person_who_owns_one_is_named(rig: ObjectivePages) -> None:
    cycle = rig.desk.cycle()
    with rig.desk.state.reading() as stores:
        lead = stores.people.find_email("lead@example.org")
    assert lead is not None
    draft = ObjectiveDraft("Mine", "", Owner(Level.PERSON, lead.id), Level.PERSON)
    add_objective(rig.desk.state, rig.desk.clock, TERMINAL, cycle.id, draft)
    assert "<td>Lead</td>" in rig.site("viewer").page(f"/objectives?cycle={cycle.id}")


def test_no_english_is_left_in_german(rig: ObjectivePages) -> None:
    cycle, objective = rig.running()
    proposed = rig.desk.objective(cycle, "Vorschlag")
    rig.desk.key_result(proposed)
    with rig.desk.state.reading() as stores:
        (key_result,) = stores.okr.key_results([proposed.id])
    site = rig.site("admin")
    site.cookies.set(COOKIE, "de")
    data = frozenset({TITLE, "Answer sooner", "Waiting is lost time.", "February", "support"})
    for path in (
        "/objectives", "/objectives/review", "/objectives/owed", "/objectives/cycles/new", "/",
        f"/objectives/cycles/{cycle.id}", f"/objectives/new?cycle={cycle.id}",
        f"/objectives/{objective.id}/change", f"/key-results/{key_result.id}/change",
        f"/objectives/{proposed.id}/key-results/new?kind=keep&metric=csat",
        f"/objectives/{proposed.id}/key-results/new?kind=milestones", "/objectives/choose?metric=csat",
    ):  # fmt: skip
        assert english_of(spoken_on(site.page(path)), data) == [], path
