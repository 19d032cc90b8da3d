"""Many threads that write at the same time share a transaction: what one commit takes, all of them wait for once."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

import sqlalchemy as sa

Made = TypeVar("Made")


@dataclass
class _Write(Generic[Made]):
    """What somebody waits for."""

    work: Callable[[sa.Connection], Made]
    made: Made | None = None
    error: Exception | None = None
    over: bool = False


class GroupedWrites:
    """Writes of several threads, in the order they come. Whoever is first carries out those of all who wait."""

    def __init__(self, write: sa.Engine) -> None:
        self._write = write
        self._waiting: list[_Write[Any]] = []
        self._adding = threading.Lock()
        self._writing = threading.Lock()

    def take(self, work: Callable[[sa.Connection], Made]) -> Made:
        """What ``work`` makes, once it is committed. Where anything in its transaction fails, all of it fails."""
        mine = _Write(work)
        with self._adding:
            self._waiting.append(mine)
        with self._writing:
            if not mine.over:
                self._carry_out(mine)
        if mine.error is not None:
            raise mine.error
        return cast("Made", mine.made)

    def _carry_out(self, mine: _Write[Made]) -> None:
        with self._adding:
            together, self._waiting = self._waiting, []
        try:
            with self._write.begin() as connection:
                for each in together:
                    each.made = each.work(connection)
        except Exception as error:
            for each in together:
                each.error = error
        except BaseException:
            with self._adding:  # Whoever else waits does it without this thread.
                self._waiting = [*(each for each in together if each is not mine), *self._waiting]
            raise
        for each in together:
            each.over = True
