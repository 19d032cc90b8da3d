"""Photographs as telephones and cameras store them are read, or named with what to save them as."""

from io import BytesIO
from pathlib import Path

import PIL.features
import PIL.Image
import pytest

from extractor.documents import open_document
from extractor.documents.scan import ocr_ready
from extractor.errors import EmptyDocument, UnsupportedFormat


@pytest.mark.skipif(not ocr_ready(), reason="OCR is not installed")
@pytest.mark.parametrize(("kind", "codec"), [("AVIF", "avif"), ("JPEG2000", "jpg_2000")])
def test_pictures_of_less_known_kinds_are_opened(kind: str, codec: str, tmp_path: Path) -> None:
    if not PIL.features.check(codec):
        pytest.skip(f"Pillow was built without {codec}")
    made = BytesIO()
    PIL.Image.new("L", (400, 300), 255).save(made, kind)
    (tmp_path / "page").write_bytes(made.getvalue())
    with pytest.raises(EmptyDocument, match="no print was found"):
        open_document(tmp_path / "page")


@pytest.mark.parametrize(
    ("head", "what"),
    [(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "save it as JPEG or PNG"), (b"AT&TFORM\0\0\0\x10DJVU", "save it as PDF")],
)
def test_pictures_that_nothing_here_decodes_say_what_to_save_them_as(head: bytes, what: str, tmp_path: Path) -> None:
    (tmp_path / "page").write_bytes(head)
    with pytest.raises(UnsupportedFormat, match=f"(?i){what}"):
        open_document(tmp_path / "page")
