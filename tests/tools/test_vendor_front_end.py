"""What is brought from npm packages: pinned by hashes, without an address, and only what is served."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import vendor_front_end as brought
from deskwise.web.icons import ICONS


def test_the_lock_names_versions_and_hashes_and_no_address() -> None:
    text = (brought.PINNED / brought.LOCK).read_text(encoding="utf-8")
    assert "://" not in text
    lock = json.loads(text)
    wanted = json.loads((brought.PINNED / brought.PACKAGE).read_text(encoding="utf-8"))["dependencies"]
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert all(package["integrity"].startswith("sha512-") for package in packages.values())
    assert {name: packages[f"node_modules/{name}"]["version"] for name in wanted} == wanted


def test_the_icons_are_read_without_a_library() -> None:
    assert brought.icon_names() == ICONS


@pytest.fixture
def packages(tmp_path: Path) -> Path:
    """As npm would leave them."""
    for name in (*brought.FILES.values(), *(f"{brought.ICONS}/{icon}.svg" for icon in ICONS)):
        path = tmp_path / "node_modules" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{name}\n/*# sourceMappingURL=x.map */", encoding="utf-8")
    interpreter = tmp_path / "node_modules" / brought.INTERPRETER_SOURCE
    interpreter.parent.mkdir(parents=True, exist_ok=True)
    interpreter.write_text(f"import {{ a }} from 'vega-util';\n{brought.EXPORT}\n", encoding="utf-8")
    (tmp_path / "node_modules" / "htmx.org" / "dist" / "more.js").write_text("", encoding="utf-8")
    return tmp_path / "node_modules"


def test_only_what_is_served_is_copied_and_no_map_is_named(packages: Path, tmp_path: Path) -> None:
    brought.copy_files(packages, tmp_path / "vendor")
    found = {path.relative_to(tmp_path / "vendor").as_posix() for path in (tmp_path / "vendor").rglob("*.*")}
    assert found == {*brought.FILES, brought.INTERPRETER, *(f"icons/{name}.svg" for name in ICONS)}
    assert (tmp_path / "vendor" / "htmx.min.js").read_text(encoding="utf-8") == "htmx.org/dist/htmx.min.js"


def test_an_interpreter_that_is_made_otherwise_is_refused() -> None:
    for module in ("export default 1;", "import a from 'vega-util';\n" + brought.EXPORT, brought.EXPORT):
        with pytest.raises(SystemExit, match="another way"):
            brought.as_script(module)


def test_what_is_there_already_is_not_brought_again(
    packages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def npm(folder: Path, *arguments: str) -> None:
        asked.append(arguments[0])
        packages.rename(folder / "node_modules")

    monkeypatch.setattr(brought, "run_npm", npm)
    assert brought.bring(tmp_path / "vendor")
    assert not brought.bring(tmp_path / "vendor")
    assert asked == ["ci"]


def test_other_words_are_its_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert brought.main(["--what"]) == 2
    assert "--lock" in capsys.readouterr().err
