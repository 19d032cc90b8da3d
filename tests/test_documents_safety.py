"""Opening in a process of its own: what a file does to that process costs the file alone."""

import contextvars
import io
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from extractor.documents import open_document
from extractor.documents.limits import OpeningLimits
from extractor.documents.model import Document
from extractor.documents.opening import opening_worker
from extractor.documents.opening.guarded import OpenerPool, open_guarded
from extractor.documents.opening.opening_frames import (
    OpenRequest,
    pack_document,
    pack_words,
    read_frame,
    unpack_document,
    unpack_words,
)
from extractor.errors import DocumentError, EmptyDocument, LimitExceeded, OpeningCrashed, OpeningTimedOut
from specimens.hostile_pdf import page, stream
from tests.house import ROOT

pytestmark = pytest.mark.slow

SAMPLES = sorted((ROOT / "evals" / "samples").glob("*.*"))
PRINTED = [path for path in SAMPLES if path.suffix in {".txt", ".html", ".pdf"} and "scan" not in path.stem]

posix = pytest.mark.skipif(sys.platform == "win32", reason="signals and pipes in the file system")
linux = pytest.mark.skipif(sys.platform != "linux", reason="memory is limited on Linux only")


@pytest.fixture
def opener() -> Iterator[OpenerPool]:
    made = OpenerPool(most=1)
    yield made
    made.close()


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text("Total 12\n")
    return path


@pytest.fixture
def stuck(tmp_path: Path) -> Path:
    """A file that nobody ever writes to: whoever opens it waits for ever."""
    path = tmp_path / "stuck.txt"
    os.mkfifo(path)
    return path


def _later(seconds: float, act: object, *arguments: object) -> threading.Timer:
    assert callable(act)
    timer = threading.Timer(seconds, act, arguments)
    timer.start()
    return timer


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{pid}/stat")
    return not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] != "Z"


def _gone(pids: Sequence[int]) -> bool:
    """Whether processes are gone, at the latest after ten seconds."""
    deadline = time.monotonic() + 10
    while any(_alive(pid) for pid in pids) and time.monotonic() < deadline:
        time.sleep(0.02)
    return not any(_alive(pid) for pid in pids)


@pytest.mark.parametrize("path", PRINTED)
def test_a_document_comes_back_as_it_is_opened_here(opener: OpenerPool, path: Path) -> None:
    try:
        expected = open_document(path)
    except Exception as error:
        with pytest.raises(type(error)) as raised:
            opener.open(path)
        assert str(raised.value) == str(error)
    else:
        assert opener.open(path) == expected
        assert unpack_document(pack_document(expected)) == expected


def test_one_process_opens_file_after_file(opener: OpenerPool, report: Path) -> None:
    pids = {opener.pids() for _ in range(20) if opener.open(report)}
    assert len(pids) == 1
    assert opener.started == 1


def test_an_error_comes_back_with_its_type_and_words(opener: OpenerPool, tmp_path: Path) -> None:
    (tmp_path / "nothing.txt").write_bytes(b"")
    with pytest.raises(EmptyDocument, match=r"nothing\.txt: the file holds no bytes"):
        opener.open(tmp_path / "nothing.txt")
    assert opener.started == 1


@posix
def test_a_file_whose_name_is_no_text_is_called_by_its_bytes(opener: OpenerPool, tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"\xff\xfe.txt")
    path.write_text("Total 12\n")
    assert opener.open(path).name == r"\xff\xfe.txt"


@posix
def test_a_file_that_hangs_is_stopped_and_the_next_one_is_opened(opener: OpenerPool, stuck: Path, report: Path) -> None:
    begun = time.monotonic()
    with pytest.raises(OpeningTimedOut, match=r"stuck\.txt: .* not opened within 0\.5 seconds"):
        opener.open(stuck, OpeningLimits(wall_seconds=0.5))
    assert time.monotonic() - begun < 10
    assert opener.open(report).text.strip() == "Total 12"
    assert opener.started == 2


