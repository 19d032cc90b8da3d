"""Conditions a page can be in when a machine sees it, each with its numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

ConditionName: TypeAlias = Literal[
    "clean", "light", "medium", "heavy", "photocopy", "bilevel", "dithered", "fax", "fax_coarse"
]


@dataclass(frozen=True, slots=True)
class ScanCondition:
    """What paper, glass and file do to a page. Where a number is zero, that did not happen.

    ``skew``: degrees the sheet lies turned, clockwise; ``sway``: by which share of it, either way, and to either side
    it varies from sheet to sheet. ``blur``: standard deviation of the unsharpness in thousandths of an inch, because
    paper and lens do not know the resolution. ``fading``: share of the ink's darkness that is gone, up to a quarter
    more or less from place to place. ``paper``: its grey, of 255. ``grain``: standard deviation of each pixel's grey.
    ``specks``: black, grey and white dots, of every thousand pixels. ``quality`` of the JPEG. ``contrast``: how much
    steeper grey turns into black. ``toner``: how unevenly toner lies, 0 to 1. ``shadow``: how dark the sheet's edges
    are, 0 to 1. ``clusters``: clusters of dots on a page.

    ``bits``: grey, or black and white by a ``threshold`` or by error ``diffusion``. ``rows``: share of the rows of
    pixels that are sampled at all, the others repeat them. ``dropouts``: share of the rows that lost a piece.
    """

    skew: float = 0.0
    sway: float = 0.0
    blur: float = 0.0
    fading: float = 0.0
    paper: int = 255
    grain: float = 0.0
    specks: float = 0.0
    quality: int = 95
    contrast: float = 1.0
    toner: float = 0.0
    shadow: float = 0.0
    clusters: int = 0
    bits: Literal["grey", "threshold", "diffusion"] = "grey"
    rows: float = 1.0
    dropouts: float = 0.0


CONDITIONS: Mapping[ConditionName, ScanCondition] = {
    "clean": ScanCondition(),
    "light": ScanCondition(skew=0.5, sway=0.2, blur=2.3, paper=250, grain=2, quality=75),
    "medium": ScanCondition(
        skew=1.0, sway=0.2, blur=3.5, fading=0.25, paper=245, grain=4, specks=0.5, quality=50, shadow=0.1
    ),
    "heavy": ScanCondition(
        skew=2.0, sway=0.1, blur=5.0, fading=0.45, paper=238, grain=7, specks=3, quality=30, shadow=0.2
    ),
    "photocopy": ScanCondition(
        skew=0.7,
        sway=0.4,
        blur=3.0,
        paper=243,
        grain=4,
        specks=0.1,
        quality=60,
        contrast=2.5,
        toner=0.45,
        shadow=0.5,
        clusters=60,
    ),
    "bilevel": ScanCondition(skew=0.5, sway=0.2, blur=1.5, paper=250, grain=10, specks=0.05, bits="threshold"),
    "dithered": ScanCondition(skew=0.5, sway=0.2, blur=1.5, paper=253, grain=2, bits="diffusion"),
    "fax": ScanCondition(
        skew=0.6, sway=0.5, blur=1.5, grain=12, specks=0.3, clusters=20, bits="threshold", rows=0.96, dropouts=0.004
    ),
    "fax_coarse": ScanCondition(
        skew=0.6, sway=0.5, blur=1.5, grain=12, specks=0.3, clusters=20, bits="threshold", rows=0.48, dropouts=0.004
    ),
}
"""``fax`` at 204 dpi is Group 3 fine (204 x 196 dots an inch), ``fax_coarse`` its standard resolution (204 x 98)."""
