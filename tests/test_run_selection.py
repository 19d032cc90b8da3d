"""Which files a run takes."""

import io
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from extractor.documents import open_document
from extractor.documents.opening.guarded import open_guarded
from extractor.errors import ConfigurationError, LimitExceeded, UnreadableDocument
from extractor.run.selection import group_by_content, named_paths, select_files
from tests.plain_reports import foia_report
from tests.typed_commands import extractor


def _files(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)


def test_folders_are_searched_in_order_and_hidden_files_left_out(tmp_path: Path) -> None:
    _files(tmp_path, "b.txt", "a/z.HTML", ".hidden.txt", ".git/x.txt", "c.exe")
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


posix = pytest.mark.skipif(sys.platform == "win32", reason="pipes, sockets and devices in the file system")


@posix
@pytest.mark.parametrize(
    ("make", "what"), [(os.mkfifo, "a named pipe"), (lambda path: path.symlink_to("/dev/zero"), "a device")]
)
def test_what_is_no_file_is_refused_by_name_and_never_opened(
    tmp_path: Path, make: Callable[[Path], None], what: str
) -> None:
    make(tmp_path / "endless.txt")
    with pytest.raises(ConfigurationError, match=f"endless.txt is {what}, and only files and folders are read"):
        select_files([tmp_path / "endless.txt"])
    with pytest.raises(UnreadableDocument, match=rf"endless\.txt: {what}, and only regular files are opened"):
        open_document(tmp_path / "endless.txt")
    with pytest.raises(UnreadableDocument, match=what):
        open_guarded(tmp_path / "endless.txt")


@posix
def test_a_command_that_names_a_device_ends_as_other_wrong_calls_do(tmp_path: Path) -> None:
    answer = extractor(tmp_path, "run", "/dev/zero")
    assert answer.code == 3
    assert "error: /dev/zero is a device" in answer.err


@posix
def test_what_is_no_file_is_left_out_of_folders_and_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _files(tmp_path, "a.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere.txt")
    with socket.socket(socket.AF_UNIX) as listening:
        monkeypatch.chdir(tmp_path)  # the path of a socket may not be long
        listening.bind("s.pdf")
    selection = select_files([tmp_path])
    assert [path.name for path in selection.files] == ["a.txt"]
    said = [each.removeprefix(f"{tmp_path}{os.sep}") for each in selection.irregular]
    assert said == ["gone.txt (a link that leads nowhere)", "pipe.txt (a named pipe)", "s.pdf (a socket)"]
    answer = extractor(tmp_path, "run", ".", "--json")
    assert "Left out: gone.txt (a link that leads nowhere)" in answer.err
    assert json.loads(answer.out)["irregular"] == said


@posix
def test_a_folder_without_any_file_says_what_stands_in_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(ConfigurationError, match=r"no document in the folders named \(not a file: .*pipe\.txt"):
        select_files([tmp_path])


@posix
@pytest.mark.parametrize(("name", "begin", "most"), [("a.pdf", b"%PDF-1.7\n", 128), ("a.txt", b"Total 12\n", 16)])
def test_an_enormous_file_ends_as_too_large_without_being_read(
    tmp_path: Path, name: str, begin: bytes, most: int
) -> None:
    path = tmp_path / name
    path.write_bytes(begin)
    os.truncate(path, 8 << 30)
    tracemalloc.start()
    begun = time.monotonic()
    try:
        assert [group.sha256 for group in group_by_content([path])] == [""]
        with pytest.raises(LimitExceeded, match=rf"{name}: over {most} MB, and no more are opened"):
            open_document(path)
        assert tracemalloc.get_traced_memory()[1] < 8 << 20
    finally:
        tracemalloc.stop()
    assert time.monotonic() - begun < 5


