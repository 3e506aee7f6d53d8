from __future__ import annotations

import threading

import pytest

from deskwise.app.lake import ImportProgress
from deskwise.cli.progress import ImportTicker, ImportTickers, told_if_long


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


def test_an_import_is_silent_where_nobody_watches(capsys: pytest.CaptureFixture[str]) -> None:
    ticker = ImportTicker(after_seconds=0)
    ticker.watch(lambda: ImportProgress("reading"))
    ticker.end()
    assert capsys.readouterr().err == ""


def test_a_terminal_is_told_how_far_an_import_is_until_it_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    asked = threading.Event()

    def ask() -> ImportProgress:
        if len(told) > 2:
            asked.set()
        return ImportProgress("reading", "a\x1b.csv", 0.5, 1_000, 4_000_000)

    monkeypatch.setattr("deskwise.cli.progress.click.echo", lambda words, **_: told.append(words))
    monkeypatch.setattr("deskwise.cli.progress.sys.stderr", Terminal())
    ticker = ImportTicker(after_seconds=0, every_seconds=0, clock=lambda: 7.0)
    ticker.watch(ask)
    assert asked.wait(10)
    ticker.end()
    assert told[0] == "\r\x1b[2Kreading a\ufffd.csv: 50 % of 4 MB, 1,000 rows"
    assert told[-1] == "\r\x1b[2K"


def test_what_is_soon_imported_draws_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr("deskwise.cli.progress.click.echo", lambda words, **_: told.append(words))
    monkeypatch.setattr("deskwise.cli.progress.sys.stderr", Terminal())
    ticker = ImportTicker(after_seconds=3600)
    ticker.watch(lambda: ImportProgress("reading"))
    ticker.end()
    assert told == []


def test_each_attempt_has_a_ticker_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[str] = []
    monkeypatch.setattr(ImportTicker, "watch", lambda self, ask: begun.append("begun"))
    monkeypatch.setattr(ImportTicker, "end", lambda self: begun.append("ended"))
    tickers = ImportTickers()
    tickers.end()
    for _ in range(2):
        tickers.watch(lambda: ImportProgress("reading"))
    tickers.end()
    tickers.end()
    assert begun == ["begun", "ended", "begun", "ended"]


class Terminal:
    def isatty(self) -> bool:
        return True
