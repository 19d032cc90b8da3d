"""Pictures of pages: of every paged kind of file, of the right place, within the limit, or a typed refusal."""

from pathlib import Path
from typing import Any

import pymupdf
import pytest

from extractor.documents import Page, open_document
from extractor.documents.opening.guarded import open_guarded
from extractor.documents.opening.picture import (
    PagePart,
    Picture,
    PictureLimit,
    number_picture,
    page_picture,
    stacked_picture,
)
from extractor.errors import DocumentError, EncryptedDocument, UnreadableDocument, UnsupportedFormat
from tests.ledger import TEXT
from tests.printed_ledger import photograph, print_ledger
from tests.seeing_endpoint import read_lines, size_of

_AES = 5
"""PDF_ENCRYPT_AES_256"""


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    return print_ledger(tmp_path / "ledger.pdf")


def dark(picture: Picture) -> int:
    """How many bytes of the pixels are dark."""
    return sum(byte < 128 for byte in picture.rgb)


def box_of(path: Path, text: str) -> tuple[Page, tuple[float, float, float, float]]:
    document = open_document(path)
    word = next(word for word in document.words if word.text == text)
    assert word.place.box is not None
    return document.pages[word.place.page - 1], word.place.box


def test_a_box_of_a_page_shows_what_is_printed_there(pdf: Path) -> None:
    page, box = box_of(pdf, "12.50")
    (line,) = read_lines(page_picture(pdf, page, box).png)
    assert [cell.value for cell in line] == ["12.50"]


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_a_box_of_a_turned_page_shows_the_page_as_it_is_displayed(rotation: int, pdf: Path) -> None:
    with pymupdf.open(pdf) as sheet:  # type: ignore[no-untyped-call]  # pymupdf has no annotations
        page: Any = sheet[0]
        box = pymupdf.Rect(page.search_for("12.50")[0])  # type: ignore[no-untyped-call]  # the same
        page.set_rotation(rotation)
        shown = box * page.rotation_matrix
        described = Page(1, page.rect.width, page.rect.height)
        turned = pdf.with_name("turned.pdf")
        sheet.save(turned)
    picture = page_picture(turned, described, (shown.x0, shown.y0, shown.x1, shown.y1))
    assert dark(picture) > 100
    assert (picture.width > picture.height) == (rotation == 180)


@pytest.mark.parametrize("suffix", ["png", "jpg"])
def test_a_picture_file_is_a_page_like_any_other(suffix: str, pdf: Path) -> None:
    page, box = box_of(pdf, "12.50")
    picture = page_picture(photograph(pdf, pdf.with_suffix(f".{suffix}"), dpi=200), page, box)
    (line,) = read_lines(picture.png)
    assert [cell.value for cell in line] == ["12.50"]


def test_the_second_page_of_a_tiff_can_be_shown(tmp_path: Path) -> None:
    image = pytest.importorskip("PIL.Image")
    first = image.new("L", (300, 200), 255)
    second = image.new("L", (300, 200), 0)
    first.save(tmp_path / "two.tiff", save_all=True, append_images=[second], dpi=(100, 100))
    shown = [page_picture(tmp_path / "two.tiff", Page(number, 216, 144)) for number in (1, 2)]
    assert [dark(picture) for picture in shown] == [0, len(shown[1].rgb)]


def test_a_webp_picture_can_be_shown(pdf: Path) -> None:
    cv2 = pytest.importorskip("cv2")
    page, box = box_of(pdf, "12.50")
    webp = pdf.with_suffix(".webp")
    cv2.imwrite(str(webp), cv2.imread(str(photograph(pdf, pdf.with_suffix(".png"), dpi=200))))
    (line,) = read_lines(page_picture(webp, page, box).png)
    assert [cell.value for cell in line] == ["12.50"]


@pytest.mark.parametrize(
    "limit", [PictureLimit(), PictureLimit(300, 40_000), PictureLimit(2048, 4_000_000, 600), PictureLimit(500, 100)]
)
def test_no_picture_is_larger_than_its_limit(limit: PictureLimit, pdf: Path) -> None:
    page = open_document(pdf).pages[0]
    picture = stacked_picture(pdf, [PagePart(page), PagePart(page, (0, 100, 300, 140))], limit)
    assert size_of(picture.png) == (picture.width, picture.height)
    assert max(picture.width, picture.height) <= limit.side
    assert picture.width * picture.height <= limit.pixels
    assert len(picture.rgb) == 3 * picture.width * picture.height


def test_strips_stand_below_each_other_under_their_number(pdf: Path) -> None:
    page, box = box_of(pdf, "12.50")
    _, other = box_of(pdf, "900")
    lines = read_lines(stacked_picture(pdf, [PagePart(page, box), PagePart(page, other)], number=271828).png)
    assert [line[-1].value[-6:] for line in lines] == ["271828", "12.50", "900"]


def test_a_number_is_printed_as_it_is() -> None:
    (line,) = read_lines(number_picture(314159).png)
    assert line[-1].value.endswith("314159")


def test_the_same_pixels_have_the_same_hash(pdf: Path) -> None:
    page, box = box_of(pdf, "12.50")
    one, other = page_picture(pdf, page, box), page_picture(pdf, page, box)
    assert one.sha256 == other.sha256
    assert one.sha256 != page_picture(pdf, page).sha256


def encrypt(pdf: Path) -> Path:
    locked = pdf.with_name("locked.pdf")
    with pymupdf.open(pdf) as sheet:  # type: ignore[no-untyped-call]  # pymupdf has no annotations
        sheet.save(locked, encryption=_AES, user_pw="secret", owner_pw="more secret")
    return locked


def test_what_gives_no_picture_is_refused_with_a_reason(pdf: Path) -> None:
    page = open_document(pdf).pages[0]
    text = pdf.with_suffix(".txt")
    text.write_text(TEXT, "utf-8")
    broken = pdf.with_name("broken.pdf")
    broken.write_bytes(b"%PDF-1.7 nothing")
    cases: list[tuple[Path, Page, type[DocumentError], str]] = [
        (text, open_document(text).pages[0], UnsupportedFormat, "not made of pages"),
        (pdf.with_name("gone.pdf"), page, UnreadableDocument, "not there any more"),
        (broken, page, UnreadableDocument, "no picture can be made"),
        (encrypt(pdf), page, EncryptedDocument, "password"),
        (pdf, Page(7, 595, 842), UnreadableDocument, "no page 7"),
        (pdf, Page(1, 842, 595), UnreadableDocument, "shape"),
    ]
    for path, described, kind, said in cases:
        with pytest.raises(kind, match=said):
            page_picture(path, described)


def test_a_file_with_another_content_gives_no_picture(pdf: Path) -> None:
    document = open_document(pdf)
    assert page_picture(pdf, document.pages[0], sha256=document.sha256).width
    print_ledger(pdf, TEXT.replace("900", "600"))
    with pytest.raises(UnreadableDocument, match="has changed"):
        page_picture(pdf, document.pages[0], sha256=document.sha256)


def test_a_document_knows_where_it_was_opened(pdf: Path) -> None:
    assert open_document(pdf).path == pdf
    assert open_guarded(pdf).path == pdf
