"""Pictures in full resolution, where the terminal draws them: kitty's protocol or sixel (extra ``[graphics]``).

The terminal is asked once, before the screen begins, and everything in one message: whether it draws, and how large a
cell is. Every terminal answers the last question of the message; one that does not is waited for a second and draws
half blocks. Nothing is asked where somebody else draws the screen, and where ``EXTRACTOR_GRAPHICS`` says no.
"""

import io
import os
import re
import select
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Literal, TypeAlias, cast

if TYPE_CHECKING:
    from textual.widget import Widget

SWITCH = "EXTRACTOR_GRAPHICS"
"""Says ``no`` where half blocks are to be drawn whatever the terminal can do."""

Protocol: TypeAlias = Literal["kitty", "sixel"]

_WAIT = 1.0
"""Seconds for the answer: a round trip over a slow line is shorter, and nobody waits longer for a picture."""
_QUESTIONS = "\x1b_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\\x1b[16t\x1b[c"
"""Does it know kitty's protocol; how many pixels is a cell; what are its attributes. The last is always answered."""
_KITTY = re.compile(r"\x1b_Gi=31;OK\x1b\\")
_CELL = re.compile(r"\x1b\[6;(\d+);(\d+)t")
_ATTRIBUTES = re.compile(r"\x1b\[\?([\d;]*)c")
_SIXEL = "4"
_USUAL_CELL = (10, 20)


@dataclass(frozen=True, slots=True)
class TerminalPictures:
    """How a terminal draws pictures, and the width and height of its cells in pixels."""

    protocol: Protocol
    cell: tuple[int, int]

    def widget(self) -> "type[Widget]":
        """The widget that draws so; its ``image`` takes a file that is open."""
        with _asking_nobody():
            terminal = import_module("textual_image._terminal")
            # It would ask for this while the screen reads the keys.
            terminal.get_cell_size._result = terminal.CellSize(*self.cell)
            widgets = import_module("textual_image.widget")
        return cast("type[Widget]", widgets.TGPImage if self.protocol == "kitty" else widgets.SixelImage)


def asked_terminal() -> TerminalPictures | None:
    """What the terminal answers; None where it draws no pictures, or is not to be asked."""
    drawn_elsewhere = "TEXTUAL_DRIVER" in os.environ or bool(os.environ.get("NO_COLOR"))
    if drawn_elsewhere or os.environ.get(SWITCH, "").lower() in ("no", "0", "off"):
        return None
    if find_spec("textual_image") is None or sys.platform == "win32":
        return None
    if not (sys.__stdin__ and sys.__stdin__.isatty() and sys.__stdout__ and sys.__stdout__.isatty()):
        return None
    return understood(_answer(sys.__stdin__.fileno(), sys.__stdout__.fileno()))


def understood(answer: str) -> TerminalPictures | None:
    """What an answer says. Where a terminal knows both, sixel is drawn: some know kitty's protocol only in part."""
    attributes, cell = _ATTRIBUTES.search(answer), _CELL.search(answer)
    size = (int(cell[2]), int(cell[1])) if cell is not None else _USUAL_CELL
    if not all(size):
        size = _USUAL_CELL
    if attributes is not None and _SIXEL in attributes[1].split(";"):
        return TerminalPictures("sixel", size)
    return TerminalPictures("kitty", size) if _KITTY.search(answer) else None


def _answer(keys: int, screen: int) -> str:
    """What comes back within a second; what comes later is thrown away, for it is no key that somebody struck."""
    import termios
    import tty

    before = termios.tcgetattr(keys)
    said = ""
    try:
        tty.setcbreak(keys, termios.TCSANOW)
        os.write(screen, _QUESTIONS.encode())
        end = time.monotonic() + _WAIT
        while not _ATTRIBUTES.search(said) and (left := end - time.monotonic()) > 0:
            if select.select([keys], [], [], left)[0]:
                said += os.read(keys, 1024).decode("ascii", "replace")
    finally:
        termios.tcsetattr(keys, termios.TCSAFLUSH, before)
    return said


@contextmanager
def _asking_nobody() -> Iterator[None]:
    """The library asks the terminal when it is imported, a question at a time; where there is none it asks nobody."""
    output = sys.__stdout__
    sys.__stdout__ = io.StringIO()  # type: ignore[misc,assignment]  # put back below
    try:
        yield
    finally:
        sys.__stdout__ = output  # type: ignore[misc]  # as it was
