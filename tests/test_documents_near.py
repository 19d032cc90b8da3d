"""Plain text is opened where it is read, whatever else in a process of its own, and both are the same document."""

from pathlib import Path

import pytest

from extractor.documents.limits import OpeningLimits
from extractor.documents.opening import near
from extractor.documents.opening.guarded import open_guarded
from extractor.documents.opening.near import open_near
from extractor.errors import EmptyDocument, LimitExceeded

TABLE = "单位：件\n项目\t数量\n收到  申请 12 3\nTotal\t15\n"


@pytest.fixture
def nobody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is opened elsewhere."""

    def refuse(path: Path, limits: OpeningLimits) -> None:
        raise AssertionError(f"{path} was opened in another process")

    monkeypatch.setattr(near, "open_guarded", refuse)


def test_a_text_is_the_same_document_wherever_it_is_opened(tmp_path: Path, nobody_else: None) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TABLE, "utf-8")
    here, there = open_near(path), open_guarded(path)
    assert here == there and here.path == there.path == path


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.txt", b"<html><body><table><tr><td>1</td></tr></table></body></html>"),
        ("named.txt", b'{"received": 12}'),
        ("paper.txt", b"%PDF-1.4\nnothing"),
        ("old.txt", "收到 12".encode("gb18030")),
        ("fields.csv", b"a,b\n1,2\n"),
    ],
)
def test_what_is_no_plain_text_is_opened_elsewhere(
    tmp_path: Path, nobody_else: None, name: str, content: bytes
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(AssertionError, match="in another process"):
        open_near(path)


def test_what_is_refused_elsewhere_is_refused_here(tmp_path: Path, nobody_else: None) -> None:
    path = tmp_path / "a.txt"
    path.write_text("  \n")
    with pytest.raises(EmptyDocument):
        open_near(path)
    path.write_text(TABLE, "utf-8")
    with pytest.raises(LimitExceeded, match="words and cells; at most 3"):
        open_near(path, OpeningLimits(words=3))
