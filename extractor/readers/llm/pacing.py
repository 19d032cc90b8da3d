"""One limiter for all requests of a run: as fast as the endpoint admits, and no faster.

It holds to what was given (requests and tokens a minute), to what headers say is left, and to what it learns from
answers that say "too many": for as long as the endpoint asks nobody sends, then all go on at the rate that was admitted
before, which grows slowly again. Such a generic cell rate algorithm (GCRA) spaces requests evenly.
"""

import asyncio
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from extractor.readers.llm.rate_headers import Window, windows

MINUTE = 60.0
_SHARE = 0.9
"""Of the rate that was admitted, so much is used at first."""
_UNKNOWN = 1.0
"""Requests a second where a complaint came before anything was admitted."""
_FIRST_GROWTH = 1.25
"""For each answer after the first complaint: it may have been a blip, or the limit of many who asked at once."""
_GROWTH = 1.2
_GROWS_EVERY = 5.0
"""Seconds without a complaint after which the learned rate grows by :data:`_GROWTH`."""
_LOOK_BACK = 1.0
"""Seconds before a complaint in which admitted requests are counted."""
BUSY = 300.0
"""Seconds of nothing but "too many" after which an endpoint is given up, pauses that it asks for left out."""
_TRIES = 5
"""Times that it is asked in those seconds at least, so that no pause of ours is longer than a part of them."""
RAMP = 0.002
"""Seconds between two requests while more are in flight than ever before: connections are opened one by one."""


class SharedTurns(Protocol):
    """Turns that others take at the same endpoint as well, from other processes or machines."""

    def take_turn(self, gaps: Mapping[str, float]) -> float:
        """Reserve the next turn; seconds until it comes. ``gaps``: by the name of what is limited, for how many seconds
        nobody has the next one.
        """

    def move_turns(self, name: str, seconds: float) -> None:
        """The last turn took so much more than was reserved for it, or less."""


@dataclass
class Ticket:
    """A request that was let through."""

    sent: float
    tokens: int
    rejected: bool = field(default=False)


