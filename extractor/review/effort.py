"""What a decision takes: seconds on the screen and keys pressed, since the thing decided about was first shown."""

from collections.abc import Sequence
from dataclasses import dataclass

from extractor.verify.edit import Edit


@dataclass(slots=True)
class Effort:
    """Moments are seconds of a clock that never goes back. Without a screen nothing is measured.

    A decision that is asked about first takes the question with it; what comes after begins with nothing.
    """

    now: float | None = None
    since: float | None = None
    keys: int = 0

    def shown(self, now: float) -> None:
        """Something else is on the screen."""
        self.now = self.since = now
        self.keys = 0

    def pressed(self, now: float) -> None:
        """A key was pressed, or the mouse."""
        self.now = now
        self.since = now if self.since is None else self.since
        self.keys += 1

    def shared_out(self, edits: Sequence[Edit]) -> tuple[Edit, ...]:
        """The edits of one action with what it took, in equal shares on the fields among them. Measuring goes on from
        nothing.
        """
        if self.now is None or self.since is None:
            return tuple(edits)
        fields = [edit for edit in edits if edit.path] or list(edits)
        share = {"seconds": (self.now - self.since) / len(fields), "keys": self.keys / len(fields)}
        self.since, self.keys = self.now, 0
        nothing = {"seconds": 0.0, "keys": 0.0}
        return tuple(edit.model_copy(update=share if edit in fields else nothing) for edit in edits)
