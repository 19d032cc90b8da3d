"""Of a picture that an office file crops only what is shown is read, or it counts as unread."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from extractor.documents.model import Document
from extractor.documents.sheets.ods import open_ods
from extractor.documents.sheets.xlsx import open_xlsx
from extractor.documents.stored_pictures import is_large_picture
from extractor.documents.word.cropped_picture import PictureCut, cut_of, shown_part
from extractor.documents.word.docx import open_docx
from extractor.documents.word.odt import open_odt
from extractor.documents.word.pptx import open_pptx
from tests.office_files import zipped
from tests.test_documents_pictured_text import in_open_sheet, in_sheet, in_slide, in_text, in_word

PIL = pytest.importorskip("PIL.Image")
Alter = Callable[[str], str]
LOWER = '<a:srcRect t="50000"/>'


def picture() -> bytes:
    """400 by 300 pixels, the upper half black."""
    shown = PIL.new("L", (400, 300), 255)
    shown.paste(0, (0, 0, 400, 150))
    written = io.BytesIO()
    shown.save(written, "PNG")
    return written.getvalue()


def sizes(document: Document) -> list[tuple[int, int]]:
    return [PIL.open(io.BytesIO(each.content)).size for each in document.pictures]


def altered(path: Path, part: str, alter: Alter) -> bytes:
    """The bytes of a file of which one part is altered."""
    with zipfile.ZipFile(path) as archive:
        parts: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    before = archive_text(parts[part])
    assert alter(before) != before
    return zipped(parts | {part: alter(before)})


def archive_text(part: str | bytes) -> str:
    return part.decode() if isinstance(part, bytes) else part


def behind_blip(more: str) -> Alter:
    return lambda text: text.replace('r:embed="r-p"/>', f'r:embed="r-p"/>{more}')


@pytest.mark.parametrize(
    ("drawn", "cut"),
    [
        ("<f><blip/></f>", (0, 0, 0, 0)),
        ('<f><blip/><srcRect b="50000"/></f>', (0, 0, 0, 0.5)),
        ('<f><blip/><srcRect l="10%" t="-5000"/></f>', (0.1, 0, 0, 0)),
        ('<f><blip/><srcRect r="much"/></f>', (0, 0, 1, 0)),
        ('<f><blip/><stretch><fillRect t="-100000" r="5000"/></stretch></f>', (0, 0.5, 0, 0)),
        ('<f><blip/><srcRect t="50000"/><stretch><fillRect t="-100000"/></stretch></f>', (0, 0.75, 0, 0)),
        ('<f><imagedata cropbottom="32768f" cropleft=".25"/></f>', (0.25, 0, 0, 0.5)),
    ],
)
def test_what_a_drawing_cuts_off_is_told_in_parts_of_the_picture(drawn: str, cut: tuple[float, ...]) -> None:
    assert cut_of(etree.fromstring(drawn)[0]) == pytest.approx(PictureCut(*cut))


def test_a_part_of_a_picture_is_what_is_left_of_it() -> None:
    assert shown_part(picture(), PictureCut()) == picture()
    lower = PIL.open(io.BytesIO(shown_part(picture(), PictureCut(left=0.25, top=0.5))))
    assert (lower.size, lower.getextrema()) == ((300, 150), (255, 255))
    assert shown_part(picture(), PictureCut(left=0.6, right=0.4)) == b""
    assert shown_part(picture()[:60], PictureCut(top=0.5)) == b""


def test_slides_and_word_documents_and_workbooks_show_what_is_not_cropped(tmp_path: Path) -> None:
    slide = altered(in_slide(tmp_path, picture()), "ppt/slides/s.xml", behind_blip(LOWER))
    assert sizes(open_pptx(slide, name="a", sha256="")) == [(400, 150)]
    text = altered(in_word(tmp_path, picture()), "word/document.xml", behind_blip('<a:srcRect xmlns:a="x" t="50000"/>'))
    assert sizes(open_docx(text, name="a", sha256="")) == [(400, 150)]
    book = altered(in_sheet(tmp_path, picture()), "xl/drawings/drawing1.xml", cropped_in_sheet)
    assert sizes(open_xlsx(book, name="a", sha256="")) == [(400, 150)]


def cropped_in_sheet(xml: str) -> str:
    """A drawing whose picture is cropped, however its program writes names."""
    root = etree.fromstring(xml.encode())
    blip = next(each for each in root.iter() if str(each.tag).endswith("}blip"))
    blip.addnext(etree.Element(str(blip.tag).replace("}blip", "}srcRect"), t="50000"))
    return etree.tostring(root, encoding="unicode")


def test_a_cropped_picture_that_cannot_be_decoded_is_counted_as_unread(tmp_path: Path) -> None:
    torn = picture()[:40]
    assert is_large_picture(torn)
    slide = altered(in_slide(tmp_path, torn), "ppt/slides/s.xml", behind_blip(LOWER))
    text = altered(in_word(tmp_path, torn), "word/document.xml", behind_blip('<a:srcRect xmlns:a="x" t="50000"/>'))
    for document in (open_pptx(slide, name="a", sha256=""), open_docx(text, name="a", sha256="")):
        assert not document.pictures
        assert document.pages[0].remarks == ("1 pictures are not read",)


def test_a_picture_that_fills_a_shape_of_a_slide_is_one(tmp_path: Path) -> None:
    filled = '<p:sp><p:spPr><a:blipFill><a:blip r:embed="r-p"/></a:blipFill></p:spPr></p:sp>'
    shown = '<p:pic><p:blipFill><a:blip r:embed="r-p"/></p:blipFill></p:pic>'
    slide = altered(in_slide(tmp_path, picture()), "ppt/slides/s.xml", lambda xml: xml.replace(shown, filled))
    assert sizes(open_pptx(slide, name="a", sha256="")) == [(400, 300)]


CLIP = (
    '<s:automatic-styles xmlns:s="urn:s" xmlns:fo="urn:fo"><s:style s:name="fr1" s:family="graphic">'
    '<s:graphic-properties fo:clip="rect(0cm, 0cm, {}, 0cm)"/></s:style><s:style s:name="fr2" s:family="graphic" '
    's:parent-style-name="fr1"/></s:automatic-styles>'
)


@pytest.mark.parametrize("style", ["fr1", "fr2"])
@pytest.mark.parametrize("length", ["2.1cm", "0cm", "-1cm"])
def test_a_cropped_picture_of_an_open_document_is_counted_as_unread(tmp_path: Path, style: str, length: str) -> None:
    def cropped(xml: str) -> str:
        styled = xml.replace("<draw:frame", f'<draw:frame draw:style-name="{style}"')
        return styled.replace("<office:body>", f"{CLIP.format(length)}<office:body>", 1)

    text = open_odt(altered(in_text(tmp_path, picture()), "content.xml", cropped), name="a", sha256="")
    sheet = open_ods(altered(in_open_sheet(tmp_path, picture()), "content.xml", cropped), name="a", sha256="")
    if length == "2.1cm":
        assert (text.pictures, text.pages[0].remarks) == ((), ("1 pictures are not read",))
        assert (sheet.pictures, sheet.pages[0].remarks) == ((), ("1 cropped pictures are not read",))
        assert "\ufffd" in sheet.text
    else:
        assert sizes(text) == sizes(sheet) == [(400, 300)]
