"""Five looks of whole reports that the renderer of the package does not have: other rules, heads, spacing and type.

They are for measuring: whoever mends a reader does not look at reports in them.
"""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from extractor.evaluate.render.typeface import Typefaces

Ruled: TypeAlias = Literal["every", "head", "none"]


@dataclass(frozen=True)
class ReportLook:
    """How a report is printed. ``across``, ``down``: which rules there are, of all rows and columns, of the head alone
    or none, ``dashes`` as PDF writes them, ``line`` their width in points. ``head``: white on dark, on grey, or plain;
    ``striped``: every other row on grey. ``size`` of type and ``padding`` above and below a line in points;
    ``stretch``: how wide type is beside its usual width. ``label``: share of the width for row labels. ``columns`` of
    running text.
    """

    name: str
    faces: Typefaces
    across: Ruled
    down: Ruled
    head: Literal["dark", "grey", "plain"] = "plain"
    dashes: str = ""
    line: float = 0.5
    striped: bool = False
    size: float = 8.0
    padding: float = 2.5
    stretch: float = 1.0
    label: float = 0.3
    align: Literal["left", "centre", "right"] = "centre"
    columns: int = 1
    even: bool = True


LOOKS_OF_REPORTS = (
    ReportLook("dark heads", Typefaces("hei", "hei"), "every", "head", "dark", line=0.4, padding=3.5, align="right"),
    ReportLook(
        "dashed", Typefaces("song", "times"), "every", "every", dashes="[2.2 1.6] 0", size=8.0, label=0.2, even=False
    ),
    ReportLook("airy", Typefaces("hei", "helvetica"), "every", "none", line=0.3, padding=7.0, align="right"),
    ReportLook(
        "dense",
        Typefaces("song", "song"),
        "every",
        "every",
        "grey",
        line=0.25,
        size=6.8,
        padding=1.0,
        stretch=0.9,
        columns=2,
        even=False,
    ),
    ReportLook(
        "bare",
        Typefaces("droid", "courier"),
        "none",
        "none",
        padding=3.0,
        stretch=0.92,
        align="right",
        label=0.22,
        even=False,
    ),
)
