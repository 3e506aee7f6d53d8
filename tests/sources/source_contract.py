"""What every source must hold, whatever system it asks: subclass `SourceContract` and give it a `desk`.

A `desk` serves recorded or made-up records on this machine and fails as it is told to; see
`tests/sources/fake_desk/test_fake_source.py` for the smallest one.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Literal, Protocol

import pytest

from deskwise.app.source_port import Page, Record, Source, Translated
from deskwise.app.sync_source import SyncLimits, SyncRequest, SyncSummary, sync_source
from deskwise.events.vocabulary import KIND_NAMES, ROLE_NAMES, STATUS_NAMES
from deskwise.kernel.clock import FixedClock
from deskwise.kernel.errors import (
    FinalSourceError,
    PassingSourceError,
    SourceCredentialsError,
    SourceError,
    SourceSchemaError,
)
from deskwise.metrics.catalogue import CATALOGUE
from sources.unfolded_syncs import UnfoldedSyncs

FaultName = Literal["rate", "server", "truncated", "dropped"]
PASSING: tuple[FaultName, ...] = ("rate", "server", "truncated", "dropped")
ALWAYS = 1_000


class ServedDesk(Protocol):
    """A help desk on this machine with some dozen tickets, several pages of them.

    `secret` is what it is asked with, `words` are customers' words in its records. `waited` is what the
    source slept, as no test sleeps.
    """

    secret: str
    words: tuple[str, ...]
    waited: list[float]

    def source(self, *, secret: str | None = None) -> Source:
        """The source, with this desk's secret or another one."""
        ...

    def fail(self, fault: FaultName, times: int = 1, after: int = 1) -> None:
        """Fail so many requests for records, after so many that go well."""
        ...

    def change_schema(self) -> None:
        """Answer requests for records in a form that the source cannot know."""
        ...

    def add_unknown(self) -> tuple[str, tuple[str, str]]:
        """Put a field and a value into the records that nobody knows; returns the names of both."""
        ...

    def change_while_paging(self) -> AbstractContextManager[None]:
        """While it holds, something happens to an early record after each page."""
        ...

    def delete(self) -> str:
        """Delete a ticket; returns its id."""
        ...

    def now(self) -> datetime:
        """The clock of the help desk."""
        ...


