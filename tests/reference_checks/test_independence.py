"""The reference shares no code with the product: it imports nothing of it."""

from __future__ import annotations

import ast
from pathlib import Path

import reference

FOLDER = Path(reference.__file__).parent


def imported_names(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names.add(node.module)
    return names


def test_no_file_of_the_reference_imports_the_product() -> None:
    files = sorted(FOLDER.glob("*.py"))
    assert len(files) > 15
    roots = {name.split(".")[0] for path in files for name in imported_names(path)}
    assert "scipy" in roots, "the search must be able to find an import"
    assert "deskwise" not in roots


def test_every_file_is_short() -> None:
    long = [path.name for path in FOLDER.glob("*.py") if len(path.read_text().splitlines()) >= 400]
    assert long == []
