"""Pictures of real paper with exact truth, by a seed: an endless list that goes evenly through all kinds.

Numbers below a million are for whoever mends a reader (``tuning``); the split ``held_out`` has other words, other
typefaces, other figures and other chances by construction, and nobody looks at its pictures while a reader is being
mended. Within a split, equal numbers give equal bytes.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from pathlib import Path
from random import Random

import numpy as np
import PIL.Image
import pymupdf

from extractor.evaluate.render.cell_places import Quad
from extractor.evaluate.render.printed_pdf import pdf_bytes
from specimens.real_paper.camera import Lighting, desk, lit, warped
from specimens.real_paper.drawn_paper import Colours, DrawnPaper, PrintedPiece
from specimens.real_paper.over_print import OVERLAYS, CoveredPage
from specimens.real_paper.paper_contents import content_pages
from specimens.real_paper.paper_kinds import KINDS, FileKind, PaperKind
from specimens.real_paper.paper_map import Bending, PaperMap, Stance, before_camera, on_glass
from specimens.scanned_pages import Split

KIND_NAMES = tuple(each.name for each in KINDS)
_SUFFIXES: dict[FileKind, str] = {"jpeg": ".jpg", "png": ".png", "pdf": ".pdf", "pdf, a pixel a point": ".pdf"}


@dataclass(frozen=True)
class PaperPicture:
    """A file with one picture of one page. ``turns``: right angles the picture lies turned clockwise; ``paper``: where
    places of the page are in its pixels; ``dpi``: pixels an inch of paper, where it is seen straight.
    """

    name: str
    kind: str
    page: DrawnPaper
    paper: PaperMap
    turns: int
    dpi: int
    file: FileKind
    pixels: Colours
    quality: int

    @cached_property
    def content(self) -> bytes:
        """The file."""
        held = BytesIO()
        image = PIL.Image.fromarray(np.ascontiguousarray(self.pixels[:, :, ::-1]))
        if self.file == "png":
            image.save(held, "PNG")
        else:
            image.save(held, "JPEG", quality=self.quality)
        return _in_pdf(held.getvalue(), self) if self.file.startswith("pdf") else held.getvalue()

    @property
    def suffix(self) -> str:
        """What its name ends in."""
        return _SUFFIXES[self.file]

    def place(self, piece: PrintedPiece) -> Quad:
        """The corners of a piece in pixels of the picture."""
        return self.paper.quad(piece.box)

    def write(self, folder: Path) -> Path:
        """The file, and beside it the truth as JSON: orientation, map and every piece with the corners of its place."""
        path = folder / f"{self.name}{self.suffix}"
        path.write_bytes(self.content)
        pieces = [{**piece._asdict(), "pixels": self.place(piece)} for piece in self.page.pieces]
        truth = {
            "kind": self.kind,
            "turned_clockwise_by_right_angles": self.turns,
            "dots_an_inch": self.dpi,
            "projection": self.paper.projection,
            "curl": vars(self.paper.curl),
            "size": self.paper.size,
            "lines": self.page.lines,
            "pieces": pieces,
        }
        path.with_suffix(".json").write_text(json.dumps(truth, ensure_ascii=False, indent=1), "utf-8")
        return path


def _in_pdf(picture: bytes, of: PaperPicture) -> bytes:
    """A page that is the picture, as large as the paper or, where its pixels are taken for points, far larger."""
    scale = 1.0 if of.file == "pdf, a pixel a point" else 72 / of.dpi
    with pymupdf.open() as document:  # type: ignore[no-untyped-call]  # no types
        page = document.new_page(width=of.paper.size[0] * scale, height=of.paper.size[1] * scale)
        page.insert_image(page.rect, stream=picture)
        return pdf_bytes(document)


def paper_sample(split: Split, count: int, start: int = 0, kinds: Sequence[str] = KIND_NAMES) -> Iterator[PaperPicture]:
    """Pictures ``start`` to ``start + count`` of an endless list in which the kinds come round by turns."""
    chosen = [kind for kind in KINDS if kind.name in kinds]
    for number in range(start, start + count):
        yield picture_of(chosen[number % len(chosen)], split, number // len(chosen))


def picture_of(kind: PaperKind, split: Split, number: int) -> PaperPicture:
    """Picture ``number`` of a kind."""
    rng = Random(f"{split}/{kind.name}/{number}")
    content = kind.contents[number % len(kind.contents)]
    seed = rng.randrange(10**6)
    page = content_pages(content, split, seed)
    if kind.way == "book":
        page = _side_by_side(page, content_pages(content, split, seed + 10**6))
    dpi = rng.randint(*kind.dpi)
    scale = dpi / 72
    pixels = np.random.default_rng(rng.getrandbits(64))
    at = CoveredPage(page.painted(scale), page)
    for overlay in kind.overlays:
        at = OVERLAYS[overlay](at, scale, pixels)
    turns = rng.randint(1, 3) if kind.turned else 0
    shown, paper = _taken(kind, at, scale, rng, pixels)
    if kind.negative:
        shown = np.asarray(255 - shown, dtype=np.uint8)
    file, quality = rng.choice(kind.files), rng.randint(60, 92)
    name = f"{split}-{kind.name}-{number:04}-{content}".replace(", ", "-").replace(" ", "_")
    turned = np.ascontiguousarray(np.rot90(shown, -turns))
    return PaperPicture(name, kind.name, at.page, paper.quarters(turns), turns, dpi, file, turned, quality)


def _side_by_side(left: DrawnPaper, right: DrawnPaper) -> DrawnPaper:
    """Two pages of a book that lies open, as one page."""
    width, height = left.width + right.width, max(left.height, right.height)
    with pymupdf.open() as document:  # type: ignore[no-untyped-call]  # no types
        page = document.new_page(width=width, height=height)
        for each, start in ((left, 0.0), (right, left.width)):
            with pymupdf.open(stream=each.pdf, filetype="pdf") as source:  # type: ignore[no-untyped-call]  # no types
                room = pymupdf.Rect(start, 0, start + each.width, each.height)  # type: ignore[no-untyped-call]  # no types
                page.show_pdf_page(room, source, each.number)
        content = pdf_bytes(document)
    moved = (
        piece._replace(box=piece.box._replace(left=piece.box.left + left.width, right=piece.box.right + left.width))
        for piece in right.pieces
    )
    return DrawnPaper(width, height, (*left.pieces, *moved), content)


def _taken(
    kind: PaperKind, at: CoveredPage, scale: float, rng: Random, chances: np.random.Generator
) -> tuple[Colours, PaperMap]:
    """The picture that a scanner or a camera takes of a page."""
    page = at.page
    degrees = rng.uniform(*kind.skew) * rng.choice((-1, 1))
    if kind.way == "glass":
        paper = on_glass(page.width, page.height, scale, degrees, grow=abs(degrees) > 6)
        grain, blur = rng.uniform(0, 5), rng.uniform(0.2, 0.8)
        return lit(warped(at.pixels, scale, paper), Lighting(grain=grain, blur=blur, exposure=248), chances), paper
    curl = Bending(page.width)
    if kind.curl:
        curl = Bending(page.width, bow=rng.uniform(-0.05, 0.07) * page.width * kind.curl)
    if kind.way == "book":
        curl = Bending(page.width, rise=rng.uniform(14, 30), fold=page.width / 2, reach=rng.uniform(40, 80))
    tilt, turn = (rng.uniform(0.3, 1) * rng.choice((-1, 1)) * kind.tilt * share for share in (1.0, 0.7))
    margin = (rng.uniform(0.02, 0.2), rng.uniform(0.02, 0.12), rng.uniform(0.02, 0.2), rng.uniform(0.02, 0.12))
    stance = Stance(tilt, turn, degrees, rng.uniform(1.5, 2.4), margin)
    paper = before_camera(page.width, page.height, scale, curl, stance)
    shadow = kind.shadow * rng.uniform(0.6, 1.0)
    lighting = Lighting(
        fall=rng.uniform(0.1, 0.35),
        shadow=shadow,
        grain=rng.uniform(2, 6),
        blur=rng.uniform(0.4, 0.9),
        warmth=rng.uniform(-0.08, 0.2),
        exposure=rng.uniform(215, 250),
    )
    shown = warped(at.pixels, scale, paper, desk(paper.size, chances))
    if kind.way == "book":
        shown = _darker_at_fold(shown, paper, rng.uniform(0.15, 0.4))
    return lit(shown, lighting, chances), paper


def _darker_at_fold(shown: Colours, paper: PaperMap, depth: float) -> Colours:
    """The picture with the shade of paper that falls off towards the fold, by ``depth`` of its light there."""
    away = np.abs(paper.traced()[:, :, 0] - np.float32(paper.curl.fold))
    light = 1 - np.float32(depth) * np.exp(-away / np.float32(paper.curl.reach / 4))
    return np.asarray(np.rint(shown * light[:, :, None]), dtype=np.uint8)
