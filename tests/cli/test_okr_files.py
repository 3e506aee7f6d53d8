from __future__ import annotations

import json
from pathlib import Path

from app.objectives.okr_rig import OkrRig
from cli.okr_calls import Call, call, done, refused, rig

__all__ = ["call", "rig"]

FILE = """\
version: 1
cycles:
- name: February
  first_day: 2025-02-01
  last_day: 2025-02-28
  objectives:
  - key: sooner
    title: Answer sooner
    owner:
      team: support
    key_results:
    - key: mean
      title: First response under half an hour
      kind: reach
      metric: first_response_time
      stat: mean
      target: 30min
"""


def written(rig: OkrRig, text: str = FILE) -> str:
    path = rig.home / "objectives.yaml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_file_is_applied_once(call: Call, rig: OkrRig) -> None:
    told = done(call("apply", written(rig), "--yes"))
    assert "+ cycle February" in told
    assert "+ key result sooner/mean" in told
    assert "    target: 1800" in told
    assert told.endswith("Done: 3 changed. Next: deskwise okr tree\n")
    before = len(rig.audit())
    assert done(call("apply", written(rig), "--yes")) == "Nothing changes: all of it is so already.\n"
    assert len(rig.audit()) == before


def test_an_export_changes_nothing_and_is_the_same_in_another_workspace(
    call: Call, rig: OkrRig, tmp_path: Path
) -> None:
    done(call("apply", written(rig), "--yes"))
    exported = done(call("export"))
    assert exported.startswith("# Objectives of Deskwise")
    assert "target: 1800\n" in exported
    assert "Nothing changes" in done(call("apply", written(rig, exported)))
    other = str(tmp_path / "other")
    done(call("apply", written(rig, exported), "--yes", "--home", other))
    assert done(call("export", "--home", other)) == exported


def test_what_was_reached_is_exported_for_the_reader_and_never_applied(
    call: Call, rig: OkrRig, tmp_path: Path
) -> None:
    done(call("apply", written(rig), "--yes"))
    done(call("activate", "sooner"))
    exported = done(call("export"))
    assert "state: active" in exported
    assert "frozen_baseline:\n        value: 3600\n        n: 28\n" in exported
    assert "Nothing changes" in done(call("apply", written(rig, exported)))
    other = str(tmp_path / "other")
    told = done(call("apply", written(rig, exported), "--yes", "--home", other))
    assert "sooner is active in the file; a file does not make it so: deskwise okr activate sooner" in told
    again = done(call("export", "--home", other))
    assert done(call("export", "--plan")) == again


def test_a_dry_run_and_an_open_question_change_nothing(call: Call, rig: OkrRig) -> None:
    assert "+ objective sooner" in done(call("apply", written(rig), "--dry-run"))
    # Nobody is there to be asked.
    left = call("apply", written(rig))
    assert left.exit_code == 2
    assert "say --yes, or --dry-run to only look" in left.stderr
    assert "There is no cycle yet" in done(call("cycles"))
    told = json.loads(done(call("apply", written(rig), "--dry-run", "--format", "json")))
    assert [(each["act"], each["what"], each["name"]) for each in told["changes"]] == [
        ("add", "cycle", "February"), ("add", "objective", "sooner"), ("add", "key_result", "sooner/mean"),
    ]  # fmt: skip
    assert told["applied"] is False


def test_what_a_file_does_not_name_stays_unless_it_is_pruned(call: Call, rig: OkrRig) -> None:
    done(call("apply", written(rig), "--yes"))
    done(call("add", "objective", "Another", "--team", "support"))
    done(call("add", "key-result", "sooner", "--title", "Articles", "--baseline", "1", "--target", "2"))
    told = done(call("apply", written(rig)))
    assert "Not in the file, and left as they are: sooner/articles, another." in told
    told = done(call("apply", written(rig), "--prune", "--yes"))
    assert "- key result sooner/articles: taken out" in told
    assert "- objective another: draft → withdrawn" in told
    assert "Nothing changes" in done(call("apply", written(rig), "--prune", "--yes"))
    assert "withdrawn" in done(call("tree"))
    # Named again, what was withdrawn is a draft again.
    named = FILE + "  - key: another\n    title: Another\n    owner: {team: support}\n"
    assert "~ objective another: withdrawn → draft" in done(call("apply", written(rig, named), "--yes"))


