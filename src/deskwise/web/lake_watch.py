"""Whether the data has changed: looked for once, for all pages that are open and live."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

from deskwise.kernel.errors import WorkspaceError

EVERY_SECONDS = 1.0
MOST, MOST_OF_ONE = 200, 10


class Listener:
    """One page that is live."""

    def __init__(self) -> None:
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """Say that something has changed, or that it is over."""
        self._woken.set()

    async def woken(self, within_seconds: float) -> bool:
        """Wait until something has changed, for so long at most; says whether something has."""
        try:
            async with asyncio.timeout(within_seconds):
                await self._woken.wait()
        except TimeoutError:
            return False
        self._woken.clear()
        return True


class LakeWatch:
    """Asks which state of the workspace is current, while anybody listens, and wakes them when it is another.

    However many listen, it is asked `every_seconds` once. No more than `most` may listen, and of one person
    `most_of_one`. All of it happens in the loop of the server; only `stop` may be called from elsewhere.
    """

    def __init__(
        self,
        version: Callable[[], str | None],
        every_seconds: float = EVERY_SECONDS,
        *,
        most: int = MOST,
        most_of_one: int = MOST_OF_ONE,
    ) -> None:
        self._ask = version
        self._every_seconds = every_seconds
        self._most, self._most_of_one = most, most_of_one
        self._listeners: dict[Listener, str] = {}
        self._task: asyncio.Task[None] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self.version: str | None = None
        self.stopped = False

    def has_room(self, who: str) -> bool:
        """Whether one more may listen, who is somebody."""
        of_one = Counter(self._listeners.values())[who]
        return not self.stopped and len(self._listeners) < self._most and of_one < self._most_of_one

    @asynccontextmanager
    async def listening(self, who: str) -> AsyncIterator[Listener]:
        """Listen for as long as the block lasts; `version` is what is current when it begins."""
        listener = Listener()
        self._listeners[listener] = who
        try:
            self._loop = asyncio.get_running_loop()
            await self._look()
            if self._task is None or self._task.done():
                self._task = self._loop.create_task(self._watch())
            yield listener
        finally:
            del self._listeners[listener]
            if not self._listeners and self._task is not None:
                self._task.cancel()
                self._task = None

    def stop(self) -> None:
        """End what is live, so that the server can end; from any thread, or a signal."""
        self.stopped = True
        if self._loop is not None:
            with suppress(RuntimeError):  # the loop has ended, and with it everybody who listened
                self._loop.call_soon_threadsafe(self._wake)

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(self._every_seconds)
            before = self.version
            await self._look()
            if self.version != before:
                self._wake()

    async def _look(self) -> None:
        # A state that cannot be read at this instant is told by the page that asks for it.
        with suppress(OSError, WorkspaceError):
            self.version = await asyncio.to_thread(self._ask)

    def _wake(self) -> None:
        for each in self._listeners:
            each.wake()
