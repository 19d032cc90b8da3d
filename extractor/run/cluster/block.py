"""What passes between a run and the processes of a cluster that read for it: blocks of documents out, reports back."""

import os
import pickle
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from extractor.errors import ExtractorError
from extractor.run.asked_tally import AskedTally
from extractor.run.selection import NamedContent
from extractor.run.settings import RunSettings
from extractor.run.summary import FileEntry

_BROUGHT = ("EXTRACTOR_", "OPENAI_API_KEY", "PGPASSWORD")
"""How the names of variables begin that a run brings to other machines: settings, and keys to what it asks."""


class BlockRow(NamedTuple):
    """A document to be read. ``new``: the store has nothing of it that is to be kept."""

    content: NamedContent
    new: bool


@dataclass(frozen=True, slots=True)
class BlockOrder:
    """What blocks are read with. ``run`` and ``begun``: the number of the run, and when it began by the clock of the
    store. ``fingerprint``: what the run's own program makes results with. ``threads``: documents at the same time.
    """

    settings: RunSettings = field(repr=False)
    run: int
    begun: float
    fingerprint: str
    threads: int
    folder: str
    environ: Mapping[str, str] = field(repr=False)

    @classmethod
    def of(cls, settings: RunSettings, run: int, begun: float, fingerprint: str, threads: int) -> "BlockOrder":
        """The order of a run that begins in this process."""
        brought = {name: value for name, value in os.environ.items() if name.startswith(_BROUGHT)}
        return cls(settings, run, begun, fingerprint, threads, str(Path.cwd()), brought)


@dataclass
class BlockReport:
    """What became of a block, by the numbers of its documents. ``done``: their entries; each is stored. ``elsewhere``:
    another run has them. ``left``: nobody came to them, because of ``error``. ``asked``: what it took.
    """

    done: list[tuple[int, tuple[FileEntry, ...]]] = field(default_factory=list)
    elsewhere: list[int] = field(default_factory=list)
    left: list[int] = field(default_factory=list)
    asked: AskedTally | None = None
    notices: list[str] = field(default_factory=list)
    error: Exception | None = None


def left_because(rows: Sequence[BlockRow], error: Exception) -> BlockReport:
    """The report on a block that could not be read."""
    return BlockReport(left=[row.content.number for row in rows], error=sendable(error))


def sendable(error: Exception) -> Exception:
    """The error, or one that says the same where it cannot be sent to another process."""
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        return ExtractorError(f"{type(error).__name__}: {error}")
    return error
