"""What a pen wrote is in doubt and says so; print of any typeface does not."""

# pymupdf has no annotations.
# mypy: disallow-untyped-calls=False

from random import Random

import cv2
import numpy as np
import pymupdf

from extractor.documents.page.glyphs import PageWord
from extractor.documents.scan.handwriting import wanders, with_handwriting
from extractor.documents.scan.paper.ink import PaperSheet
from extractor.documents.scan.paper.raster import Grey
from extractor.documents.scan.tables.marks import Marks
from extractor.evidence import DoubtKind
from specimens.handwritten_lines import written_line

FACES = ("helv", "heit", "hebo", "tiro", "tiit", "tibo", "cour", "cobo")
TEXTS = ("Received with thanks the sum of", "123,456.78", "Application No. 45/2019", "Quarterly gypsy jogging payroll")


def worn(line: Grey, seed: int) -> Marks:
    """The marks of a line on a scan, a little askew, soft and noisy."""
    noise = np.random.default_rng(seed)
    soft = cv2.GaussianBlur(line, (0, 0), 0.5 + 0.5 * noise.random()).astype(np.float64)
    middle = (soft.shape[1] / 2, soft.shape[0] / 2)
    askew = cv2.getRotationMatrix2D(middle, noise.uniform(-0.6, 0.6), 1)
    turned = cv2.warpAffine(soft + noise.normal(0, 10, soft.shape), askew, soft.shape[::-1], borderValue=(255,))
    return Marks.of(np.where(turned < 170, 255, 0).astype(np.uint8))


def printed_line(seed: int) -> Grey:
    face, text, size = FACES[seed % 8], TEXTS[seed // 8 % 4], Random(seed).choice((20, 25, 31, 39))
    with pymupdf.open() as document:
        page = document.new_page(width=pymupdf.get_text_length(text, face, size) + 20, height=2 * size)
        page.insert_text((10, 1.4 * size), text, fontname=face, fontsize=size)
        picture = page.get_pixmap(dpi=72, colorspace=pymupdf.csGRAY)
    return np.frombuffer(picture.samples, np.uint8).reshape(picture.height, picture.width).copy()


def test_no_line_of_print_is_taken_for_handwriting() -> None:
    found = [seed for seed in range(1000, 1064) if wanders(worn(printed_line(seed), seed).boxes[1:])]
    assert found == []


def test_many_written_lines_are_told() -> None:
    lines = [worn(written_line(seed, 24), seed).boxes[1:] for seed in range(1000, 1030)]
    assert sum(map(wanders, lines)) >= 9


def test_the_words_of_a_written_line_say_so_and_others_do_not() -> None:
    seed = next(each for each in range(1000, 1030) if wanders(Marks.of(255 - written_line(each, 24)).boxes[1:]))
    page = np.full((300, 900), 255, np.uint8)
    line, print_ = written_line(seed, 24), printed_line(0)
    page[20 : 20 + line.shape[0], 20 : 20 + line.shape[1]] = line[:, :870]
    page[200 : 200 + print_.shape[0], 20 : 20 + print_.shape[1]] = print_[:, :870]
    ink = np.where(page < 150, 255, 0).astype(np.uint8)
    words = [
        PageWord("received", 20, 20, 20 + line.shape[1], 20 + line.shape[0], 30),
        PageWord("Received", 20, 200, 20 + print_.shape[1], 200 + print_.shape[0], 30),
    ]
    found = with_handwriting(words, PaperSheet(page, 72.0, ink), Marks.of(ink))
    assert [[each.kind for each in word.doubts] for word in found] == [[DoubtKind.HANDWRITTEN], []]
