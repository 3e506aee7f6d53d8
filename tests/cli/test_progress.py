from __future__ import annotations

import threading

import pytest

from deskwise.cli.progress import told_if_long


def test_what_is_soon_done_is_done_in_silence(capsys: pytest.CaptureFixture[str]) -> None:
    with told_if_long("importing", after_seconds=3600):
        pass
    assert capsys.readouterr().err == ""


def test_what_takes_long_says_so_once(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[object, ...]] = []
    done = threading.Event()

    def tell(*words: object, **_: object) -> None:
        told.append(words)
        done.set()

    monkeypatch.setattr("deskwise.cli.progress.click.echo", tell)
    with told_if_long("importing a.csv", after_seconds=0):
        assert done.wait(10)
    assert told == [("importing a.csv ...",)]
