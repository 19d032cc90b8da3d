"""What all office files share: parts in an archive, and the rows of a grid with what its cells cover."""

import io
import zipfile
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from extractor.evaluate.render.grid import Grid, GridCell
from extractor.evaluate.render.traps.draft import MarkedPiece, MarkedValue

_EPOCH = (1980, 1, 1, 0, 0, 0)


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """An archive of parts, without the time it was made at."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return target.getvalue()


def pieces_of(cell: GridCell) -> tuple[MarkedPiece, ...]:
    """What a cell is printed in."""
    if isinstance(cell.value, MarkedValue) and cell.value.pieces:
        return cell.value.pieces
    return (MarkedPiece(cell.text),) if cell.text else ()


def plain_number(cell: GridCell) -> str:
    """The text of a cell that a workbook would hold as a number; empty for all others."""
    text = cell.text
    whole = text.isascii() and text.isdigit() and (len(text) == 1 or text[0] != "0")
    return (
        text
        if whole and cell.role == "value" and not (isinstance(cell.value, MarkedValue) and cell.value.pieces)
        else ""
    )


class Square(NamedTuple):
    """One square of a row: the cell that begins here, or that covers it from ``above`` or from the left."""

    cell: GridCell
    begins: bool
    above: bool
    column: int


def squares(grid: Grid) -> Iterator[list[Square]]:
    """Every row of a grid as its squares."""
    for slots in grid.slots:
        yield [Square(slot.cell, slot.at == "here", slot.at == "above", at) for at, slot in enumerate(slots)]
