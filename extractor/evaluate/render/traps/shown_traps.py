"""What is shown is not what is stored: struck, raised, hidden, drawn, recoded."""

from dataclasses import replace
from random import Random

from extractor.evaluate.render.traps.draft import Draft, DraftPlace, How, MarkedPiece, MarkedValue


def _targets(draft: Draft, rng: Random, use: str = "shown", least: int = 10) -> list[DraftPlace]:
    """One to three cells that will be marked."""
    places = draft.numbers(use, least) or draft.numbers(use, 0)
    return rng.sample(places, min(len(places), rng.choice((1, 1, 1, 2, 3))))


def _mark(draft: Draft, place: DraftPlace, *pieces: MarkedPiece, value: MarkedValue | None = None) -> None:
    cell = value or draft.cell(place)
    draft.put_cell(place, replace(cell, pieces=pieces, text="".join(piece.text for piece in pieces)))


def _misprint(text: str, rng: Random) -> str:
    """Another number that looks like this one."""
    digits = list(text)
    at = rng.randrange(len(digits))
    digits[at] = str((int(digits[at]) + rng.randint(1, 8)) % 10) if digits[at].isdigit() else digits[at]
    return "".join(digits)


def struck(draft: Draft, rng: Random) -> None:
    """A number is struck out: with the right one beside it, or alone, and then nothing is left to confirm."""
    for place in _targets(draft, rng):
        cell = draft.cell(place)
        way = rng.random()
        if way < 0.45:
            _mark(
                draft,
                place,
                MarkedPiece(_misprint(cell.text, rng), "struck"),
                MarkedPiece(rng.choice(("", " ")) + cell.text),
            )
        elif way < 0.6:
            _mark(
                draft,
                place,
                MarkedPiece(cell.text + rng.choice(("", " "))),
                MarkedPiece(_misprint(cell.text, rng), "struck"),
            )
        else:
            _mark(draft, place, MarkedPiece(cell.text, "struck"), value=replace(cell, proof="valueless"))
            draft.expect = ("review",)
    draft.expect = ("review",) if draft.expect == ("review",) else ("accept", "review")


def raised(draft: Draft, rng: Random) -> None:
    """A mark of a footnote stands behind a number; its digits are none of the value's."""
    for place in _targets(draft, rng):
        cell = draft.cell(place)
        note = rng.choice(("1", "2", "3", "4", "5", "12", "2)", "(1)", "1,2"))
        _mark(draft, place, MarkedPiece(cell.text), MarkedPiece(note, "raised"))
    draft.expect = ("accept", "review")


def _hiding(draft: Draft, rng: Random, how: How) -> None:
    for place in _targets(draft, rng):
        cell = draft.cell(place)
        extra = str(rng.randint(0, 99))
        way = rng.random()
        if way < 0.4:
            _mark(draft, place, MarkedPiece(cell.text), MarkedPiece(extra, how))
        elif way < 0.7:
            _mark(draft, place, MarkedPiece(str(rng.randint(1, 99)), how), MarkedPiece(cell.text))
        else:
            blank = replace(cell, value=None, state="blank")
            _mark(draft, place, MarkedPiece(cell.text, how), value=blank)
    draft.expect = ("accept", "review")


def invisible(draft: Draft, rng: Random) -> None:
    """Digits that no reader of the page sees stand before or behind a number, or are all there is in a cell."""
    _hiding(draft, rng, "hidden")


def half_covered(draft: Draft, rng: Random) -> None:
    """Something lies over part of a number: what it is cannot be told."""
    for place in _targets(draft, rng):
        cell = draft.cell(place)
        _mark(draft, place, MarkedPiece(cell.text, "covered"), value=replace(cell, proof="unsettled"))
    draft.expect = ("review",)


def cell_black_box(draft: Draft, rng: Random) -> None:
    """A number lies under a black bar: nothing can be said of it."""
    for place in _targets(draft, rng):
        cell = draft.cell(place)
        _mark(draft, place, MarkedPiece(cell.text, "barred"), value=replace(cell, proof="unsettled"))
    draft.expect = ("review",)


def _whole_cell(draft: Draft, rng: Random, how: How) -> None:
    for place in _targets(draft, rng):
        cell = draft.cell(place)
        _mark(draft, place, MarkedPiece(cell.text, how, _misprint(cell.text, rng)))
    draft.expect = ("accept", "review")


