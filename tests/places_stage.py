"""A model that finds places, played by hand: what it is asked about the invented ledger, and answers to that."""

from collections.abc import Mapping
from pathlib import Path

from extractor.documents import open_document
from extractor.readers.llm.mapping.finder import PlacesReader, PlacesRequest
from extractor.readers.llm.mapping.places_request import PROMPT
from extractor.readers.llm.mapping.questions import ColumnsQuestion, ControlQuestion, RowsQuestion, StatementQuestion
from extractor.readers.llm.prompt import load_prompt
from tests.ledger import FORM, LEDGER, TEXT

LINES = {
    "apples": "1. Apples",
    "pears": "2. Pears",
    "stone": "3. Stone",
    "levy": "Levy",
    "": "1 0 2 0",
    "fleet": "WHOLE FLEET",
}
LISTED = ("Blue", "Red")
STATED = {"house": ("Report of", "Brunnhof"), "words.visits": ("We received", "3")}


class Played:
    """One document, its requests, and answers made of the texts that lines begin with."""

    def __init__(self, folder: Path, text: str = TEXT, room: int = 60_000) -> None:
        path = folder / "ledger.txt"
        path.write_text(text, encoding="utf-8")
        self.document = open_document(path)
        self.reader = PlacesReader(self.document, LEDGER, FORM, load_prompt(PROMPT), room)
        self.sheet = self.reader.sheet

    def line(self, beginning: str, request: PlacesRequest) -> str:
        """The id of the line that begins so, or ``-``."""
        for at in request.part:
            line = self.sheet.lines[at]
            if " ".join(cell.text for cell in line.all if cell.text).startswith(beginning):
                return line.id
        return "-"

    def columns(self, name: str, count: int) -> list[str]:
        """The ids of the last columns of a line."""
        line = self.sheet.line(name)
        return list(line.cells)[-count:] if line is not None else []

    def answer(
        self,
        request: PlacesRequest,
        lines: Mapping[str, str] = LINES,
        changed: Mapping[type, str] | None = None,
    ) -> list[str]:
        """The right answer, with rows at the lines given, and one text instead for all questions of a kind."""
        answers = []
        for question in request.questions:
            if changed is not None and type(question) in changed:
                answers.append(changed[type(question)])
            elif isinstance(question, RowsQuestion):
                rows = [
                    self.line(lines[r.row.key], request) if r.row and r.row.key in lines else "-" for r in question.rows
                ]
                listed = [self.line(name, request) for name in LISTED]
                answers.append(f"{' '.join(listed)}; {' '.join(rows)}" if question.listed else " ".join(rows))
            elif isinstance(question, ColumnsQuestion):
                answers.append(self._columns(question, request))
            elif isinstance(question, StatementQuestion):
                beginning, quote = STATED[question.claim.path]
                found = self.line(beginning, request)
                answers.append("-" if found == "-" else f"{found} {quote}")
            elif isinstance(question, ControlQuestion):
                answers.append(question.line.id)
        return answers

    def _columns(self, question: ColumnsQuestion, request: PlacesRequest) -> str:
        keys = [row.key for row in question.block.rows if row.key in LINES]
        found = [self.line(LINES[key], request) for key in keys] or ["-"]
        name = next((each for each in found if each != "-"), "-")
        return "-" if name == "-" else " ".join(self.columns(name, question.count))
