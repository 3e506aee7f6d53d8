from __future__ import annotations

import tempfile
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskwise.app.sync_source import SyncRequest, sync_source
from deskwise.kernel.clock import FixedClock
from deskwise.sources.mbox.mail_threads import MailThreads
from sources.mbox.mails import AGENT, BEGAN, mail, translated
from sources.mbox.test_mbox import ServedMailbox
from sources.unfolded_syncs import UnfoldedSyncs


def threads_of(*mails: tuple[str, list[str]]) -> MailThreads:
    threads = MailThreads()
    for name, references in mails:
        threads.add(name, references, BEGAN)
    return threads


def test_a_mail_that_names_only_the_one_before_is_of_the_thread_all_go_back_to() -> None:
    chain: list[tuple[str, list[str]]] = [("a", []), ("b", ["a"]), ("c", ["b"]), ("d", ["c"])]
    for order in permutations(chain):
        assert {threads_of(*order).ticket(name) for name in "abcd"} == {"a"}


def test_what_others_tell_of_a_missing_mail_counts() -> None:
    assert threads_of(("c", ["b"]), ("d", ["a", "b", "c"])).ticket("c") == "a"


def test_mails_that_go_back_to_each_other_are_one_thread() -> None:
    threads = threads_of(("c", ["b"]), ("b", ["a"]), ("a", ["b"]))
    assert {threads.ticket(name) for name in "abc"} == {"a"}


@st.composite
def conversations(draw: st.DrawFn) -> list[bytes]:
    """Mails of a few threads with whole References; each has a second of its own, none need be in order."""
    before: list[list[str]] = []
    mails = []
    minutes = draw(st.permutations(range(1, 8)))
    for number, minute in enumerate(minutes):
        # Two threads, begun by the first two.
        parent = draw(st.integers(0, number - 1)) if number > 1 else None
        references = [] if parent is None else [*before[parent], f"m{parent}"]
        before.append(references)
        sender = draw(st.sampled_from([AGENT, "carla@shop.example", "dora@web.de"]))
        mails.append(mail(f"m{number}", minute, sender, "desk@example.org", references))
    # What begins a thread may be in no export.
    return mails[draw(st.integers(0, 2)) :]


@settings(max_examples=12, deadline=None)
@given(st.data())
def test_any_order_and_overlap_of_exports_gives_the_same_log(data: st.DataObject) -> None:
    mails = data.draw(conversations())
    exports = data.draw(st.lists(st.lists(st.sampled_from(mails), min_size=1, unique=True), max_size=3))
    # Whatever none of them held is in the last one, which may come first.
    given_once = {one for export in exports for one in export}
    exports.append([one for one in mails if one not in given_once] or mails[:1])
    exports = data.draw(st.permutations(exports))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        assert log_of(folder / "parts", exports) == log_of(folder / "whole", [mails])


@pytest.mark.parametrize("exports", [[[3], [2], [1]], [[2, 3], [1]], [[1], [3], [2]]])
def test_a_thread_whose_first_mail_never_comes_is_the_same_by_any_exports(
    exports: list[list[int]], tmp_path: Path
) -> None:
    mails = [
        mail("a"),
        mail("b", 1, answers="a"),
        mail("c", 2, "dora@web.de", answers="ab"),
        mail("d", 3, AGENT, "erna@web.de", answers="abc"),
    ]
    parts = [[mails[number] for number in export] for export in exports]
    log = log_of(tmp_path / "parts", parts)
    assert len(log) == 4
    assert log == log_of(tmp_path / "whole", [mails[1:]])


def log_of(folder: Path, exports: list[list[bytes]]) -> list[tuple[object, ...]]:
    folder.mkdir()
    syncs = UnfoldedSyncs(folder / "home")
    mailbox = ServedMailbox(folder / "support.mbox")
    for export in exports:
        mailbox.mails[:] = export
        mailbox.write()
        sync_source(syncs, SyncRequest("desk"), mailbox.source(), FixedClock(mailbox.now()))
    return syncs.log()


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400), st.integers(0, 300), st.booleans())
def test_no_bytes_make_it_fail(noise: bytes, place: int, keep_text: bool) -> None:
    sound = mail("t", References="<a@b> <c@d>", Content_Type='multipart/mixed; boundary="x"', Subject="=?u?")
    at = 60 + place
    with tempfile.TemporaryDirectory() as name:
        found = translated(Path(name), sound[:at] + noise + sound[at:], mail("u"), keep_text=keep_text)
    assert len(found) >= 1
    assert all(one.events or one.refused for one in found)
