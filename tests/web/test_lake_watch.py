"""One look for all who listen, and an end when the server is told to stop."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator

from deskwise.kernel.errors import WorkspaceError
from deskwise.web.lake_watch import LakeWatch

LONG = 30.0


class Versions:
    """What is current each time it is asked; the last of them stays."""

    def __init__(self, *versions: str | Exception | None) -> None:
        self.asked = 0
        self._versions: Iterator[str | Exception | None] = iter(versions)
        self._last: str | None = None

    def __call__(self) -> str | None:
        self.asked += 1
        found = next(self._versions, self._last)
        if isinstance(found, Exception):
            raise found
        self._last = found
        return found


def test_whoever_listens_is_told_of_each_other_state() -> None:
    async def listen() -> list[str | None]:
        watch = LakeWatch(Versions(None, "1", "1", "2"), every_seconds=0)
        async with watch.listening("ann") as listener:
            told = [watch.version]
            while told[-1] != "2":
                assert await listener.woken(LONG)
                told.append(watch.version)
        return told

    assert asyncio.run(listen()) == [None, "1", "2"]


def test_it_is_asked_once_for_all() -> None:
    async def listen() -> int:
        watch = LakeWatch(Versions("1", "1", "1", "2"), every_seconds=0)
        async with watch.listening("ann") as first, watch.listening("ben") as second:
            looking = len(asyncio.all_tasks()) - 1
            assert all(await asyncio.gather(first.woken(LONG), second.woken(LONG)))
        return looking

    assert asyncio.run(listen()) == 1


def test_nothing_is_asked_while_nobody_listens() -> None:
    async def listen() -> bool:
        versions = Versions("1")
        watch = LakeWatch(versions, every_seconds=0)
        async with watch.listening("ann"):
            pass
        asked = versions.asked
        for _ in range(50):
            await asyncio.sleep(0)
        return versions.asked == asked

    assert asyncio.run(listen())


def test_where_nothing_changes_the_wait_ends_all_the_same() -> None:
    async def listen() -> bool:
        async with LakeWatch(Versions("1"), every_seconds=LONG).listening("ann") as listener:
            return await listener.woken(0.0)

    assert not asyncio.run(listen())


def test_a_state_that_cannot_be_read_is_asked_for_again() -> None:
    async def listen() -> str | None:
        lost = WorkspaceError("gone", do="restore it")
        watch = LakeWatch(Versions("1", lost, OSError(), "2"), every_seconds=0)
        async with watch.listening("ann") as listener:
            assert await listener.woken(LONG)
            return watch.version

    assert asyncio.run(listen()) == "2"


def test_there_is_room_for_so_many_and_of_one_for_fewer() -> None:
    async def listen() -> None:
        watch = LakeWatch(Versions("1"), most=3, most_of_one=2)
        async with watch.listening("ann"), watch.listening("ann"):
            assert not watch.has_room("ann")
            assert watch.has_room("ben")
            async with watch.listening("ben"):
                assert not watch.has_room("eve")
            assert watch.has_room("eve")
        assert watch.has_room("ann")

    asyncio.run(listen())


def test_told_to_stop_from_another_thread_it_wakes_everybody() -> None:
    async def listen() -> bool:
        watch = LakeWatch(Versions("1"), every_seconds=LONG)
        async with watch.listening("ann") as listener:
            threading.Thread(target=watch.stop).start()
            return await listener.woken(LONG) and watch.stopped and not watch.has_room("ann")

    assert asyncio.run(listen())
    LakeWatch(Versions("1")).stop()