STUCK = """
import sys, threading, time
from pathlib import Path
from extractor.documents.opening.guarded import OpenerPool
from extractor.documents.limits import OpeningLimits
opener = OpenerPool()
threading.Thread(target=opener.open, args=(Path(sys.argv[1]), OpeningLimits(wall_seconds=1)), daemon=True).start()
while not opener.pids():
    time.sleep(0.01)
print(*opener.pids(), flush=True)
time.sleep(0.3)
os.kill(os.getpid(), 9)
"""


@posix
def test_a_process_stuck_at_a_file_does_not_outlive_a_program_that_was_killed(stuck: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", f"import os\n{STUCK}", str(stuck)], stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    pids = [int(pid) for pid in done.stdout.split()]
    assert len(pids) == 1
    assert _gone(pids)


@posix
def test_a_file_at_which_the_process_dies_is_a_crash_of_that_file(
    opener: OpenerPool, stuck: Path, report: Path
) -> None:
    timer = _later(1.0, lambda: os.kill(opener.pids()[0], signal.SIGSEGV))
    with pytest.raises(OpeningCrashed, match=r"stuck\.txt: the process that opened it was ended by SIGSEGV"):
        opener.open(stuck)
    timer.join()
    assert opener.open(report).name == "report.txt"


@posix
def test_a_crash_after_other_files_is_tried_once_more_in_a_new_process(
    opener: OpenerPool, stuck: Path, report: Path
) -> None:
    opener.open(report)
    first = opener.pids()[0]

    def let_go() -> None:
        os.kill(first, signal.SIGSEGV)
        assert _gone([first])
        stuck.write_text("Total 12\n")

    timer = _later(0.5, let_go)
    assert opener.open(stuck).text.strip() == "Total 12"
    timer.join()
    assert opener.started == 2


@posix
def test_a_process_that_died_between_two_files_is_replaced(opener: OpenerPool, report: Path) -> None:
    opener.open(report)
    os.kill(opener.pids()[0], signal.SIGKILL)
    assert opener.open(report).name == "report.txt"


@linux
def test_a_file_that_takes_too_much_memory_is_refused_in_words(
    opener: OpenerPool, tmp_path: Path, report: Path
) -> None:
    path = tmp_path / "long.txt"
    path.write_text("1 2 3 4 5 6 7 8\n" * 200_000)
    with pytest.raises(LimitExceeded, match=r"long\.txt: opening it takes more than 256 MiB of memory"):
        opener.open(path, OpeningLimits(memory_mib=256))
    assert opener.open(report, OpeningLimits(memory_mib=256)).name == "report.txt"


@linux
def test_memory_that_runs_out_while_that_is_being_said_is_said_all_the_same(
    tmp_path: Path, report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The worker itself, in this process: too little is left to word the error until the limit is over."""
    limited = [False]

    def pack(*words: str) -> bytes:
        if limited[0]:
            raise MemoryError
        return pack_words(*words)

    def without_memory(path: Path, limits: OpeningLimits) -> Document:
        raise DocumentError(f"{path.name}: out of memory") if path.name == "other.txt" else ValueError("damaged")

    monkeypatch.setattr(opening_worker, "pack_words", pack)
    monkeypatch.setattr(opening_worker, "open_file", without_memory)
    monkeypatch.setattr(opening_worker, "_allow_memory", lambda limits: limited.__setitem__(0, True))
    monkeypatch.setattr(opening_worker, "_allow_all_memory", lambda: limited.__setitem__(0, False))
    monkeypatch.setattr(opening_worker, "_allow_time", lambda limits: None)
    answers = io.BytesIO()
    for path in (report, tmp_path / "other.txt"):
        # In a context of its own: what tells of pages there must not go on telling here.
        contextvars.copy_context().run(opening_worker._answer, OpenRequest(str(path), OpeningLimits()), answers)
    answers.seek(0)
    for name in ("report.txt", "other.txt"):
        frame = read_frame(answers)
        assert frame is not None
        assert frame.kind == b"M"
        kind, message = unpack_words(frame.payload)
        assert kind == "LimitExceeded"
        assert message.startswith(f"{name}: opening it takes more than")


@linux
@pytest.mark.parametrize("memory", [256, 300, 350])
def test_a_library_without_memory_is_no_error_of_the_program(opener: OpenerPool, tmp_path: Path, memory: int) -> None:
    path = tmp_path / "lines.pdf"
    path.write_bytes(page(stream(b"".join(b"%d 0 m %d 800 l S\n" % (i % 59, i % 97) for i in range(300_000)))))
    with pytest.raises((LimitExceeded, OpeningCrashed)):
        opener.open(path, OpeningLimits(memory_mib=memory))


@posix
def test_a_file_that_takes_too_much_processor_time_is_stopped(opener: OpenerPool, tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text("1 2 3 4 5 6 7 8\n" * 600_000)
    with pytest.raises(OpeningTimedOut, match="more than 1 seconds of processor time"):
        opener.open(path, OpeningLimits(cpu_seconds=1))


def test_more_words_than_the_caller_takes_do_not_reach_it(opener: OpenerPool, tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text("1 2 3 4 5 6 7 8\n" * 100)
    with pytest.raises(LimitExceeded, match="words and cells; at most 500"):
        opener.open(path, OpeningLimits(words=500))


class Stopped(BaseException):
    """What Ctrl-C becomes in a run."""


@posix
def test_ctrl_c_in_the_middle_of_a_file_leaves_no_process(opener: OpenerPool, stuck: Path, report: Path) -> None:
    opener.open(report)
    (pid,) = opener.pids()

    def stop(number: int, frame: object) -> None:
        raise Stopped

    before = signal.signal(signal.SIGINT, stop)
    timer = _later(0.5, os.kill, os.getpid(), signal.SIGINT)
    try:
        with pytest.raises(Stopped):
            opener.open(stuck)
    finally:
        timer.join()
        signal.signal(signal.SIGINT, before)
    assert not _alive(pid)
    assert opener.pids() == ()
    assert opener.open(report).name == "report.txt"


@posix
def test_no_process_and_no_thread_is_left_behind(report: Path, stuck: Path) -> None:
    threads = threading.active_count()
    opener = OpenerPool(most=2)
    opener.open(report)
    with pytest.raises(OpeningTimedOut):
        opener.open(stuck, OpeningLimits(wall_seconds=0.3))
    opener.open(report)
    pids = opener.pids()
    opener.close()
    assert pids
    assert [pid for pid in pids if _alive(pid)] == []
    assert threading.active_count() <= threads


def test_several_callers_are_served_by_as_many_processes_as_may_work_at_once(report: Path) -> None:
    opener = OpenerPool(most=2)
    names: list[str] = []
    callers = [threading.Thread(target=lambda: names.append(opener.open(report).name)) for _ in range(8)]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()
    assert names == ["report.txt"] * 8
    assert opener.started <= 2
    opener.close()


AT_EXIT = """
import sys
from pathlib import Path
from extractor.documents.opening.guarded import _shared_opener, open_guarded
open_guarded(Path(sys.argv[1]))
print(*_shared_opener().pids())
"""


def test_a_program_that_ends_takes_its_processes_along_without_a_word(report: Path) -> None:
    command = [sys.executable, "-X", "dev", "-W", "error", "-c", AT_EXIT, str(report)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stderr == ""
    assert [pid for pid in map(int, done.stdout.split()) if _alive(pid)] == []


def test_a_program_without_a_guard_around_its_main_part_can_open_files(report: Path, tmp_path: Path) -> None:
    script = tmp_path / "plain.py"
    script.write_text(
        f"from pathlib import Path\nfrom extractor.documents.opening.guarded import open_guarded\n"
        f"print(open_guarded(Path({str(report)!r})).text)\n"
    )
    done = subprocess.run(
        [sys.executable, str(script)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert done.stdout.split() == ["Total", "12"]


def test_the_shared_processes_serve_relative_paths(report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(report.parent)
    assert open_guarded(Path("report.txt")).name == "report.txt"
