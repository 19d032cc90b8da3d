"""Pages as pictures: turned, out of focus, faded, speckled and squeezed, as scanners and copiers leave them."""

from dataclasses import dataclass, replace
from random import Random
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field

from extractor.errors import ExtraMissing
from extractor.evaluate.render.cell_places import Transform, turned
from extractor.evaluate.render.condition import CONDITIONS, ConditionName, ScanCondition
from extractor.evaluate.render.encoded_picture import EncodedPicture, black_and_white, pdf_of, squeeze, tiff
from extractor.evaluate.render.typeface import Chinese, Latin

if TYPE_CHECKING:
    import numpy as np
    import pymupdf

    from extractor.evaluate.render.wear import Pixels


class Scan(BaseModel):
    """How pages were photographed.

    ``dpi``: pixels an inch; ``condition``: one of the named ones, with its numbers. ``skew``: degrees the paper lay
    turned, clockwise; ``blur``: how many pixels run into one; ``specks``: dark and light dots, of every thousand
    pixels; ``quality`` of the JPEG, 1 to 100: each stands for the condition's own number where it is given, and
    without a condition nothing else happens to the page. ``look``: the style of the PDF that was printed; ``chinese``
    and ``latin``: typefaces other than that style's.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    dpi: int = Field(default=100, ge=50, le=400)
    condition: ConditionName | None = None
    skew: float | None = None
    blur: float | None = Field(default=None, ge=1.0, le=4.0)
    specks: float | None = None
    quality: int | None = Field(default=None, ge=1, le=100)
    look: str = "pdf_ruled"
    chinese: Chinese | None = None
    latin: Latin | None = None

    @property
    def wear(self) -> ScanCondition:
        """All numbers together."""
        found = CONDITIONS[self.condition] if self.condition else ScanCondition(quality=30)
        if self.skew is not None:
            found = replace(found, skew=self.skew, sway=0.0)
        if self.blur is not None:
            # The spread of a mean over that many pixels, taken twice: by the lens and by the sensor.
            found = replace(found, blur=((self.blur**2 - 1) / 6) ** 0.5 * 1000 / self.dpi)
        if self.specks is not None:
            found = replace(found, specks=self.specks)
        return replace(found, quality=found.quality if self.quality is None else self.quality)


@dataclass(frozen=True)
class ScannedPage:
    """The picture of a page, and where points of the page (72 an inch, before it lay turned) are in its pixels."""

    picture: EncodedPicture
    transform: Transform


@dataclass(frozen=True)
class Scanned:
    """A document as pictures of its pages. ``size`` of each page: width and height in points."""

    pages: tuple[ScannedPage, ...]
    size: tuple[float, float]

    @property
    def pdf(self) -> bytes:
        """A PDF whose pages are pictures and hold no characters."""
        return pdf_of([page.picture for page in self.pages], [self.size] * len(self.pages))

    @property
    def tiff(self) -> bytes:
        """A TIFF file of as many pages."""
        return tiff([page.picture for page in self.pages])


def photograph(printed: "pymupdf.Document", how: Scan, rng: Random) -> Scanned:
    """Pictures of the pages of a PDF. ExtraMissing if the packages that work on pixels are not installed."""
    try:
        import cv2
        import numpy as np
        import PIL.Image  # noqa: F401  # all three are needed before the first page is begun
    except ImportError as error:
        said = f"pages as pictures need OpenCV, NumPy and Pillow ({error}): pip install 'extractor-proof[ocr]'"
        raise ExtraMissing(said) from error
    cv2.setNumThreads(1)
    seeds = [rng.getrandbits(64) for _ in range(len(printed))]
    pages = (_photographed(printed[number], how, np.random.default_rng(seed)) for number, seed in enumerate(seeds))
    return Scanned(tuple(pages), (printed[0].rect.width, printed[0].rect.height))


def _photographed(page: "pymupdf.Page", how: Scan, rng: "np.random.Generator") -> ScannedPage:
    import cv2
    import numpy as np

    from extractor.evaluate.render.wear import torn_rows, worn

    wear = how.wear
    degrees = wear.skew
    if wear.sway:
        degrees *= rng.uniform(1 - wear.sway, 1 + wear.sway) * rng.choice((-1, 1))
    transform = turned(page.rect.width, page.rect.height, how.dpi / 72, degrees)
    height, width = round(page.rect.height * how.dpi / 72), round(page.rect.width * how.dpi / 72)
    rows = round(height * wear.rows)
    pixels = worn(_seen(page, transform, (width, rows), rows / height), wear, how.dpi, rng)
    if wear.bits != "grey":
        pixels = black_and_white(pixels, wear.bits)
        torn_rows(pixels, wear.dropouts, rng)
    if rows < height:
        pixels = np.asarray(cv2.resize(pixels, (width, height), interpolation=cv2.INTER_NEAREST), dtype=np.uint8)
    return ScannedPage(squeeze(pixels, wear.bits != "grey", wear.quality, how.dpi), transform)


def _seen(page: "pymupdf.Page", transform: Transform, size: tuple[int, int], squash: float) -> "Pixels":
    """Grey pixels of a page under a map, white where the paper does not reach. ``squash``: rows sampled of all."""
    import numpy as np
    import pymupdf

    a, b, c, d, e, f = transform
    matrix = pymupdf.Matrix(a, b * squash, c, d * squash, e, f * squash)  # type: ignore[no-untyped-call]  # no types
    drawn = page.get_pixmap(matrix=matrix, colorspace=pymupdf.csGRAY)
    source = np.frombuffer(drawn.samples_mv, dtype=np.uint8).reshape(drawn.height, drawn.stride)[:, : drawn.width]
    seen = np.full(size[::-1], 255, dtype=np.uint8)
    left, top = max(0, drawn.x), max(0, drawn.y)
    right, bottom = min(size[0], drawn.x + drawn.width), min(size[1], drawn.y + drawn.height)
    seen[top:bottom, left:right] = source[top - drawn.y : bottom - drawn.y, left - drawn.x : right - drawn.x]
    return seen
