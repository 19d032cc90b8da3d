"""So many requests a second and no more."""

import threading
import time


class Admission:
    """Lets requests in at a rate; whoever comes too early is told how long to wait."""

    def __init__(self, per_second: int) -> None:
        self._pause = 1.0 / per_second
        self._room = float(per_second)
        self._most = float(per_second)
        self._at = time.monotonic()
        self._lock = threading.Lock()

    def wait(self) -> float:
        """Seconds until the next request is let in, 0 if this one is."""
        with self._lock:
            now = time.monotonic()
            self._room = min(self._most, self._room + (now - self._at) / self._pause)
            self._at = now
            if self._room >= 1.0:
                self._room -= 1.0
                return 0.0
            return (1.0 - self._room) * self._pause
