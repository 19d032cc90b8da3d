"""Pictures of pages in a terminal that draws them: what it answers, what it is sent, and one that never answers."""

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from extractor.documents import open_document
from extractor.readers.reading import Spot
from extractor.review.tui.terminal_pictures import TerminalPictures, understood
from extractor.store import Store
from tests.printed_ledger import print_ledger
from tests.review_desk import CONSISTENT, END, paper, put, unsure
from tests.test_review_terminal import Terminal

KITTY, SIXEL = "\x1b_Gi=31;OK\x1b\\\x1b[6;18;9t\x1b[?62;c", "\x1b[6;18;9t\x1b[?62;4;9c"
PLAIN = "\x1b[?62;9c"


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        (KITTY, TerminalPictures("kitty", (9, 18))),
        (SIXEL, TerminalPictures("sixel", (9, 18))),
        ("\x1b_Gi=31;OK\x1b\\" + SIXEL, TerminalPictures("sixel", (9, 18))),
        ("\x1b[?62;4c", TerminalPictures("sixel", (10, 20))),
        ("\x1b_Gi=31;ENOTSUPPORTED\x1b\\" + PLAIN, None),
        (PLAIN, None),
        ("", None),
        ("cc\r", None),
    ],
)
def test_what_a_terminal_answers_is_understood(answer: str, found: TerminalPictures | None) -> None:
    assert understood(answer) == found


class AnsweringTerminal(Terminal):
    """One that answers what it is asked, once, and keeps everything it is sent."""

    answer = ""
    sent = b""

    def _read(self, seconds: float) -> None:
        super()._read(seconds)
        if self.answer and b"\x1b[c" in self.sent:
            os.write(self._door, self.answer.encode())
            self.answer = ""

    def _feed(self, data: bytes) -> None:
        self.sent += data
        super()._feed(data)


def on_paper(store: Store, tmp_path: Path) -> None:
    path = print_ledger(tmp_path / "ledger.pdf")
    document = open_document(path)
    word = next(word for word in document.words if word.text == "12.50")
    text, reading = paper("Bureau of Keys", CONSISTENT)
    result = put(store, tmp_path, "keys.txt", text, unsure(reading, END, spot=Spot.of(word.place)))
    moved = result.model_copy(update={"document": path.name, "path": str(path), "sha256": document.sha256})
    filed = store.filed(result.sha256, "us_foia")
    assert filed is not None
    store.save(replace(filed.outcome, result=moved))


@pytest.fixture
def answering(store: Store, tmp_path: Path) -> Iterator[Callable[..., AnsweringTerminal]]:
    on_paper(store, tmp_path)
    opened: list[AnsweringTerminal] = []

    def start(answer: str, **environment: str) -> AnsweringTerminal:
        place = ("review", "ledger.pdf", "--store", str(tmp_path / "store.sqlite"))
        opened.append(AnsweringTerminal(100, 36, *place, EXTRACTOR_AUTHOR="anna", **environment))
        opened[-1].answer = answer
        return opened[-1]

    yield start
    for terminal in opened:
        terminal.close()


def sent_in_time(terminal: AnsweringTerminal, wanted: bytes) -> bool:
    end = time.monotonic() + 60
    while wanted not in terminal.sent and time.monotonic() < end:
        terminal._read(0.2)
    return wanted in terminal.sent


@pytest.mark.slow
@pytest.mark.parametrize(
    ("answer", "drawn"), [(KITTY, "\U0010eeee".encode()), (SIXEL, b"\x1bP")], ids=["kitty", "sixel"]
)
def test_a_terminal_that_draws_pictures_is_sent_the_page(
    answering: Callable[..., AnsweringTerminal], answer: str, drawn: bytes
) -> None:
    pytest.importorskip("textual_image")
    terminal = answering(answer)
    assert sent_in_time(terminal, drawn)
    assert "▀".encode() not in terminal.sent
    terminal.type("q")
    assert terminal.ends() == 0


@pytest.mark.slow
@pytest.mark.parametrize(
    ("answer", "environment"),
    [("", {}), (PLAIN, {}), (SIXEL, {"EXTRACTOR_GRAPHICS": "no"}), (SIXEL, {"NO_COLOR": "1"})],
    ids=["mute", "plain", "switched off", "no colour"],
)
def test_every_other_terminal_shows_half_blocks_and_no_answer_is_typed(
    answering: Callable[..., AnsweringTerminal], answer: str, environment: dict[str, str]
) -> None:
    terminal = answering(answer, **environment)
    terminal.until(lambda text: "▀" in text or "█" in text)
    assert b"\x1bP0;" not in terminal.sent and "62" not in terminal.text.splitlines()[-2]
    terminal.type("q")
    assert terminal.ends() == 0
