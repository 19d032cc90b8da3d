"""The one event loop of a client, in a thread of its own: many requests in flight, whoever waits for them."""

import asyncio
import threading
from collections.abc import Coroutine
from concurrent.futures import CancelledError
from typing import Any, TypeVar

from extractor.errors import ReplyTimeout

Outcome = TypeVar("Outcome")


class EventLoop:
    """Runs coroutines for threads. It starts with the first of them and ends with :meth:`close`."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()

    def wait_for(self, work: Coroutine[Any, Any, Outcome]) -> Outcome:
        """What a coroutine returns or raises. ReplyTimeout where the loop is closed meanwhile.

        Called off with the thread that waits, such as by Ctrl-C.
        """
        future = asyncio.run_coroutine_threadsafe(work, self._running())
        try:
            return future.result()
        except CancelledError:
            raise ReplyTimeout("the run ended before the answer came") from None
        except BaseException:
            future.cancel()
            raise

    async def within(self, work: Coroutine[Any, Any, Outcome]) -> Outcome:
        """The same for somebody else's event loop."""
        loop = self._running()
        if asyncio.get_running_loop() is loop:
            return await work
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, loop))

    def close(self, last: Coroutine[Any, Any, None] | None = None) -> None:
        """Call off what is under way, run ``last``, stop."""
        with self._lock:
            loop, thread, self._loop, self._thread = self._loop, self._thread, None, None
        if loop is None or thread is None:
            if last is not None:
                last.close()
            return
        asyncio.run_coroutine_threadsafe(_wind_up(last), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()

    def _running(self) -> asyncio.AbstractEventLoop:
        with self._lock:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                self._thread = threading.Thread(target=self._loop.run_forever, name="extractor-requests", daemon=True)
                self._thread.start()
            return self._loop


async def _wind_up(last: Coroutine[Any, Any, None] | None) -> None:
    others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    if last is not None:
        await last
    await asyncio.get_running_loop().shutdown_asyncgens()
