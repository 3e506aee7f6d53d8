"""One writer at a time."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from deskwise.kernel.errors import WorkspaceBusyError
from deskwise.stores.writer_lock import WriterLock

HOLD = (
    "import sys; from pathlib import Path; from deskwise.stores.writer_lock import WriterLock\n"
    "with WriterLock(Path(sys.argv[1]), 0).held():\n    print('held', flush=True)\n    sys.stdin.read()\n"
)


def holder(home: Path) -> subprocess.Popen[bytes]:
    """Another process that writes."""
    started = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(home)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert started.stdout is not None
    assert started.stdout.readline() == b"held\n"
    return started


def test_who_waits_too_long_is_told_for_whom(tmp_path: Path) -> None:
    told: list[str] = []
    with holder(tmp_path) as other:
        lock = WriterLock(tmp_path, 0, told.append)
        with pytest.raises(WorkspaceBusyError, match=f"process {other.pid} is writing in"), lock.held():
            raise AssertionError("two write")
        other.communicate()
    assert told == []
    with lock.held():
        pass


def test_who_waits_goes_on_when_the_other_has_finished(tmp_path: Path) -> None:
    with holder(tmp_path) as other:
        told: list[str] = []

        def waiting(words: str) -> None:
            told.append(words)
            assert other.stdin is not None
            other.stdin.close()

        with WriterLock(tmp_path, 60, waiting).held():
            assert other.wait() == 0
        assert told == [f"process {other.pid} is writing in {tmp_path}; waiting for it to finish"]


def test_a_lock_left_by_the_dead_holds_nobody(tmp_path: Path) -> None:
    with holder(tmp_path) as other:
        other.kill()
        other.wait()
        with WriterLock(tmp_path, 0).held():
            pass


def test_two_of_one_process_are_two(tmp_path: Path) -> None:
    failed: list[WorkspaceBusyError] = []

    def write() -> None:
        try:
            with WriterLock(tmp_path, 0).held():
                raise AssertionError("two write")
        except WorkspaceBusyError as error:
            failed.append(error)

    with WriterLock(tmp_path, 0).held():
        thread = threading.Thread(target=write)
        thread.start()
        thread.join()
    assert len(failed) == 1
