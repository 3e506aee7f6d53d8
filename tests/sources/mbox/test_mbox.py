"""A mailbox's export passes what every source must, as far as a file can."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from deskwise.app.source_port import Connection
from deskwise.kernel.errors import PassingSourceError, SettingsError, SourceError
from deskwise.metrics.catalogue import CATALOGUE
from deskwise.sources.mbox.mbox_source import MboxSource
from sources.mbox.mails import AGENT, BEGAN, OURS, WORDS, mail, thread
from sources.source_contract import (
    FaultName,
    ServedDesk,
    SourceContract,
    ids,
    quotes_nothing,
    synced,
    told,
    whole_log,
)
from sources.unfolded_syncs import UnfoldedSyncs


@dataclass
class ServedMailbox:
    """A mailbox file as the suite wants it; its clock is that of what is written into it."""

    path: Path
    # No mailbox asks for one; what a connection might carry all the same is looked for in logs.
    secret: str = "a-t0ken-that-no-file-asks-for"
    words: tuple[str, ...] = (WORDS,)
    waited: list[float] = field(default_factory=list)
    changed_at: datetime = BEGAN + timedelta(days=1)
    mails: list[bytes] = field(default_factory=lambda: [one for n in range(8) for one in thread(f"t{n}", n)])

    def __post_init__(self) -> None:
        self.write()

    def write(self, *mails: bytes) -> None:
        """More mails are exported."""
        self.mails.extend(mails)
        self.path.write_bytes(b"".join(self.mails))
        self.changed_at += timedelta(hours=1)

    def source(self, *, secret: str | None = None) -> MboxSource:
        connection = Connection("desk", "mbox", self.path.as_uri(), token=secret or self.secret, options=OURS)
        return MboxSource(connection, page_records=5, changed_at=lambda _: self.changed_at)

    def fail(self, fault: FaultName, times: int = 1, after: int = 1) -> None:
        raise NotImplementedError("a file has no such faults")

    def change_schema(self) -> None:
        self.path.write_text(f"subject,text\nhelp,{WORDS}\n", encoding="utf-8")

    def add_unknown(self) -> tuple[str, tuple[str, str]]:
        self.write(mail("odd", 50, X_Mood=WORDS, Precedence="sleeping"))
        return "x-mood", ("precedence", "sleeping")

    @contextmanager
    def change_while_paging(self) -> Iterator[None]:
        served, write, page = self.source, self.write, 0

        class Changing(MboxSource):
            def _mail_at(self, file: Any, place: int) -> Any:
                nonlocal page
                page += 1
                if page % 5 == 0 and page <= 20:
                    write(mail(f"t0.late{page}", 60 + page, AGENT, "carla@shop.example", ["t0"]))
                return super()._mail_at(file, place)

        def source(*, secret: str | None = None) -> MboxSource:
            made = served(secret=secret)
            made.__class__ = Changing
            return made

        self.source = source  # type: ignore[method-assign]  # of one test
        yield
        self.source = served  # type: ignore[method-assign]  # of one test

    def delete(self) -> str:
        raise NotImplementedError("a mail that is not in an export may be in another")

    def now(self) -> datetime:
        return self.changed_at


class TestMbox(SourceContract):
    # A file is not asked over a network and asks for no credentials: nothing there fails for a while.
    test_wrong_credentials_are_final_and_not_repeated = None  # type: ignore[assignment]  # not of this source
    test_what_fails_once_is_asked_again = None  # type: ignore[assignment]  # not of this source
    # In its place: test_one_that_is_rewritten_meanwhile_ends_and_the_next_sync_goes_on.
    test_what_keeps_failing_ends_and_the_next_sync_goes_on = None  # type: ignore[assignment]  # not of this source
    # A mail that is gone is no deletion, an export may hold less. In its place:
    # test_less_than_before_removes_nothing and test_a_ticket_that_became_part_of_another_is_removed.
    test_a_deleted_ticket_is_found = None  # type: ignore[assignment]  # not of this source

    @pytest.fixture
    def desk(self, tmp_path: Path) -> ServedDesk:
        return ServedMailbox(tmp_path / "support.mbox")

    def test_it_says_all_that_its_user_has_to_know(self, desk: ServedDesk) -> None:
        # As the suite's, but for the secret.
        about = desk.source().description
        assert re.fullmatch(r"[a-z][a-z0-9_]*", about.kind)
        assert about.title
        assert about.history.endswith(".")
        assert "url" in [setting.name for setting in about.settings]
        assert [setting.name for setting in about.settings if setting.secret] == []
        assert all(setting.tells.endswith(".") for setting in about.settings)
        assert all(gap.what.endswith(".") for gap in about.missing)
        assert {metric for gap in about.missing for metric in gap.metrics} <= set(CATALOGUE)

    def test_since_leaves_out_what_was_not_changed(self, desk: ServedDesk) -> None:
        # A file tells when it was changed as a whole, and no mail when it came into it.
        source = desk.source()
        everything = ids(list(source.pull(None, None)))
        assert ids(list(source.pull(None, desk.now()))) == everything
        assert list(source.pull(None, desk.now() + timedelta(seconds=1))) == []

    def test_neither_secret_nor_text_is_in_any_log(
        self, desk: ServedDesk, syncs: UnfoldedSyncs, caplog: pytest.LogCaptureFixture
    ) -> None:
        # As the suite's, with what can go wrong with a file.
        with caplog.at_level("DEBUG"):
            synced(desk, syncs)
            desk.change_schema()
            with pytest.raises(SourceError) as caught:
                synced(desk, syncs, full=True)
        assert quotes_nothing(desk, caplog.text)
        assert quotes_nothing(desk, told(caught.value))
        for path in syncs.workspace.home.rglob("*"):
            assert not path.is_file() or desk.secret.encode() not in path.read_bytes()


@pytest.fixture
def mailbox(tmp_path: Path) -> ServedMailbox:
    return ServedMailbox(tmp_path / "support.mbox")


@pytest.fixture
def syncs(tmp_path: Path) -> UnfoldedSyncs:
    return UnfoldedSyncs(tmp_path / "home")


def test_one_that_is_rewritten_meanwhile_ends_and_the_next_sync_goes_on(
    mailbox: ServedMailbox, syncs: UnfoldedSyncs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = mailbox.path.read_bytes()
    read = MboxSource._records

    def cut(source: MboxSource, *arguments: Any) -> Iterator[Any]:
        yield from read(source, *arguments)
        mailbox.path.write_bytes(whole[:100])

    monkeypatch.setattr(MboxSource, "_records", cut)
    with pytest.raises(PassingSourceError, match="written anew"):
        synced(mailbox, syncs)
    monkeypatch.undo()
    assert syncs.state("desk").complete_to is None
    assert syncs.log()
    mailbox.write()
    assert synced(mailbox, syncs).complete_to is not None
    assert syncs.log() == whole_log(mailbox, tmp_path)


def test_a_file_that_is_not_there_may_come_and_its_path_is_not_told(mailbox: ServedMailbox) -> None:
    mailbox.path.unlink()
    with pytest.raises(PassingSourceError, match="the mailbox of desk is not there"):
        mailbox.source().check()


def test_less_than_before_removes_nothing(mailbox: ServedMailbox, syncs: UnfoldedSyncs) -> None:
    synced(mailbox, syncs)
    log = syncs.log()
    mailbox.mails[:] = mailbox.mails[12:]
    mailbox.write()
    assert synced(mailbox, syncs, full=True).removed == 0
    assert syncs.log() == log


def test_a_ticket_that_became_part_of_another_is_removed(
    mailbox: ServedMailbox, syncs: UnfoldedSyncs
) -> None:
    mailbox.write(mail("c", 30, In_Reply_To="<b@mail.example>"))
    synced(mailbox, syncs)
    assert "b@mail.example" in syncs.tickets_after("desk", None, 1_000)
    mailbox.write(mail("b", 20, AGENT, In_Reply_To="<a@mail.example>"), mail("a", 10))
    assert synced(mailbox, syncs).removed == 1
    tickets = syncs.tickets_after("desk", None, 1_000)
    assert "a@mail.example" in tickets
    assert "b@mail.example" not in tickets


def test_late_mails_of_a_longer_export_come_in_whatever_their_date(
    mailbox: ServedMailbox, syncs: UnfoldedSyncs
) -> None:
    synced(mailbox, syncs)
    mailbox.write(mail("old", -500_000))
    assert synced(mailbox, syncs).counts.accepted == 1
    assert synced(mailbox, syncs).records == 0  # nothing was written since


@pytest.mark.parametrize("url", ["https://desk.example", "file://far.example/a.mbox"])
def test_only_a_file_of_this_machine_is_read(url: str) -> None:
    with pytest.raises(SettingsError, match="names no file"):
        MboxSource(Connection("desk", "mbox", url, options=OURS))


def test_somebody_has_to_be_ours() -> None:
    with pytest.raises(SettingsError, match="who is ours"):
        MboxSource(Connection("desk", "mbox", "file:///a.mbox"))
