"""What counts as printed on a PDF page: form fields, annotations, layers, clips, patches; and what is a picture."""

# pymupdf has no annotations.
# mypy: disallow-untyped-calls=False

from collections.abc import Callable
from pathlib import Path

import pymupdf
import pytest

from extractor.documents import Document, open_document
from extractor.documents.scan import SWITCH
from extractor.errors import NeedsOcr

# Constants that the library sets when it is imported; its type information does not list them.
TEXT, COMBO, CHECK = 7, 3, 2
HIDDEN, NO_VIEW = 2, 32

Draw = Callable[[pymupdf.Page], None]
HELVETICA = "<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>>>>>"


@pytest.fixture(autouse=True)
def without_ocr(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a machine without OCR: what is a picture is told by the error."""
    monkeypatch.setenv(SWITCH, "never")


def opened(tmp_path: Path, *pages: Draw, **options: object) -> Document:
    pdf = pymupdf.open()
    for draw in pages:
        draw(pdf.new_page(width=400, height=600))
    path = tmp_path / "a.pdf"
    pdf.save(path, **options)
    pdf.close()
    return open_document(path)


def stream(content: str, resources: str = HELVETICA) -> Draw:
    """A page that consists of the operators given."""

    def draw(page: pymupdf.Page) -> None:
        page.insert_text((10, 10), "x")
        xref = page.get_contents()[0]
        page.parent.update_stream(xref, content.encode())
        page.parent.xref_set_key(page.xref, "Resources", resources)

    return draw


def text(x: float, y: float, printed: str) -> str:
    return f"BT /F1 12 Tf {x} {y} Td ({printed}) Tj ET "


def field(page: pymupdf.Page, value: str, kind: int = TEXT, top: float = 200) -> int:
    """A filled form field; its number in the file."""
    widget = pymupdf.Widget()
    widget.field_type = kind
    widget.field_name = f"field at {top}"
    widget.field_value = value
    widget.rect = pymupdf.Rect(40, top, 150, top + 20)
    if kind == COMBO:
        widget.choice_values = ["alpha", value]
    page.add_widget(widget)
    return max(int(one.xref) for one in page.widgets())


def test_values_of_form_fields_are_printed_at_their_boxes(tmp_path: Path) -> None:
    def draw(page: pymupdf.Page) -> None:
        page.insert_text((40, 100), "Amount")
        field(page, "7730.28")
        field(page, "beta", COMBO, 300)

    document = opened(tmp_path, draw)
    assert document.text.split() == ["Amount", "7730.28", "beta"]
    box = document.words[1].place.box
    assert box is not None
    assert 40 <= box[0] < box[2] <= 150
    assert 190 < box[1] < box[3] < 225


def test_a_field_without_an_appearance_prints_its_value(tmp_path: Path) -> None:
    def draw(page: pymupdf.Page) -> None:
        page.parent.xref_set_key(field(page, "55.5"), "AP", "null")

    assert opened(tmp_path, draw).text == "55.5"


def test_a_field_prints_what_its_appearance_shows_and_not_what_its_value_says(tmp_path: Path) -> None:
    def draw(page: pymupdf.Page) -> None:
        page.parent.xref_set_key(field(page, "12"), "V", "(999)")

    assert opened(tmp_path, draw).text == "12"


@pytest.mark.parametrize("flags", ["2", "32"])
def test_hidden_fields_are_not_printed(tmp_path: Path, flags: str) -> None:
    def draw(page: pymupdf.Page) -> None:
        page.insert_text((40, 100), "Amount")
        page.parent.xref_set_key(field(page, "999"), "F", flags)

    assert opened(tmp_path, draw).text == "Amount"


def test_the_tick_of_a_check_box_is_no_digit(tmp_path: Path) -> None:
    def draw(page: pymupdf.Page) -> None:
        page.insert_text((80, 214), "Applies")
        widget = pymupdf.Widget()
        widget.field_type = CHECK
        widget.field_name = "box"
        widget.field_value = True
        widget.rect = pymupdf.Rect(40, 200, 60, 220)
        page.add_widget(widget)

    document = opened(tmp_path, draw)
    assert "Applies" in document.text
    assert not any(char.isdigit() for char in document.text)


def test_free_text_annotations_are_printed_and_hidden_ones_and_notes_are_not(tmp_path: Path) -> None:
    def draw(page: pymupdf.Page) -> None:
        page.insert_text((40, 60), "Amount")
        page.add_freetext_annot((40, 80, 200, 100), "34.5", fontsize=10)
        for top, flag in ((110, HIDDEN), (140, NO_VIEW)):
            note = page.add_freetext_annot((40, top, 200, top + 20), "999", fontsize=10)
            note.set_flags(flag)
            note.update()
        page.add_text_annot((300, 40), "a note 77")

    assert opened(tmp_path, draw).text.split() == ["Amount", "34.5"]


def test_text_of_a_layer_that_is_off_is_not_printed(tmp_path: Path) -> None:
    def draw(page: pymupdf.Page) -> None:
        page.insert_text((40, 40), "999", oc=page.parent.add_ocg("off", on=False))
        page.insert_text((40, 80), "12", oc=page.parent.add_ocg("on", on=True))

    assert opened(tmp_path, draw).text == "12"


def test_clipped_text_is_not_printed(tmp_path: Path) -> None:
    draw = stream("q 0 0 10 10 re W n " + text(40, 500, "999") + "Q " + text(40, 400, "12"))
    assert opened(tmp_path, draw).text == "12"


def test_characters_painted_count_and_not_what_a_tag_says_about_them(tmp_path: Path) -> None:
    draw = stream("/Span <</ActualText (99)>> BDC " + text(40, 500, "12") + "EMC")
    assert opened(tmp_path, draw).text == "12"


def test_text_under_a_filled_box_is_not_printed(tmp_path: Path) -> None:
    draw = stream(text(40, 500, "999") + "1 1 1 rg 30 490 100 30 re f 0 g " + text(40, 400, "12"))
    assert opened(tmp_path, draw).text == "12"


def test_text_printed_over_a_box_that_hides_another_counts_alone(tmp_path: Path) -> None:
    draw = stream(text(40, 500, "999") + "1 1 1 rg 30 490 100 30 re f 0 g " + text(40, 500, "12.5"))
    assert opened(tmp_path, draw).text == "12.5"


def test_text_on_a_box_and_under_a_highlighter_is_printed(tmp_path: Path) -> None:
    def draw(page: pymupdf.Page) -> None:
        page.draw_rect((30, 80, 200, 120), color=None, fill=(0.9, 0.9, 0.9))
        page.insert_text((40, 100), "Total 12")
        page.add_highlight_annot((30, 85, 200, 115))

    assert opened(tmp_path, draw).text == "Total 12"


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_boxes_count_from_the_corner_of_the_part_that_is_shown(tmp_path: Path, rotation: int) -> None:
    def draw(page: pymupdf.Page) -> None:
        page.insert_text((40, 40), "outside 999")
        page.insert_text((140, 240), "inside")
        page.set_cropbox((100, 100, 300, 400))
        page.set_rotation(rotation)

    document = opened(tmp_path, draw)
    assert document.text == "inside"
    sides = (200, 300) if rotation % 180 == 0 else (300, 200)
    assert (document.pages[0].width, document.pages[0].height) == sides
    box = document.words[0].place.box
    upright = {0: (40, 140), 90: (160, 40), 180: (160, 160), 270: (140, 160)}[rotation]
    assert box is not None
    assert box[0] - 15 <= upright[0] <= box[2] + 15
    assert box[1] - 15 <= upright[1] <= box[3] + 15


def test_ligatures_are_read_as_their_letters(tmp_path: Path) -> None:
    font = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding<</Type/Encoding/Differences[65/fi/fl]>>>>"
    draw = stream(text(40, 500, "Agures 12") + text(40, 400, "inBow"), f"<</Font<</F1 {font}>>>>")
    assert opened(tmp_path, draw).text == "figures 12\ninflow"


def test_glyphs_drawn_as_procedures_are_characters(tmp_path: Path) -> None:
    def draw(page: pymupdf.Page) -> None:
        pdf = page.parent
        shapes = []
        for _ in range(2):
            xref = pdf.get_new_xref()
            pdf.update_object(xref, "<<>>")
            pdf.update_stream(xref, b"600 0 0 0 500 700 d1 0 0 500 700 re f")
            shapes.append(xref)
        font = (
            "<</Type/Font/Subtype/Type3/FontBBox[0 0 600 700]/FontMatrix[0.001 0 0 0.001 0 0]/FirstChar 49/LastChar 50"
            f"/Widths[600 600]/CharProcs<</one {shapes[0]} 0 R/two {shapes[1]} 0 R>>"
            "/Encoding<</Type/Encoding/Differences[49/one/two]>>>>"
        )
        stream("BT /F1 12 Tf 40 500 Td (1) Tj ET BT /F1 12 Tf 47.2 500 Td (2) Tj ET", f"<</Font<</F1 {font}>>>>")(page)

    assert opened(tmp_path, draw).text == "12"


def test_text_drawn_as_outlines_asks_for_ocr_also_below_a_running_head(tmp_path: Path) -> None:
    def draw(page: pymupdf.Page) -> None:
        for row in range(20):
            for column in range(30):
                page.draw_circle((40 + 10 * column, 80 + 20 * row), 3, color=None, fill=(0, 0, 0))

    def headed(page: pymupdf.Page) -> None:
        draw(page)
        page.insert_text((40, 590), "page 3")

    for drawing in (draw, headed):
        with pytest.raises(NeedsOcr, match="outlines"):
            opened(tmp_path, drawing)


def picture(page: pymupdf.Page, box: tuple[float, float, float, float]) -> None:
    pixels = pymupdf.Pixmap(pymupdf.csGRAY, pymupdf.IRect(0, 0, 40, 60))
    pixels.clear_with(200)
    page.insert_image(box, pixmap=pixels, keep_proportion=False)


def test_a_large_picture_on_a_page_of_text_is_remarked_on(tmp_path: Path) -> None:
    def draw(page: pymupdf.Page) -> None:
        for line in range(10):
            page.insert_text((40, 60 + 14 * line), "running text above the picture 12")
        picture(page, (0, 300, 400, 600))

    document = opened(tmp_path, draw)
    assert document.method == "vector"
    assert document.pages[0].remarks == ("a picture over 50% of the page was not read",)


def test_a_scan_under_a_long_visible_header_is_still_a_scan(tmp_path: Path) -> None:
    def draw(page: pymupdf.Page) -> None:
        picture(page, (0, 80, 400, 600))
        header = "Filed electronically with the clerk of the court on the date stated in the docket, in 12 copies"
        page.insert_text((10, 30), header, fontsize=8)
        for line in range(20):
            page.insert_text((40, 100 + 20 * line), "recognised text 12", render_mode=3)

    with pytest.raises(NeedsOcr, match="is an image"):
        opened(tmp_path, draw)


@pytest.mark.parametrize("user", ["", None])
def test_a_pdf_that_only_restricts_its_use_opens(tmp_path: Path, user: str | None) -> None:
    document = opened(
        tmp_path,
        lambda page: page.insert_text((40, 100), "Total 12") and None,
        encryption=pymupdf.mupdf.PDF_ENCRYPT_AES_256,
        owner_pw="owner",
        user_pw=user,
        permissions=0,
    )
    assert document.text == "Total 12"