def cell_is_picture(draft: Draft, rng: Random) -> None:
    """A number is a picture. Its cell is not blank."""
    _whole_cell(draft, rng, "picture")


def cell_form_field(draft: Draft, rng: Random) -> None:
    """A number stands in a field to be filled in, or is chosen from a list."""
    _whole_cell(draft, rng, rng.choice(("field", "choice")))


def cell_outlines(draft: Draft, rng: Random) -> None:
    """A number is drawn as outlines, without characters."""
    _whole_cell(draft, rng, "outline")


def cell_generated_content(draft: Draft, rng: Random) -> None:
    """A number, or its last digit, is made by a rule of style."""
    for place in _targets(draft, rng):
        cell = draft.cell(place)
        if rng.random() < 0.5:
            _mark(draft, place, MarkedPiece(cell.text, "generated"))
        else:
            _mark(draft, place, MarkedPiece(cell.text[:-1]), MarkedPiece(cell.text[-1], "generated"))
    draft.expect = ("accept", "review")


def bidi_override(draft: Draft, rng: Random) -> None:
    """The digits of a number are stored from their end; shown they are in order."""
    for place in _targets(draft, rng):
        cell = draft.cell(place)
        _mark(draft, place, MarkedPiece(cell.text, "turned"))
        if draft.style != "html":
            draft.put_cell(place, replace(draft.cell(place), text=f"\u202e{cell.text[::-1]}\u202c"))
    draft.expect = ("accept", "review")


def _minus(draft: Draft, rng: Random, how: How) -> None:
    places = draft.cells("signed")
    for place in rng.sample(places, rng.choice((1, 1, 2))):
        number = rng.choice((rng.randint(1, 9), rng.randint(11, 99), rng.randint(100, 999)))
        cell = replace(draft.cell(place), value=-number, state="read")
        _mark(draft, place, MarkedPiece(str(number), how), value=cell)
    draft.expect = ("accept", "review")


def minus_drawn(draft: Draft, rng: Random) -> None:
    """The minus of a number is a drawn line."""
    _minus(draft, rng, "minus_drawn")


def minus_by_style(draft: Draft, rng: Random) -> None:
    """The minus of a number is made by a rule of style."""
    _minus(draft, rng, "minus_styled")


def minus_glyph_as_space(draft: Draft, rng: Random) -> None:
    """A minus is printed by a glyph that says of itself that it is a space."""
    _minus(draft, rng, "minus_space")


def tounicode_contradicts(draft: Draft, rng: Random) -> None:
    """The glyphs of a number say of themselves that they are other digits than they show."""
    _whole_cell(draft, rng, "recoded")


def ruby(draft: Draft, rng: Random) -> None:
    """Small digits stand above a number."""
    _whole_cell(draft, rng, "ruby")


def mathml(draft: Draft, rng: Random) -> None:
    """A number is set as a formula."""
    _whole_cell(draft, rng, "math")


def css_cascade(draft: Draft, rng: Random) -> None:
    """Which digits are shown is decided between rules of style."""
    if rng.random() < 0.6:
        _hiding(draft, rng, "cascade_hidden")
        return
    for place in _targets(draft, rng):
        cell = draft.cell(place)
        if rng.random() < 0.5:
            _mark(draft, place, MarkedPiece(cell.text, "cascade_shown"))
        else:
            _mark(draft, place, MarkedPiece(cell.text[:-1]), MarkedPiece(cell.text[-1], "cascade_shown"))
    draft.expect = ("accept", "review")


def cell_cut_by_page_edge(draft: Draft, rng: Random) -> None:
    """The edge of the page goes through the numbers of the last columns."""
    draft.paper.append("cut")
    draft.expect = ("review", "refuse")


def userunit_cropbox(draft: Draft, rng: Random) -> None:
    """The page has another unit, another box or lies turned; all of it is shown."""
    draft.paper.append(rng.choice(("unit", "crop", "turn", "unit_crop")))


def squeezed(draft: Draft, rng: Random) -> None:
    """Digits are squeezed to a line or transparent, so that nobody sees them."""
    _hiding(draft, rng, "squeezed")


def printed_over(draft: Draft, rng: Random) -> None:
    """Another number, or a picture of one, is printed over a number: what it is cannot be told."""
    for place in _targets(draft, rng):
        cell = draft.cell(place)
        piece = MarkedPiece(cell.text, "printed_over", _misprint(cell.text, rng))
        _mark(draft, place, piece, value=replace(cell, proof="unsettled"))
    draft.expect = ("review",)
