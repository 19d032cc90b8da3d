"""The same proof as a PDF: the pages of the file itself with every value boxed, or its text in numbered lines.

Each box leads to the line of the record, and each line back to its box.
"""

from collections.abc import Sequence

from extractor.documents.file_names import path_of_text
from extractor.documents.file_parts import FilePart, name_of_part
from extractor.documents.opening.proof_pdf import BoxedProof, ProofMark, ProofTable, proof_pdf, status_colour
from extractor.errors import DocumentError
from extractor.export.proof_content import proof_about, proof_decisions, proof_lines, said
from extractor.route import Result
from extractor.store import Source
from extractor.verify.edit import Edit

_WIDTHS = (0.38, 0.12, 0.12, 0.38)
_DECIDED = (0.14, 0.12, 0.28, 0.24, 0.22)


def proof_file(result: Result, source: Source | None, edits: Sequence[Edit] = ()) -> bytes:
    """The file of a document. Where its pages cannot be shown, it says why and shows the text that was read."""
    lines, decided = proof_lines(result, source), proof_decisions(result, edits)
    about = (result.path, proof_about(result))
    record = ProofTable(
        "Record",
        _WIDTHS,
        ("field", "value", "standing", "where"),
        tuple((f"{each.label}\n{each.path}", each.value, each.status, each.where) for each in lines),
    )
    heads = ("when", "who", "what", "from → to", "why")
    decisions = ProofTable(f"{len(decided)} decisions", _DECIDED, heads, tuple(map(tuple, decided)))
    text = source.text if source is not None else "Nothing of the document itself is kept in the store."
    marks = _marks(result)
    proof = BoxedProof(result.document, about, record, decisions, marks, text=text)
    if not any(mark.box is not None for mark in marks):
        return proof_pdf(proof)
    shown = BoxedProof(
        result.document, about, record, decisions, marks, path_of_text(result.path), result.sha256, _pages(result)
    )
    try:
        return proof_pdf(shown)
    except DocumentError as error:
        why = f"Its pages cannot be shown: {error}"
        return proof_pdf(BoxedProof(result.document, (*about, why), record, decisions, marks, text=text))


def _marks(result: Result) -> tuple[ProofMark, ...]:
    fields = result.verdict.fields.values() if result.verdict is not None else ()
    return tuple(
        ProofMark(
            row,
            status_colour(field.status),
            f"{field.label}: {said(field)} ({field.status})",
            field.spot.page,
            field.spot.box,
            field.spot.span,
        )
        for row, field in enumerate(fields)
        if field.spot is not None
    )


def _pages(result: Result) -> tuple[int, int] | None:
    """The pages of a part of a file; None for all of them."""
    part = FilePart.parse(name_of_part(result.sha256))
    return (part.first, part.last) if part is not None and part.unit == "page" else None
