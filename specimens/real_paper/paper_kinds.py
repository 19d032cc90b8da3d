"""The kinds of real paper that pictures are drawn of, each with what it holds and what happens to it."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from specimens.real_paper.over_print import Overlay
from specimens.real_paper.paper_contents import Content

Way: TypeAlias = Literal["glass", "camera", "book"]
"""``glass``: flat on a scanner; ``camera``: on a desk before a phone; ``book``: two pages and the fold between them."""
FileKind: TypeAlias = Literal["jpeg", "png", "pdf", "pdf, a pixel a point"]

ALL: tuple[Content, ...] = ("table", "receipt", "form", "letter")
FULL: tuple[Content, ...] = ("table", "form", "letter")


@dataclass(frozen=True)
class PaperKind:
    """One kind. ``dpi``: from, to; ``skew``: degrees, from, to, to either side; ``turned``: by right angles as well;
    ``shadow``, ``curl``: how strong they may be, 0 to 1; ``tilt``: degrees a camera may stand aslant; ``negative``:
    white print on black.
    """

    name: str
    contents: tuple[Content, ...]
    way: Way = "glass"
    overlays: tuple[Overlay, ...] = ()
    dpi: tuple[int, int] = (150, 300)
    skew: tuple[float, float] = (0.0, 1.0)
    turned: bool = False
    tilt: float = 0.0
    shadow: float = 0.0
    curl: float = 0.0
    negative: bool = False
    files: tuple[FileKind, ...] = ("jpeg", "png", "pdf")


_PHONE: tuple[FileKind, ...] = ("jpeg", "jpeg", "pdf, a pixel a point")

KINDS = (
    PaperKind("photograph", ALL, "camera", dpi=(150, 230), skew=(0, 5), tilt=14, shadow=0.25, files=_PHONE),
    PaperKind("photograph in shadow", ALL, "camera", dpi=(150, 230), skew=(0, 5), tilt=14, shadow=0.65, files=_PHONE),
    PaperKind("photograph, aslant", ALL, "camera", dpi=(170, 230), skew=(3, 20), tilt=28, shadow=0.3, files=_PHONE),
    PaperKind("photograph, curled", FULL, "camera", dpi=(160, 230), skew=(0, 3), tilt=8, curl=1.0, files=_PHONE),
    PaperKind("photograph, turned", ALL, "camera", dpi=(150, 230), skew=(0, 5), turned=True, tilt=10, files=_PHONE),
    PaperKind("receipt", ("receipt",), dpi=(130, 250), skew=(0, 2)),
    PaperKind(
        "receipt, photographed", ("receipt",), "camera", dpi=(150, 250), skew=(0, 8), tilt=12, shadow=0.4, files=_PHONE
    ),
    PaperKind("form", ("form",), dpi=(150, 300)),
    PaperKind("letter", ("letter",), dpi=(150, 300)),
    PaperKind("turned by right angles", ALL, turned=True),
    PaperKind("small skew", FULL, skew=(1.5, 6)),
    PaperKind("large skew", FULL, skew=(7, 30)),
    PaperKind("negative", FULL, negative=True),
    PaperKind("coloured paper", ALL, overlays=("coloured paper",)),
    PaperKind("grey paper", ALL, overlays=("grey paper",)),
    PaperKind("red stamp", ("table", "form"), overlays=("red stamp",)),
    PaperKind("grey stamp", ("table", "form"), overlays=("grey stamp",)),
    PaperKind("bleed-through", FULL, overlays=("bleed-through",)),
    PaperKind("pen", ALL, overlays=("pen",)),
    PaperKind("lined through", ALL, overlays=("lined through",)),
    PaperKind("a pixel a point", ALL, dpi=(150, 220), files=("pdf, a pixel a point",)),
    PaperKind("small picture", ("receipt", "table"), dpi=(72, 105), files=("png", "jpeg")),
    PaperKind("open book", ("table", "letter"), "book", dpi=(150, 190), skew=(0, 3), tilt=6, shadow=0.2, files=_PHONE),
)
