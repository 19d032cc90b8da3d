"""Spoiled and hostile files: each ends as a document or as a typed error, within its limits, and leaves no trace.

A slice of ``python -m benchmarks.mutated``, whose every kind of file is here at least once.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pytest

from extractor.documents.limits import OpeningLimits
from extractor.documents.opening.guarded import OpenerPool
from specimens.hostile import HOSTILE
from specimens.mutations import MUTATIONS
from specimens.spoiled import WRONG_NAME, Opened, Spoiled, fitting, open_all, resident_mib, write_files

pytestmark = pytest.mark.slow

LIMITS = OpeningLimits(memory_mib=512, cpu_seconds=3, wall_seconds=20)
SLOW = (
    " MB",
    " GB",
    "million",
    "spans times spans",
    "size that lies",
    "60,000 parts",
    "marks upon marks",
    "bomb",
    "200,000 attributes",
    "never end",
)
"""Files that take seconds to make or are meant to take all the time there is: the benchmark has them."""


def _slice() -> tuple[Spoiled, ...]:
    """Every quick file built by hand, and every way to spoil with three good files each."""
    built = [Spoiled("", name, 0) for name in HOSTILE if not any(part in name for part in SLOW)]
    spoiled = []
    for way, kind in enumerate((*MUTATIONS, WRONG_NAME)):
        good = fitting(kind)
        spoiled += [Spoiled(kind, good[(way + number * 5) % len(good)], number) for number in range(min(3, len(good)))]
    return (*built, *spoiled)


@dataclass(frozen=True)
class Course:
    """What became of the files, how many processes were started, and MiB that this process and that which opens held
    after each of three times more that spoiled files were opened.
    """

    opened: Sequence[Opened]
    started: int
    held: Sequence[tuple[float, float]]


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Course]:
    folder = tmp_path_factory.mktemp("spoiled")
    files = _slice()
    write_files(files, folder)
    opener = OpenerPool(most=1)
    opened = list(open_all(files, folder, opener, LIMITS))
    started, held = opener.started, []
    quick = tuple(each.file for each in opened if each.file.kind and each.seconds < 1)
    for _ in range(3):
        for again in open_all(quick, folder, opener, LIMITS):
            assert not again.outcome.startswith("!!")
        held.append((resident_mib(), max(resident_mib(pid) for pid in opener.pids())))
    opener.close()
    yield Course(opened, started, held)


def test_the_slice_holds_every_way_to_spoil_a_file(course: Course) -> None:
    assert len(course.opened) >= 100
    assert {each.file.kind for each in course.opened} == {"", WRONG_NAME, *MUTATIONS}


def test_every_file_ends_as_a_document_or_as_a_typed_error(course: Course) -> None:
    assert [(each.file.name, each.outcome, each.said) for each in course.opened if each.outcome.startswith("!!")] == []
    assert any(each.outcome.startswith("document") for each in course.opened)


def test_no_library_was_brought_down(course: Course) -> None:
    assert [(each.file.name, each.said) for each in course.opened if each.outcome == "opening_crashed"] == []


def test_every_error_names_the_file_and_says_something(course: Course) -> None:
    for each in course.opened:
        if not each.outcome.startswith("document"):
            assert each.said.startswith(f"{each.file.name}: ")
            assert len(each.said) > len(each.file.name) + 20


def test_no_file_takes_longer_than_it_may(course: Course) -> None:
    # Time is given until the first page and for every page; a crash is tried once more.
    longest = 4 * LIMITS.wall_seconds
    assert [(each.file.name, each.seconds) for each in course.opened if each.seconds > longest] == []


def test_a_process_is_replaced_only_after_a_file_that_ended_it(course: Course) -> None:
    ended = [
        each for each in course.opened if each.outcome in ("opening_timed_out", "limit_exceeded", "opening_crashed")
    ]
    assert course.started <= 1 + 2 * len(ended)


def test_neither_this_process_nor_the_one_that_opens_grows(course: Course) -> None:
    (here, there), (later_here, later_there) = course.held[0], course.held[-1]
    if not here:
        pytest.skip("this system does not say how much memory a process holds")
    assert max(each.worker_mib for each in course.opened) < LIMITS.memory_mib
    assert later_here - here < 10
    assert later_there - there < 30
