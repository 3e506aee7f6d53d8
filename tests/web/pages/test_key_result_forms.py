"""Key results written on pages: the kind first, the figure shown, what is refused, and who else writes."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from app.objectives.okr_rig import MEAN, UNDER_HALF_AN_HOUR
from deskwise.app.access.holders import TERMINAL
from deskwise.app.objectives.change_key_results import change_key_result
from deskwise.okr.baseline import BaselineRule
from deskwise.okr.binding import Window
from deskwise.okr.key_result import Bounds, Change, Checkpoint, KeyResult, KeyResultKind, Milestone
from deskwise.okr.objective import Objective
from web.conftest import addresses
from web.objectives_rig import ObjectivePages, imported_desk

REACH = {
    "kind": "reach", "title": "Sooner", "weight": "1", "metric": "first_response_time", "stat": "mean",
    "clock": "elapsed", "window": "cycle_to_date", "target": "30min", "baseline": "span_before",
}  # fmt: skip


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return imported_desk(tmp_path_factory.mktemp("key_result_forms"))


@pytest.fixture
def rig(imported: Path, tmp_path: Path) -> ObjectivePages:
    return ObjectivePages.of(imported, tmp_path / "desk")


@pytest.fixture
def draft(rig: ObjectivePages) -> Objective:
    return rig.desk.objective(rig.desk.cycle())


def kept(rig: ObjectivePages, objective: Objective) -> tuple[KeyResult, ...]:
    with rig.desk.state.reading() as stores:
        return stores.okr.key_results([objective.id])


def plain(page: str) -> str:
    return page.replace("\N{NARROW NO-BREAK SPACE}", " ").replace("\N{NO-BREAK SPACE}", " ")


def preview(page: str) -> str:
    (found,) = re.findall(r'<section [^>]*id="preview".*?</section>', plain(page), re.DOTALL)
    return str(found)


def at(objective: Objective) -> str:
    return f"/objectives/{objective.id}/key-results"


def test_an_address_fills_the_form_in_and_shows_the_figure(rig: ObjectivePages, draft: Objective) -> None:
    asked = "metric=first_response_time&stat=p90&clock=elapsed&where.team=support"
    page = rig.site("admin").page(f"{at(draft)}/new?{asked}")
    assert 'value="first_response_time" selected' in page
    assert 'value="p90" selected' in page
    assert 'type="checkbox" name="where.team" value="support" checked' in page
    shown = preview(page)
    # 28 requests of January and 14 of the first half of February, each answered after the same time.
    assert "<dt>Now</dt><dd>40 min · n 14</dd>" in shown
    assert "<dt>Baseline, 4 Jan 2025 – 31 Jan 2025</dt><dd>1 h 00 min · n 28</dd>" in shown
    assert "held against this" in shown


def test_a_target_is_held_against_the_baseline_before_anything_is_kept(
    rig: ObjectivePages, draft: Objective
) -> None:
    site = rig.site("admin")
    well = preview(site.post(at(draft), **REACH, turn="reach").text)
    assert "Nothing stands against it." in well
    assert "<dt>Would be at</dt><dd>67 % of the way</dd>" in well
    worse = preview(site.post(at(draft), **{**REACH, "target": "2h"}, turn="reach").text)
    assert "The target of 2 h 00 min is worse than the baseline of 1 h 00 min: less is better." in worse
    same = preview(site.post(at(draft), **{**REACH, "target": "1h"}, turn="reach").text)
    assert "The target is what the baseline is already, 1 h 00 min." in same
    assert kept(rig, draft) == ()


def test_figures_of_too_few_people_are_not_shown_while_one_writes(rig: ObjectivePages) -> None:
    site = rig.site("agent")
    with rig.desk.state.reading() as stores:
        agent = stores.people.find_email("agent@example.org")
    assert agent is not None
    cycle = rig.desk.cycle()
    own = {"title": "Mine", "owner": f"person:{agent.id}", "level": "person", "weight": "1"}
    answer = site.post("/objectives", cycle=cycle.id, **own)
    shown = preview(site.page(f"{answer.headers['location']}?metric=first_response_time&stat=mean"))
    assert shown.count("not shown: fewer than 3 people") == 2
    assert "40 min" not in shown


def test_another_kind_is_shown_without_a_script_and_loses_nothing(
    rig: ObjectivePages, draft: Objective
) -> None:
    site = rig.site("lead")
    answer = site.post(at(draft), **{**REACH, "title": "<b>half</b> written"}, turn="keep")
    assert answer.status_code == 200
    assert 'name="turn" value="keep" formnovalidate aria-pressed="true"' in answer.text
    assert 'value="&lt;b&gt;half&lt;/b&gt; written"' in answer.text
    assert 'name="lower"' in answer.text
    assert 'name="target"' not in answer.text
    assert 'value="first_response_time" selected' in answer.text
    assert kept(rig, draft) == ()


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ({}, {"kind": KeyResultKind.REACH, "target": 1_800.0}),
        (
            {"window": "trailing", "window_days": "28", "baseline": "same_quarter_last_year", "weight": "2"},
            {
                "binding_window": Window("trailing", 28),
                "baseline_rule": BaselineRule("same_quarter_last_year"),
                "weight": 2.0,
            },
        ),
        (
            {"baseline": "dates", "baseline_first": "2025-01-01", "baseline_last": "2025-01-31"},
            {"baseline_rule": BaselineRule("dates", date(2025, 1, 1), date(2025, 1, 31))},
        ),
        (
            {"baseline": "number", "baseline_number": "1h"},
            {"baseline_rule": BaselineRule("number", number=3_600)},
        ),
        (
            {"kind": "change", "change": "-25%", "change_of": "baseline"},
            {"kind": KeyResultKind.CHANGE, "change": Change(-0.25), "target": None},
        ),
        (
            {"kind": "change", "change": "-10min", "change_of": "unit"},
            {"change": Change(-600, relative=False)},
        ),
        (
            {"kind": "keep", "lower": "", "upper": "45min", "every": "day"},
            {"bounds": Bounds(upper=2_700, every="day"), "baseline_rule": BaselineRule()},
        ),
        (
            {"stat": "within", "within": "30min", "target": "90"},
            {"binding_within": Decimal("1800.0"), "target": 0.9},
        ),
        (
            {"kind": "number", "unit": "articles", "target": "60", "baseline_number": "40"},
            {"binding": None, "unit": "articles", "baseline_rule": BaselineRule("number", number=40)},
        ),
        (
            {"checkpoint_day": "2025-02-10", "checkpoint_share": "20%"},
            {"checkpoints": (Checkpoint(date(2025, 2, 10), 0.2),)},
        ),
    ],
)  # fmt: skip
def test_what_is_written_is_kept_as_it_is_meant(
    rig: ObjectivePages, draft: Objective, said: dict[str, str], wanted: dict[str, object]
) -> None:
    answer = rig.site("lead").post(at(draft), **{**REACH, **said})
    assert answer.status_code == 303, answer.text[-600:]
    (made,) = kept(rig, draft)
    assert answer.headers["location"] == f"/objectives/{draft.id}?key_result={made.id}"
    for name, value in wanted.items():
        if name.startswith("binding_"):
            assert made.binding is not None
            of = {"binding_window": made.binding.window, "binding_within": made.binding.within_seconds}
            assert of[name] == value
        else:
            assert getattr(made, name) == value


def test_steps_are_rows_and_empty_ones_are_left_out(rig: ObjectivePages, draft: Objective) -> None:
    steps: dict[str, Any] = {
        "step": ["rota", "", "trained"],
        "step_weight": ["2", "1", "1"],
        "step_due": ["2025-02-20", "", ""],
        "step_was": ["", "", ""],
    }
    said: dict[str, Any] = {"kind": "milestones", "title": "Cover", "weight": "1"}
    assert rig.site("lead").post(at(draft), **said, **steps).status_code == 303
    (made,) = kept(rig, draft)
    assert made.milestones == (Milestone("rota", 2.0, date(2025, 2, 20)), Milestone("trained"))


def test_a_step_that_is_done_stays_done_under_another_name(rig: ObjectivePages) -> None:
    done_at = datetime(2025, 2, 3, tzinfo=UTC)
    steps = replace(
        UNDER_HALF_AN_HOUR, kind=KeyResultKind.MILESTONES, target=None, binding=None,
        milestones=(Milestone("rota", done_at=done_at), Milestone("trained")),
    )  # fmt: skip
    _, objective, key_result = rig.desk.active(steps)
    page = rig.site("lead").page(f"/key-results/{key_result.id}/change")
    assert "what this key result promises stays" in page
    said: dict[str, Any] = {
        "title": key_result.title, "weight": "1", "version": str(key_result.version), "kind": "reach",
        "step": ["the rota", "trained", "hired"], "step_weight": ["1", "1", "1"],
        "step_due": ["", "", ""], "step_was": ["rota", "trained", ""],
    }  # fmt: skip
    answer = rig.site("lead").post(f"/key-results/{key_result.id}/change", **said)
    assert answer.status_code == 303, answer.text[-600:]
    (now,) = kept(rig, objective)
    assert now.kind is KeyResultKind.MILESTONES
    assert now.milestones == (
        Milestone("the rota", done_at=done_at),
        Milestone("trained"),
        Milestone("hired"),
    )


def test_what_was_promised_stays_whatever_a_form_says(rig: ObjectivePages) -> None:
    _, objective, key_result = rig.desk.active()
    (frozen,) = kept(rig, objective)
    said = {**REACH, "title": "Renamed", "target": "59min", "version": str(frozen.version)}
    assert rig.site("lead").post(f"/key-results/{key_result.id}/change", **said).status_code == 303
    (now,) = kept(rig, objective)
    assert now == replace(frozen, title="Renamed", version=frozen.version + 1)


def test_of_two_who_change_it_neither_text_is_lost(rig: ObjectivePages, draft: Objective) -> None:
    key_result = rig.desk.key_result(draft)
    theirs = replace(key_result, title="Theirs", target=2_400.0)
    change_key_result(rig.desk.state, rig.desk.clock, TERMINAL, theirs)
    said = {**REACH, "title": "Mine", "version": "1"}
    answer = rig.site("lead").post(f"/key-results/{key_result.id}/change", **said)
    assert answer.status_code == 409
    assert "<dt>Title</dt><dd>Theirs</dd>" in answer.text
    assert "→ 40 min" in plain(answer.text)
    assert 'value="Mine"' in answer.text
    assert 'value="30min"' in answer.text
    assert 'name="version" value="2"' in answer.text
    assert kept(rig, draft)[0].title == "Theirs"
    again = rig.site("lead").post(f"/key-results/{key_result.id}/change", **{**said, "version": "2"})
    assert again.status_code == 303
    assert (kept(rig, draft)[0].title, kept(rig, draft)[0].target) == ("Mine", 1_800.0)


def test_the_form_of_one_that_is_there_sends_the_same_again(rig: ObjectivePages, draft: Objective) -> None:
    wanted = replace(
        UNDER_HALF_AN_HOUR, title="Mails", weight=2.5,
        binding=replace(MEAN, where=(("team", ("support", None)),), window=Window("trailing", 14)),
        baseline_rule=BaselineRule("number", number=5_400.0),
        checkpoints=(Checkpoint(date(2025, 2, 14), 0.4),),
    )  # fmt: skip
    key_result = rig.desk.key_result(draft, wanted)
    page = rig.site("lead").page(f"/key-results/{key_result.id}/change")
    (form,) = re.findall(r'<form [^>]*id="kr-form".*?</form>', page, re.DOTALL)
    said: dict[str, Any] = {}
    for field in re.findall(r"<input [^>]*>", form):
        name, value = (re.search(rf' {each}="([^"]*)"', field) for each in ("name", "value"))
        if name and ('type="checkbox"' not in field or " checked" in field):
            said.setdefault(name[1], []).append("" if value is None else value[1])
    for name, options in re.findall(r'<select [^>]*name="([^"]+)".*?>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        said[name] = ["dw:any" if chosen is None else chosen[1]]
    said.pop("form_token")
    answer = rig.site("lead").post(f"/key-results/{key_result.id}/change", **said)
    assert answer.status_code == 303, answer.text[-600:]
    assert kept(rig, draft) == (replace(key_result, version=2),)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"metric": ""}, "No metric is chosen."),
        ({"target": ""}, "lacks a target"),
        ({"target": "soon"}, "is no value in seconds"),
        ({"title": ""}, "The title is empty"),
        ({"window": "trailing", "window_days": "many"}, "The days of the window are no number."),
        ({"kind": "number", "target": "60"}, "The baseline is not given."),
    ],
)
def test_what_cannot_be_is_told_over_what_was_written(
    rig: ObjectivePages, draft: Objective, changed: dict[str, str], told: str
) -> None:
    answer = rig.site("lead").post(at(draft), **{**REACH, "weight": "7", **changed})
    assert answer.status_code == 400
    assert told in answer.text
    assert 'name="weight" type="text" value="7"' in answer.text
    assert kept(rig, draft) == ()


def test_nobody_writes_one_of_an_objective_that_is_not_theirs(rig: ObjectivePages, draft: Objective) -> None:
    key_result = rig.desk.key_result(draft)
    for name in ("agent", "viewer"):
        site = rig.site(name)
        assert site.get(f"{at(draft)}/new").status_code == 403
        assert site.post(at(draft), **REACH).status_code == 403
        assert site.get(f"/key-results/{key_result.id}/change").status_code == 403
        assert site.post(f"/key-results/{key_result.id}/change", **REACH, version="1").status_code == 403
    assert kept(rig, draft) == (key_result,)


def test_a_metrics_page_leads_to_a_key_result_of_it(rig: ObjectivePages, draft: Objective) -> None:
    lead = rig.site("lead")
    path = "/metrics/first_response_time?stat=p90&clock=elapsed&where.team=support"
    (choose,) = {each for each in addresses(lead.page(path)) if each.startswith("/objectives/choose")}
    asked = choose.partition("?")[2]
    for part in ("metric=first_response_time", "stat=p90", "clock=elapsed", "where.team=support"):
        assert part in asked
    page = lead.page(choose)
    assert "First response time · 90th percentile · elapsed · Team: support" in page
    (form,) = {each for each in addresses(page) if "/key-results/new" in each}
    assert form == f"/objectives/{draft.id}/key-results/new?{asked}"
    assert 'value="p90" selected' in lead.page(form)
    (new,) = {each for each in addresses(page) if each.startswith("/objectives/new")}
    own = {"title": "Another", "owner": "team:support", "level": "team", "weight": "1"}
    (bind,) = re.findall(r'name="bind" value="([^"]*)"', lead.page(new))
    answer = lead.post("/objectives", cycle=draft.cycle, bind=bind.replace("&amp;", "&"), **own)
    assert answer.headers["location"].endswith(f"/key-results/new?{asked}")
    assert "/objectives/choose" not in rig.site("viewer").page("/metrics/requests_received")
