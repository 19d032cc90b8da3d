"""Which files a run takes."""

from pathlib import Path

import pytest

from extractor.errors import ConfigurationError
from extractor.run.selection import group_by_content, select_files


def _files(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)


def test_folders_are_searched_in_order_and_hidden_files_left_out(tmp_path: Path) -> None:
    _files(tmp_path, "b.txt", "a/z.HTML", ".hidden.txt", ".git/x.txt", "c.json")
    selection = select_files([tmp_path])
    assert [str(path.relative_to(tmp_path)) for path in selection.files] == ["a/z.HTML", "b.txt"]
    assert selection.skipped == 1


def test_a_file_that_is_named_is_taken_whatever_it_is_called(tmp_path: Path) -> None:
    _files(tmp_path, "c.json")
    assert select_files([tmp_path / "c.json"]).files == (tmp_path / "c.json",)


def test_a_file_that_is_named_twice_is_taken_once(tmp_path: Path) -> None:
    _files(tmp_path, "a.txt")
    assert len(select_files([tmp_path, tmp_path / "a.txt"]).files) == 1


def test_a_path_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"nowhere does not exist"):
        select_files([tmp_path / "nowhere"])


def test_files_with_the_same_content_stand_together(tmp_path: Path) -> None:
    for name, text in (("a.txt", "1"), ("b.txt", "2"), ("c.txt", "1")):
        (tmp_path / name).write_text(text)
    groups = group_by_content(tmp_path / name for name in ("a.txt", "b.txt", "c.txt"))
    assert [[path.name for path in group.paths] for group in groups] == [["a.txt", "c.txt"], ["b.txt"]]
