"""How long a decision takes in this session: what the time that is left is worked out from."""

from dataclasses import dataclass, field

_PAUSE = 120.0
"""Seconds between two decisions from which a reviewer was away."""


@dataclass(slots=True)
class ReviewPace:
    """Moments are seconds of a clock that never goes back."""

    since: float
    spent: list[float] = field(default_factory=list)

    def decided(self, now: float) -> None:
        """One more decision was made."""
        if now - self.since < _PAUSE:
            self.spent.append(now - self.since)
        self.since = now

    @property
    def seconds(self) -> float | None:
        """Seconds a decision; None before there is one."""
        return sum(self.spent) / len(self.spent) if self.spent else None