class Pace:
    """Lets requests through. It lives in one event loop. ``requests`` and ``tokens``: a minute, None for no limit.

    ``pause``: seconds of the first pause where the endpoint names none. ``busy``: see :data:`BUSY`. ``shared``: who
    else keeps to what was given, at the endpoint of this ``name``.
    """

    def __init__(
        self,
        requests: float | None = None,
        tokens: float | None = None,
        pause: float = 0.5,
        busy: float = BUSY,
        shared: SharedTurns | None = None,
        name: str = "",
    ) -> None:
        self._shared = shared if requests is not None or tokens is not None else None
        self._name = name
        self._longest = busy / _TRIES
        self._since = self._asked = 0.0
        self._given = None if requests is None else requests / MINUTE
        self._tokens = None if tokens is None else tokens / MINUTE
        self._learned: float | None = None
        self._pause = pause
        self._next = self._next_tokens = self._hold = self._held_at = self._grown = 0.0
        self._sent: deque[Ticket] = deque(maxlen=4096)
        self._windows: dict[str, tuple[float, float]] = {}
        self._flying = self._most = self._lessons = 0
        self._turn: asyncio.Lock | None = None
        self.rounds = 0
        """Times in a row that the endpoint said "too many" after all had waited, with no answer in between."""

    @property
    def busy(self) -> float:
        """Seconds for which it said nothing but "too many", without the pauses that it asked for."""
        return max(0.0, self._held_at - self._since - self._asked) if self.rounds else 0.0

    async def admit(self, tokens: int) -> Ticket:
        """Wait for one's turn. ``tokens``: about how many the request and its answer take."""
        self._turn = self._turn or asyncio.Lock()
        async with self._turn:
            if self._shared is not None:
                await asyncio.sleep(await asyncio.to_thread(self._shared.take_turn, self._gaps(tokens)))
            while (wait := self._wait()) > 0:
                await asyncio.sleep(wait)
            return self._let_through(tokens)

    async def settle(self, ticket: Ticket, tokens: int) -> None:
        """Tell the others how many tokens a request took, 0 where nobody said."""
        if self._shared is not None and self._tokens is not None and tokens:
            more = (tokens - ticket.tokens) / self._tokens
            await asyncio.to_thread(self._shared.move_turns, f"tokens {self._name}", more)

    def _gaps(self, tokens: int) -> Mapping[str, float]:
        """For how long nobody has the next turn after a request of so many tokens, of everybody together."""
        gaps = {} if self._given is None else {f"requests {self._name}": 1 / self._given}
        return gaps if self._tokens is None else {**gaps, f"tokens {self._name}": tokens / self._tokens}

    def landed(self, ticket: Ticket) -> None:
        """A request is over, whatever became of it."""
        self._flying -= 1

    def answered(self, ticket: Ticket, headers: Mapping[str, str], tokens: int) -> None:
        """A request was admitted and answered. ``tokens``: how many it took, 0 where nobody said."""
        self.rounds = 0
        now = time.monotonic()
        if self._tokens is not None and tokens:
            self._next_tokens += (tokens - ticket.tokens) / self._tokens
        self._grow(now)
        self._note(headers, now)

    def too_many(self, ticket: Ticket, asked: float | None, headers: Mapping[str, str]) -> float:
        """The endpoint said "too many", or that it is overloaded. Seconds for which nobody sends now.

        ``asked``: seconds it asks to wait, None where it does not say.
        """
        now = time.monotonic()
        ticket.rejected = True
        self._note(headers, now)
        if ticket.sent >= self._held_at:
            self._since, self._asked = (self._since, self._asked) if self.rounds else (now, 0.0)
            self.rounds += 1
            self._held_at = now
        pause = min(self._longest, self._pause * 2 ** max(0, self.rounds - 1)) if asked is None else asked
        if asked is not None and self._held_at == now:
            self._asked += asked
        self._hold = max(self._hold, self._held_at + pause)
        return pause

    def _wait(self) -> float:
        now = time.monotonic()
        if self._hold and now >= self._hold:
            self._learn(now)
        until = max(self._hold, self._next, self._next_tokens)
        until = max([until, *(end for left, end in self._windows.values() if left < 1)])
        return until - now

    def _learn(self, now: float) -> None:
        """After all have waited: the rate that was admitted before somebody was turned away."""
        begin = self._held_at - _LOOK_BACK
        admitted = sum(not ticket.rejected for ticket in self._sent if ticket.sent >= begin)
        before = self._learned
        if admitted:
            rate = admitted / _LOOK_BACK * _SHARE
            self._learned = rate if before is None else min(rate, before * _SHARE)
        else:
            self._learned = _UNKNOWN if before is None else before / 2
        self._learned = max(1 / self._longest, self._learned)
        self._grown, self._hold, self._next = now, 0.0, now
        self._lessons += 1

    def _grow(self, now: float) -> None:
        """The learned rate after an answer, or after a time without complaints."""
        steps = int((now - self._grown) / _GROWS_EVERY)
        if self._learned is not None and self._lessons == 1:
            self._learned *= _FIRST_GROWTH
        elif self._learned is not None and steps > 0:
            self._learned *= _GROWTH**steps
            self._grown += steps * _GROWS_EVERY

    def _let_through(self, tokens: int) -> Ticket:
        now = time.monotonic()
        rate = min((rate for rate in (self._given, self._learned) if rate is not None), default=None)
        self._flying += 1
        gap = RAMP if self._flying > self._most else 0.0
        self._most = max(self._most, self._flying)
        self._next = max(self._next, now) + (gap if rate is None else max(gap, 1 / rate))
        if self._tokens is not None:
            self._next_tokens = max(self._next_tokens, now) + tokens / self._tokens
        for what, (left, end) in list(self._windows.items()):
            if end <= now:
                del self._windows[what]
            else:
                self._windows[what] = (left - (1 if what == "requests" else tokens), end)
        ticket = Ticket(now, tokens)
        self._sent.append(ticket)
        return ticket

    def _note(self, headers: Mapping[str, str], now: float) -> None:
        for what, window in zip(("requests", "tokens"), windows(headers), strict=True):
            if isinstance(window, Window):
                self._windows[what] = (window.remaining, now + window.seconds)
