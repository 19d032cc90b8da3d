"""A cluster in which no machine is left that reads: the run waits for one to join, and not for ever."""

from collections.abc import Callable

from extractor.errors import ClusterLost


class Desertion:
    """Told again and again how many processors the machines have that are there; waits so many ``seconds``."""

    def __init__(self, seconds: float, tell: Callable[[str], None]) -> None:
        self._seconds = seconds
        self._tell = tell
        self._since: float | None = None

    def note(self, processors: float, now: float) -> None:
        """So many processors are there at this time, in seconds. ClusterLost where there were none for too long."""
        if processors > 0:
            if self._since is not None:
                self._tell("A machine that reads has joined the cluster: the run goes on.")
            self._since = None
            return
        if self._since is None:
            self._since = now
            wait = f"waiting {self._seconds:.0f} seconds for one"
            self._tell(f"No machine of the cluster reads any more: {wait}.")
        if now - self._since >= self._seconds:
            raise ClusterLost(f"for {self._seconds:.0f} seconds no machine of the cluster was there to read")
