"""How a loopback model treats batches: when they are over, and what goes wrong in them."""

from dataclasses import dataclass, fields
from typing import Any

from extractor.errors import ConfigurationError

NONE = "none"


@dataclass(frozen=True, slots=True)
class BatchManner:
    """``polls``: looks at a batch until it is over. ``fails``: lines of it that go to the file of errors; ``misses``:
    lines that stand in no file. ``expires``: it expires with half of its lines unanswered; ``rejects``: it fails as a
    whole; ``cancels``: somebody calls it off. ``shuffles``: answers come in another order. ``always``: all of that
    happens to every batch, not to the first one only. ``there``: whether the endpoint has batches at all.
    """

    polls: int = 1
    fails: int = 0
    misses: int = 0
    expires: bool = False
    rejects: bool = False
    cancels: bool = False
    shuffles: bool = False
    always: bool = False
    there: bool = True

    @classmethod
    def parse(cls, text: str) -> "BatchManner":
        """From words such as ``polls:3,shuffles``; ``none``: there are no batches. ConfigurationError for others."""
        if text == NONE:
            return cls(there=False)
        found: dict[str, Any] = {}
        for word in filter(None, text.split(",")):
            name, _, number = word.partition(":")
            if name not in _WORDS or (name in _COUNTS) != number.isdigit():
                raise ConfigurationError(f"a batch cannot be treated so: {word!r}; words are {', '.join(_WORDS)}, none")
            found[name] = int(number) if number else True
        return cls(**found)

    @property
    def kind(self) -> "BatchManner":
        """The same of a batch to which nothing happens."""
        return BatchManner(polls=self.polls, shuffles=self.shuffles)


_COUNTS = ("polls", "fails", "misses")
_WORDS = tuple(each.name for each in fields(BatchManner) if each.name != "there")
