"""How much one file may cost: what an opener checks before it decodes, and what the process around it is held to."""

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, fields

from extractor.errors import LimitExceeded

_MIB = 1 << 20

MAX_FILE_BYTES = 128 * _MIB
MAX_TEXT_BYTES = 16 * _MIB
"""Bytes of a file and of a text file, beyond which none is read."""


@dataclass(frozen=True, slots=True)
class OpeningLimits:
    """Limits for opening one file. ValueError for one that leaves no room to work in.

    ``reading_seconds``, and the memory too, hold for what a run does with the document once it is open
    (:mod:`extractor.run.reading_limits`). The first three hold where the file is opened in a process of its own
    (:mod:`extractor.documents.opening.guarded`). Time is given for each stretch: from the beginning to the first page,
    and again for every page (:func:`begin_page`), so that a report of two hundred scanned pages has the time it takes
    while a file that hangs is stopped soon.
    """

    memory_mib: int = 3072
    """MiB of memory the process may ask for. Enforced on Linux; elsewhere only the checks before decoding hold."""

    cpu_seconds: int = 60
    """Processor time of a stretch, of all threads together. Enforced on Linux and macOS."""

    wall_seconds: float = 120.0
    """Time of a stretch on the clock."""

    pages: int = 1000
    """Pages of a document, frames of a picture file, sheets of a workbook."""

    pixels: int = 100_000_000
    """Pixels of one picture, and of one page when it is drawn: an A4 page at 600 dpi has 35 million."""

    decompressed_mib: int = 512
    """MiB that the parts of an archive (zip, docx, xlsx) take unpacked, all together."""

    words: int = 1_000_000
    """Words and cells of a document, for they come back into the calling process: about 0.5 kB each."""

    reading_seconds: int = 60
    """Processor time that recognising, reading and judging a document in a run may take."""

    recognised: tuple[int, int] = (1, 1_000_000)
    """The first and the last page that is recognised where it is a picture: others pass for empty."""

    def recognises(self, page: int) -> bool:
        """Whether a page is wanted, counted from 1."""
        return self.recognised[0] <= page <= self.recognised[1]

    def __post_init__(self) -> None:
        if self.memory_mib < 256:
            raise ValueError("memory_mib: a process needs at least 256 MiB to open anything")
        for each in fields(self):
            if each.name != "recognised" and getattr(self, each.name) <= 0:
                raise ValueError(f"{each.name}: must be more than 0")

    def check_pages(self, count: int, name: str) -> None:
        """LimitExceeded for a file of too many pages."""
        if count > self.pages:
            raise LimitExceeded(f"{name}: {count} pages; at most {self.pages} are opened. Split the file.")

    def check_pixels(self, width: float, height: float, what: str) -> None:
        """LimitExceeded for a picture, by the size it declares: to be asked before it is decoded."""
        if width * height > self.pixels:
            raise LimitExceeded(
                f"{what}: a picture of {width:.0f} × {height:.0f} pixels; at most {self.pixels / 1e6:.0f} million are "
                "opened. Scan it again at a lower resolution."
            )

    def check_words(self, count: int, name: str) -> None:
        """LimitExceeded for a document of too many words and cells: it would flood the process that reads it."""
        if count > self.words:
            raise LimitExceeded(
                f"{name}: {count} words and cells; at most {self.words} are taken of a document. Split the file."
            )

    def check_unpacked(self, size: int, name: str) -> None:
        """LimitExceeded for an archive, by the bytes its parts declare or have taken so far."""
        if size > self.decompressed_mib * _MIB:
            raise LimitExceeded(
                f"{name}: unpacks to {size / _MIB:.0f} MiB; at most {self.decompressed_mib} MiB are unpacked. Split "
                "it or unpack it by hand."
            )


DEFAULT_LIMITS = OpeningLimits()

_on_page: ContextVar[Callable[[], None] | None] = ContextVar("_on_page", default=None)


def begin_page() -> None:
    """Say that another page is begun; openers call it for every page that takes work.

    Where the file is opened in a process of its own, the time for a stretch begins anew.
    """
    told = _on_page.get()
    if told is not None:
        told()


def tell_pages_to(told: Callable[[], None]) -> None:
    """Have ``told`` called at every :func:`begin_page` of this context."""
    _on_page.set(told)
