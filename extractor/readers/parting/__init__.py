"""Several documents in one file: where one ends and another begins, found before anything is read.

What is found is certain or only likely. A file is parted where all of it is certain; where anything is only likely it
stays one document, and a finding says where another seems to begin.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractor.documents.file_parts import FilePart, document_part, line_of, name_of_part
from extractor.documents.model import Document
from extractor.readers.parting.form_starts import starts_of_form
from extractor.readers.parting.model_starts import starts_of_model
from extractor.readers.parting.page_numbers import PageNumbers
from extractor.readers.parting.part_start import PartStart, is_complete
from extractor.readers.parting.years_beside import parts_by_year
from extractor.schemas.form import Form, Schema


@dataclass(frozen=True, slots=True)
class FileParts:
    """``several``: the parts of a file, none where it is one document. ``seeming``: the parts it would have if what is
    only likely were so.
    """

    several: tuple[FilePart, ...] = ()
    seeming: tuple[FilePart, ...] = ()


ONE = FileParts()


def find_parts(document: Document, schema: Schema, form: Form) -> FileParts:
    """The documents that a file holds, told by title regions that stand again in front of the tables of a form, by page
    numbers that begin again, and by years that stand side by side in tables. What is a part already is looked at no
    further.
    """
    if name_of_part(document.sha256):
        return ONE
    numbers = PageNumbers.of(document)
    if form.tables and any(claim.identity for claim in form.claims):
        starts = starts_of_form(document, schema, numbers)
    else:
        starts = starts_of_model(document, schema, form, numbers)
    if not starts:
        years, sure = parts_by_year(document, schema, form)
        return FileParts(several=years) if sure else FileParts(seeming=years)
    parts = _ranges(document, starts)
    certain = all(start.certain for start in starts) and _all_complete(document, parts, schema)
    return FileParts(several=parts) if certain else FileParts(seeming=parts)


def _ranges(document: Document, starts: Sequence[PartStart]) -> tuple[FilePart, ...]:
    """The stretches between starts: of pages where the file has them and every start is the first thing on one."""
    rows = [row for row in document.rows if row.cells]
    if len(document.pages) > 1 and all(start.opens_page for start in starts):
        last = max(page.number for page in document.pages)
        firsts = [document.pages[0].number, *(start.page for start in starts), last + 1]
        return tuple(FilePart("page", one, other - 1) for one, other in pairwise(firsts))
    last = line_of(document, rows[-1].cells[-1].place.span[1])
    firsts = [1, *(line_of(document, start.offset) for start in starts), last + 1]
    return tuple(FilePart("line", one, other - 1) for one, other in pairwise(firsts))


def _all_complete(document: Document, parts: Sequence[FilePart], schema: Schema) -> bool:
    return all(is_complete(document_part(document, part), schema) for part in parts)
