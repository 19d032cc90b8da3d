"""The step that tells which way up a page lies, asked by itself, and what was told so that a run can be stopped."""

import importlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from time import process_time
from typing import Any, TypeAlias

import cv2
import numpy as np

from extractor.documents.scan.flat_page import upright_page
from extractor.documents.scan.page_ocr import line_reader
from extractor.documents.scan.paper.raster import Raster
from extractor.evaluate.interval import Rate
from specimens.real_paper.drawn_paper import Colours
from specimens.real_paper.paper_sample import KIND_NAMES, PaperPicture, paper_sample
from specimens.scanned_pages import Split

NO_WAY = "open book"
"""A kind that does not lie one way."""

OrientationStep: TypeAlias = Callable[[Raster], Raster]
"""A page as it lies to the page upright, whose ``matrix`` leads back."""


Peer: TypeAlias = Callable[[Colours], object]
"""Another reader of pictures."""


@dataclass(frozen=True)
class TurnedPage:
    """One picture in four ways. ``told``: by how many right angles each was said to lie turned, ``right``: by how many
    it does; seconds of processor ``cpu`` for each, and ``peer`` of plain rapidocr for the first, 0 where not asked.
    """

    name: str
    kind: str
    right: list[int]
    told: list[int]
    cpu: list[float]
    peer: float = 0.0


def orientation_step() -> OrientationStep:
    """The step."""
    recogniser = line_reader().recogniser
    return lambda raster: upright_page(raster, recogniser).raster


def turned_page(picture: PaperPicture, step: OrientationStep, peer: Peer | None = None) -> TurnedPage:
    """What the step says of a picture, drawn once and turned on by one, two and three right angles."""
    right = [(picture.turns + more) % 4 for more in range(4)]
    told, cpu = zip(*turns_told(picture, step), strict=True)
    beside = 0.0
    if peer is not None:
        began = process_time()
        peer(picture.pixels)
        beside = round(process_time() - began, 3)
    return TurnedPage(picture.name, picture.kind, right, list(told), list(cpu), beside)


def plain_rapidocr() -> Peer:
    """rapidocr with its defaults."""
    engine: Any = importlib.import_module("rapidocr").RapidOCR(params={"Global.log_level": "critical"})
    return lambda pixels: engine(pixels)


def turns_told(picture: PaperPicture, step: OrientationStep) -> Iterator[tuple[int, float]]:
    """By how many right angles the step says a picture lies turned: as it is, and turned on by one, two and three; and
    the seconds of processor it took.
    """
    grey = np.asarray(cv2.cvtColor(picture.pixels, cv2.COLOR_BGR2GRAY), dtype=np.uint8)
    scale = 72 / picture.dpi
    for more in range(4):
        pixels = np.ascontiguousarray(np.rot90(grey, -more))
        began = process_time()
        found = step(Raster(pixels, picture.dpi, (scale, 0.0, 0.0, scale, 0.0, 0.0), True, False))
        spent = process_time() - began
        a, b = found.matrix[:2]
        # Where a row of the upright page runs on the page as it lies: right, down, left or up.
        yield round(np.arctan2(b, a) / (np.pi / 2)) % 4, round(spent, 3)


def turned_sample(split: Split, count: int, start: int, keep: Path | None, peer: bool) -> Iterator[TurnedPage]:
    """Pictures ``start`` to ``start + count`` of a split, drawn only where ``keep`` does not say what was told."""
    kept: dict[str, TurnedPage] = {}
    if keep is not None and keep.exists():
        kept = dict(_kept_line(line) for line in keep.read_text("utf-8").splitlines())
    kinds = [name for name in KIND_NAMES if name != NO_WAY]
    step = orientation_step()
    engine = plain_rapidocr() if peer else None
    for number in range(start, start + count):
        at = f"{split}/{number}"
        if (found := kept.get(at)) is None:
            (picture,) = paper_sample(split, 1, number, kinds)
            found = turned_page(picture, step, engine)
            if keep is not None:
                with keep.open("a", encoding="utf-8") as file:
                    file.write(json.dumps({"at": at, **asdict(found)}) + "\n")
        yield found


def _kept_line(line: str) -> tuple[str, TurnedPage]:
    entry = json.loads(line)
    return entry.pop("at"), TurnedPage(**entry)


def turn_lines(pages: Sequence[TurnedPage]) -> Iterator[str]:
    """How often the right thing was told, by kind and over all, what was told wrong, and what it costs."""
    groups: dict[str, list[TurnedPage]] = defaultdict(list)
    for page in pages:
        groups[page.kind].append(page)
    for kind, members in (*groups.items(), ("all", pages)):
        ways = [told == right for page in members for told, right in zip(page.told, page.right, strict=True)]
        yield f"{kind}: orientation told right {Rate.of(sum(ways), len(ways))}"
    for page in pages:
        if page.told != page.right:
            yield f"    {page.name}: lay turned by {page.right}, told {page.told}"
    cpu = [each for page in pages for each in page.cpu]
    mean = sum(cpu) / max(1, len(cpu))
    yield f"cost: {mean:.2f} s of processor a page in the mean, the dearest {max(cpu, default=0):.2f} s"
    if beside := [page for page in pages if page.peer]:
        own, peer = sum(page.cpu[0] for page in beside), sum(page.peer for page in beside)
        yield f"beside rapidocr on {len(beside)} pages: {own / peer:.3f} of its {peer / len(beside):.2f} s a page"