class SourceContract:
    """The suite."""

    @pytest.fixture
    def desk(self) -> Iterator[ServedDesk]:
        raise NotImplementedError("a subclass serves a help desk")

    @pytest.fixture
    def syncs(self, tmp_path: Path) -> UnfoldedSyncs:
        return UnfoldedSyncs(tmp_path / "home")

    def test_it_says_all_that_its_user_has_to_know(self, desk: ServedDesk) -> None:
        about = desk.source().description
        assert re.fullmatch(r"[a-z][a-z0-9_]*", about.kind)
        assert about.title
        assert about.history.endswith(".")
        assert "url" in [setting.name for setting in about.settings]
        assert [setting.name for setting in about.settings if setting.secret]
        assert all(setting.tells.endswith(".") for setting in about.settings)
        assert all(gap.what.endswith(".") for gap in about.missing)
        assert {metric for gap in about.missing for metric in gap.metrics} <= set(CATALOGUE)

    def test_it_says_who_we_are(self, desk: ServedDesk) -> None:
        assert desk.source().check().who

    def test_wrong_credentials_are_final_and_not_repeated(self, desk: ServedDesk) -> None:
        wrong = "not-the-secret-of-anybody"
        with pytest.raises(SourceCredentialsError) as caught:
            desk.source(secret=wrong).check()
        assert wrong not in told(caught.value)
        assert desk.waited == []

    def test_any_page_can_be_gone_on_after(self, desk: ServedDesk) -> None:
        source = desk.source()
        pages = list(source.pull(None, None))
        assert len(pages) >= 3
        everything = ids(pages)
        for number, page in enumerate(pages, start=1):
            rest = ids(list(source.pull(page.cursor, None)))
            assert ids(pages[:number]) | rest == everything
            # Nor does it begin anew: what comes again is no more than a page.
            assert len(rest) <= len(ids(pages[number:])) + len(page.records)

    def test_since_leaves_out_what_was_not_changed(self, desk: ServedDesk) -> None:
        source = desk.source()
        changed = {one.id: one.changed_at for page in source.pull(None, None) for one in page.records}
        instants = sorted(at for at in changed.values() if at is not None)
        since = instants[len(instants) // 2]
        expected = {name for name, at in changed.items() if at is None or at >= since}
        assert ids(list(source.pull(None, since))) >= expected
        assert len(ids(list(source.pull(None, since)))) < len(changed)

    def test_the_same_record_is_always_the_same_events(self, desk: ServedDesk) -> None:
        source, again = desk.source(), desk.source()
        for record in records(source):
            first = source.events(record)
            assert source.events(record) == first
            copy = Record(record.id, record.changed_at, json.loads(json.dumps(record.raw)))
            assert again.events(copy) == first

    def test_every_event_is_one_of_the_books(self, desk: ServedDesk) -> None:
        source = desk.source()
        found = [event for record in records(source) for event in source.events(record).events]
        assert found
        assert {event.kind for event in found} <= set(KIND_NAMES)
        assert {event.role for event in found} <= {*ROLE_NAMES, None}
        assert {event.status for event in found if event.kind == "status"} <= set(STATUS_NAMES)
        assert all(event.at.tzinfo is not None for event in found)
        keys = [(event.ticket, event.event_id) for event in found]
        assert len(set(keys)) == len(keys)

    def test_every_event_comes_into_the_log(self, desk: ServedDesk, syncs: UnfoldedSyncs) -> None:
        source = desk.source()
        translated = [source.events(record) for record in records(source)]
        summary = synced(desk, syncs)
        assert summary.counts.accepted == sum(len(one.events) for one in translated)
        assert (summary.counts.rejected, summary.counts.conflicts) == (refused(translated), 0)
        assert summary.complete_to is not None
        # A revision that does not come through whole would make conflicts of corrections.
        given = {(event.ticket, event.event_id, event.revision) for one in translated for event in one.events}
        assert syncs.ids() == given

    def test_a_second_sync_brings_nothing_twice(self, desk: ServedDesk, syncs: UnfoldedSyncs) -> None:
        synced(desk, syncs)
        log = syncs.log()
        again = synced(desk, syncs, full=True)
        assert (again.counts.accepted, again.counts.conflicts) == (0, 0)
        assert again.counts.duplicates == len(log)
        assert syncs.log() == log

    @pytest.mark.parametrize("fault", PASSING)
    def test_what_fails_once_is_asked_again(
        self, desk: ServedDesk, syncs: UnfoldedSyncs, tmp_path: Path, fault: FaultName
    ) -> None:
        desk.fail(fault)
        summary = synced(desk, syncs)
        assert summary.counts.rejected == refused_of(desk.source())
        assert len(desk.waited) == 1
        assert syncs.log() == whole_log(desk, tmp_path)

    @pytest.mark.parametrize("fault", PASSING)
    def test_what_keeps_failing_ends_and_the_next_sync_goes_on(
        self, desk: ServedDesk, syncs: UnfoldedSyncs, tmp_path: Path, fault: FaultName
    ) -> None:
        desk.fail(fault, times=ALWAYS, after=2)
        with pytest.raises(PassingSourceError) as caught:
            synced(desk, syncs)
        assert quotes_nothing(desk, told(caught.value))
        assert 0 < len(desk.waited) < 20
        assert syncs.log()
        # Half a history is no claim that anything is complete.
        state = syncs.state("desk")
        assert state.complete_to is None
        assert syncs.as_of("desk").year == 1970
        desk.fail(fault, times=0)
        summary = synced(desk, syncs)
        assert summary.complete_to is not None
        assert summary.records < len(records(desk.source())) + 1
        assert syncs.log() == whole_log(desk, tmp_path)

    def test_a_form_that_is_not_known_is_final(self, desk: ServedDesk, syncs: UnfoldedSyncs) -> None:
        desk.change_schema()
        with pytest.raises(SourceSchemaError) as caught:
            synced(desk, syncs)
        assert isinstance(caught.value, FinalSourceError)
        assert quotes_nothing(desk, told(caught.value))
        assert syncs.log() == []

    def test_what_changes_while_it_is_paged_is_not_missed(
        self, desk: ServedDesk, syncs: UnfoldedSyncs, tmp_path: Path
    ) -> None:
        with desk.change_while_paging():
            synced(desk, syncs)
        # What happened after the last page was given is the next sync's.
        synced(desk, syncs)
        assert syncs.log() == whole_log(desk, tmp_path)

    def test_what_nobody_knows_is_counted(self, desk: ServedDesk, syncs: UnfoldedSyncs) -> None:
        field, (name, value) = desk.add_unknown()
        summary = synced(desk, syncs)
        assert summary.unknown[(field, None)] > 0
        assert summary.unknown[(name, value)] > 0
        assert syncs.state("desk").unknown == summary.unknown

    def test_a_deleted_ticket_is_found(self, desk: ServedDesk, syncs: UnfoldedSyncs) -> None:
        synced(desk, syncs)
        source = desk.source()
        tickets = syncs.tickets_after("desk", None, 1_000)
        assert source.present(tickets) == set(tickets)
        gone = desk.delete()
        assert source.present(tickets) == {one for one in tickets if one != gone}
        assert source.present(()) == frozenset()
        assert synced(desk, syncs).removed == 1
        assert gone not in syncs.tickets_after("desk", None, 1_000)
        assert synced(desk, syncs).removed == 0

    def test_neither_secret_nor_text_is_in_any_log(
        self, desk: ServedDesk, syncs: UnfoldedSyncs, caplog: pytest.LogCaptureFixture
    ) -> None:
        with caplog.at_level(logging.DEBUG):
            desk.fail("server", times=2)
            synced(desk, syncs)
            desk.fail("rate", times=ALWAYS)
            with pytest.raises(SourceError) as caught:
                synced(desk, syncs, full=True)
        assert quotes_nothing(desk, caplog.text)
        assert quotes_nothing(desk, told(caught.value))
        for path in syncs.workspace.home.rglob("*"):
            assert not path.is_file() or desk.secret.encode() not in path.read_bytes()

    def test_no_text_is_kept_that_nobody_wants(self, desk: ServedDesk) -> None:
        source = desk.source()
        for record in records(source):
            assert all(event.text is None for event in source.events(record).events)
        assert quotes_nothing(desk, repr([source, *records(source)]))


def synced(desk: ServedDesk, syncs: UnfoldedSyncs, *, full: bool = False) -> SyncSummary:
    request = SyncRequest("desk", full=full)
    return sync_source(syncs, request, desk.source(), FixedClock(desk.now()), SyncLimits(batch_records=10))


def whole_log(desk: ServedDesk, folder: Path) -> list[tuple[object, ...]]:
    """The log of one sync, of which nothing went wrong."""
    syncs = UnfoldedSyncs(folder / "undisturbed")
    sync_source(syncs, SyncRequest("desk"), desk.source(), FixedClock(desk.now()))
    return syncs.log()


def records(source: Source) -> list[Record]:
    return [record for page in source.pull(None, None) for record in page.records]


def ids(pages: list[Page]) -> set[str]:
    return {record.id for page in pages for record in page.records}


def refused(translated: list[Translated]) -> int:
    return sum(len(one.refused) for one in translated)


def refused_of(source: Source) -> int:
    return refused([source.events(record) for record in records(source)])


def told(error: BaseException) -> str:
    """All that an error and what led to it say."""
    causes = [error]
    while (cause := causes[-1].__cause__) is not None:
        causes.append(cause)
    return " ".join(f"{cause} {cause.__dict__}" for cause in causes)


def quotes_nothing(desk: ServedDesk, text: str) -> bool:
    return not any(word in text for word in (desk.secret, *desk.words))