def test_all_is_done_or_nothing(call: Call, rig: OkrRig) -> None:
    done(call("apply", written(rig), "--yes"))
    done(call("activate", "sooner"))
    changed = FILE.replace("30min", "20min").replace("title: Answer sooner", "title: Answer at once")
    line = refused(call("apply", written(rig, changed), "--yes"))
    assert line.startswith(
        "deskwise: cycles[February].objectives[sooner].key_results[mean]: objective sooner is active"
    )
    assert "Answer sooner" in done(call("tree"))


def test_a_mistake_names_its_place(call: Call, rig: OkrRig) -> None:
    line = refused(call("apply", written(rig, FILE.replace("kind: reach", "kind: reech"))))
    assert line.startswith("deskwise: cycles[February].objectives[sooner].key_results[mean].kind: ")
    line = refused(call("apply", written(rig, FILE.replace("30min", "soon"))))
    assert "cycles[February].objectives[sooner].key_results[mean]: 'soon' is no value in seconds" in line
    assert "line 3: this is no YAML" in refused(call("apply", written(rig, "version: 1\ncycles: [\n- {")))
    big = "#" * 1_000_001
    assert "larger than 1 MB" in refused(call("apply", written(rig, big)))
    assert "cannot be read" in refused(call("apply", str(rig.home / "none.yaml")))


def test_spreadsheets_become_drafts_and_what_cannot_be_read_is_kept_aside(call: Call, rig: OkrRig) -> None:
    done(call("add", "cycle", "February", "--from", "2025-02-01", "--to", "2025-02-28"))
    sheet = rig.home / "okrs.csv"
    sheet.write_text(
        "Goal;Key Result;Team;KPI;Start;Target;Notes\n"
        "Answer sooner;Median first response;support;First response time;82 min;< 30 minutes;a\n"
        ";Articles;;;40;60;\n"
        ";Escalations;;Escalations by phone;10;5;\n"
        ";Odd;;CSAT;;lots;\n",
        encoding="utf-8",
    )
    told = call("import", str(sheet), "--yes")
    assert told.exit_code == 1
    assert "objective   Goal" in told.stdout
    assert "Not used: Notes. To use one: --map COLUMN=FIELD." in told.stdout
    assert "3 of 4 rows were read." in told.stdout
    assert "Note: row 4: no metric is called 'Escalations by phone': its value is to be typed." in told.stdout
    assert "+ key result answer-sooner/median-first-response" in told.stdout
    aside = (rig.home / "okrs.aside.csv").read_text(encoding="utf-8").splitlines()
    assert aside[0] == "row,Goal,Key Result,Team,KPI,Start,Target,Notes,why"
    assert aside[1].startswith("5,,Odd,,CSAT,,lots,,")
    found = json.loads(done(call("show", "answer-sooner", "--format", "json")))
    assert found["state"] == "draft"
    assert [(each["kind"], each["target"]) for each in found["key_results"]] == [
        ("reach", 1800), ("number", 60), ("number", 5),
    ]  # fmt: skip
    assert found["key_results"][0]["baseline_rule"]["number"] == 82 * 60
    again = call("import", str(sheet), "--yes")
    assert "Nothing changes" in again.stdout


def test_a_column_can_be_said_to_be_another(call: Call, rig: OkrRig) -> None:
    done(call("add", "cycle", "February", "--from", "2025-02-01", "--to", "2025-02-28"))
    sheet = rig.home / "okrs.csv"
    sheet.write_text("Initiative,Result,Who,Goal\nSooner,Articles,support,60\n", encoding="utf-8")
    asked = ("--map", "Initiative=objective", "--map", "Who=owner", "--map", "Goal=target")
    assert "+ objective sooner" in done(call("import", str(sheet), *asked, "--dry-run"))
    assert "there is no column 'Whose'" in refused(call("import", str(sheet), "--map", "Whose=owner"))
    assert "no column says which objective" in refused(call("import", str(sheet), "--map", "Goal=none"))
