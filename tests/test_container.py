"""What the Dockerfile does, as far as that goes without Docker: a wheel that serves from its own place."""

from __future__ import annotations

import os
import re
import signal
import stat
import subprocess
import sys
import sysconfig
import tomllib
import venv
import zipfile
from pathlib import Path

import httpx
import pytest

from deskwise.app.secret_references import REFERENCE

ROOT = Path(__file__).parent.parent
PIN = re.compile(r"^([a-z0-9._-]+)==([^ ;\\]+)", re.MULTILINE)
NAME = re.compile(r"[a-z0-9-]+")
BUILD = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d"]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run([*BUILD, str(folder)], cwd=ROOT, check=True, capture_output=True)
    (made,) = folder.glob("*.whl")
    return made


def pins(name: str) -> set[tuple[str, str]]:
    return set(PIN.findall((ROOT / name).read_text(encoding="utf-8")))


def instructions(of: str) -> list[str]:
    """The instructions of the Dockerfile of a kind, each in one line."""
    joined = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    return [line.removeprefix(of).strip() for line in joined.splitlines() if line.startswith(f"{of} ")]


def test_the_wheel_has_what_pages_are_served_with_and_nothing_of_the_tests(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for file in ("vendor/tabler.min.css", "vendor/htmx.min.js", "vendor/vega.min.js", "static/base.css"):
        assert f"deskwise/web/{file}" in names
    assert {name.partition("/")[0].partition("-")[0] for name in names} == {"deskwise"}


def test_it_serves_from_a_place_of_its_own_that_nobody_may_write(wheel: Path, tmp_path: Path) -> None:
    place, data = tmp_path / "opt", tmp_path / "data"
    venv.create(place, symlinks=True)
    into = [sys.executable, "-m", "pip", "--python", str(place / "bin" / "python")]
    subprocess.run([*into, "install", "--no-deps", "--no-index", "--quiet", str(wheel)], check=True)
    (packages,) = place.glob("lib/python3*/site-packages")
    # The libraries are those of the tests; of their folder no other deskwise is found, for it is in none.
    (packages / "libraries.pth").write_text(sysconfig.get_path("purelib"))
    for path in (*packages.rglob("*"), packages):
        path.chmod(path.stat().st_mode & ~(stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH))
    kept = ("PATH", "LANG", "LC_ALL", "TMPDIR")
    environment = {name: os.environ[name] for name in kept if name in os.environ}
    environment |= {"DESKWISE_HOME": str(data), "HOME": "/nowhere", "PYTHONDONTWRITEBYTECODE": "1"}
    command = [str(place / "bin" / "deskwise"), "serve", "--port", "0"]
    try:
        with subprocess.Popen(
            command, cwd="/", env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout is not None
            address = re.search(r"http://\S+/", process.stdout.readline())
            assert address is not None
            site = address.group()
            assert httpx.get(f"{site}ready").json() == {"status": "ready", "workspace": "empty"}
            page = httpx.get(site).text
            sheet = re.search(r'href="/(vendor/tabler[^"]+)"', page)
            assert sheet is not None
            assert httpx.get(site + sheet.group(1)).status_code == 200
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=120)
        assert process.returncode == 0
    finally:
        for path in (packages, *packages.rglob("*")):
            path.chmod(path.stat().st_mode | stat.S_IWUSR)


def test_locks_of_the_container_are_parts_of_the_one_that_is_tested() -> None:
    whole = pins("requirements.lock")
    for part in ("requirements.build.lock", "requirements.server.lock"):
        assert pins(part)
        assert pins(part) <= whole
    server = {name for name, _ in pins("requirements.server.lock")}
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = [*declared["dependencies"], *declared["optional-dependencies"]["postgres"]]
    assert {NAME.match(each).group() for each in needed} <= server  # type: ignore[union-attr]  # all have one
    assert not {"pytest", "playwright", "pandas", "ruff"} & server


def test_what_the_dockerfile_copies_is_there_and_let_through() -> None:
    let_through = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    copied = [line.split()[:-1] for line in instructions("COPY") if not line.startswith("--from")]
    assert copied
    for name in (each for line in copied for each in line):
        assert (ROOT / name).exists(), name
        assert f"!{name.removeprefix('./')}" in let_through


def test_the_container_is_run_by_nobody_with_rights_and_from_a_pinned_image() -> None:
    assert instructions("USER") == ["10001:10001"]
    (image,) = instructions("ARG")
    assert re.fullmatch(r"PYTHON_IMAGE=python:3\.1[1-3]\.\d+-slim-\w+", image)
    assert instructions("HEALTHCHECK")


def test_compose_has_no_password_and_reads_it_from_a_file() -> None:
    text = (ROOT / "compose.yaml").read_text(encoding="utf-8")
    ours, theirs = re.findall(r"PASSWORD\w*: *(\S+)", text)
    assert (ours, theirs) == ("file:/run/secrets/state_password", "/run/secrets/state_password")
    assert REFERENCE.fullmatch(ours)
    assert ":latest" not in text
    assert '"127.0.0.1:8650:8650"' in text
