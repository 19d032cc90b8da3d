"""What is refused by what a file says about itself, before anything is decoded."""

from pathlib import Path

import pytest

from extractor.documents import open_document
from extractor.documents.limits import OpeningLimits
from extractor.errors import LimitExceeded, UnreadableDocument
from specimens.hostile_pdf import HOSTILE_PDF, page, stream


def test_a_picture_of_more_pixels_than_are_opened_is_refused_by_the_size_it_declares(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(HOSTILE_PDF["picture of 60,000 × 60,000"]())
    with pytest.raises(LimitExceeded, match=r"a\.pdf: page 1: a picture of 60000 × 60000 pixels"):
        open_document(path)


def test_a_page_larger_than_readers_show_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(page(stream(b""), box=b"0 0 14401 100"))
    with pytest.raises(LimitExceeded, match="14401 × 100 points"):
        open_document(path)


def test_pages_in_a_circle_are_a_damaged_file(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(page(stream(b"")).replace(b"/Kids[3 0 R]/Count 1", b"/Kids[3 0 R 2 0 R]/Count 2"))
    with pytest.raises(UnreadableDocument, match="damaged PDF"):
        open_document(path)


def test_limits_that_leave_no_room_are_refused() -> None:
    with pytest.raises(ValueError, match=r"memory_mib: .* at least 256 MiB"):
        OpeningLimits(memory_mib=10)
    with pytest.raises(ValueError, match="pages: must be more than 0"):
        OpeningLimits(pages=0)


def test_what_an_archive_unpacks_to_is_held_to_the_limit() -> None:
    limits = OpeningLimits(decompressed_mib=1)
    limits.check_unpacked(1 << 20, "a.zip")
    with pytest.raises(LimitExceeded, match=r"a\.zip: unpacks to 2 MiB; at most 1 MiB"):
        limits.check_unpacked(2 << 20, "a.zip")