@posix
def test_a_run_over_an_enormous_file_goes_on_with_the_others(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(foia_report("Office of Tests", 12))
    (tmp_path / "huge.pdf").write_bytes(b"%PDF-1.7\n")
    os.truncate(tmp_path / "huge.pdf", 8 << 30)
    answer = extractor(tmp_path, "run", ".", "--json")
    entries = {entry["document"]: entry for entry in json.loads(answer.out)["entries"]}
    assert (entries["good.txt"]["status"], entries["huge.pdf"]["status"]) == ("accepted", "failed")
    assert "over 128 MB" in entries["huge.pdf"]["why"]


@posix
def test_a_link_to_a_folder_is_named_and_not_followed(tmp_path: Path) -> None:
    _files(tmp_path, "reports/a.txt", "other/b.txt")
    (tmp_path / "reports" / "linked").symlink_to(tmp_path / "other")
    (tmp_path / "reports" / "around").symlink_to(tmp_path / "reports")
    selection = select_files([tmp_path / "reports"])
    assert [path.name for path in selection.files] == ["a.txt"]
    assert [each.rpartition("/")[2] for each in selection.irregular] == [
        "around (a link to a folder: name it to have it read)",
        "linked (a link to a folder: name it to have it read)",
    ]
    assert [path.name for path in select_files([tmp_path / "reports" / "linked"]).files] == ["b.txt"]


def test_a_folder_that_may_not_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _files(tmp_path, "a.txt", "closed/b.txt")
    scan = os.scandir

    def closed(path: str) -> object:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", closed)
    selection = select_files([tmp_path])
    assert [path.name for path in selection.files] == ["a.txt"]
    assert selection.irregular == (f"{tmp_path / 'closed'} (a folder that cannot be read: Permission denied)",)


@pytest.mark.parametrize(
    ("listed", "names"),
    [
        (b"a.txt\nsub/b c.txt\n", ["a.txt", "sub/b c.txt"]),
        (b"a.txt\r\n\r\nb.txt", ["a.txt", "b.txt"]),
        (b"a\nb.txt\0c.txt\0", ["a\nb.txt", "c.txt"]),
        (b"\xb1\xa8.txt\n", [os.fsdecode(b"\xb1\xa8.txt")]),
    ],
)
def test_paths_are_taken_from_standard_input(listed: bytes, names: list[str]) -> None:
    assert named_paths([Path("-"), Path("last.txt")], io.BytesIO(listed)) == (*map(Path, names), Path("last.txt"))


def test_patterns_are_filled_in_where_no_file_is_called_so(tmp_path: Path) -> None:
    _files(tmp_path, "a/1.txt", "a/b/2.txt", "a/b/3.csv", "c[1].txt")
    found = named_paths([tmp_path / "a/**/*.txt", tmp_path / "c[1].txt"], io.BytesIO())
    assert [path.name for path in found] == ["1.txt", "2.txt", "c[1].txt"]
    with pytest.raises(ConfigurationError, match=r"nothing fits .*\.pdf: check the pattern"):
        named_paths([tmp_path / "*.pdf"], io.BytesIO())
    with pytest.raises(ConfigurationError, match="no path came on standard input"):
        named_paths([Path("-")], io.BytesIO(b"\n"))


_LOOKED_AT = """
import os, sys
from pathlib import Path
from extractor.errors import ConfigurationError
from extractor.run.selection import check_paths, select_files
if os.geteuid() == 0:
    os.chown(sys.argv[1], 65534, 65534)
    os.seteuid(65534)
print(*select_files([Path(sys.argv[1])]).irregular)
try:
    check_paths([Path(sys.argv[1], "listed", "b.txt")])
except ConfigurationError as error:
    print(error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="folders have other rights there")
def test_a_folder_that_may_be_listed_and_not_entered_is_named(tmp_path: Path) -> None:
    """Whoever is root may enter it all the same, so that nobody looks there."""
    with tempfile.TemporaryDirectory() as place:  # Those of the tests are closed to others.
        folder = Path(place)
        listed = folder / "listed"
        listed.mkdir()
        (listed / "b.txt").write_text("b")
        (folder / "a.txt").write_text("a")
        listed.chmod(0o444)
        done = subprocess.run([sys.executable, "-c", _LOOKED_AT, place], capture_output=True, text=True, check=False)
        listed.chmod(0o755)
    first, second = done.stdout.splitlines()
    assert first == f"{listed / 'b.txt'} (it cannot be looked at: Permission denied)"
    assert second.startswith(f"{listed / 'b.txt'} cannot be looked at (Permission denied): check the path")
