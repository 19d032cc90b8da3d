"""The document at hand and its source: the lines around a place, and where a text stands in it."""

from dataclasses import replace

from extractor.documents import Span
from extractor.readers.reading import Spot
from extractor.review.case import Item, ReviewCase
from extractor.review.source_view import SourceShelf, SourceView
from extractor.review.spoken_words import tell


class DocumentAtHand:
    """``case`` is the document at hand, None when there is none."""

    def __init__(self, shelf: SourceShelf) -> None:
        self.case: ReviewCase | None = None
        self._shelf = shelf

    def source(self, item: Item, context: int = 12) -> SourceView:
        """The lines around an item's place."""
        case = self._need_case()
        where = case.whereabouts(item)
        view = self._shelf.view(case.result, where.spot, where.quote, context)
        if item.subject == "schema":
            return replace(view, note="")
        if not where.near:
            return view
        note = f"{tell('place_unknown', near=where.near)} {view.note}"
        return replace(view, note=note.strip(), near=True)

    def find(self, wanted: str) -> tuple[Span, ...]:
        """Where a text stands in the document at hand."""
        return self._shelf.find(self._need_case().result, wanted)

    def source_at(self, span: Span, context: int = 12) -> SourceView:
        """The lines around a place that was found, and on which page it stands as far as fields beside it say."""
        case = self._need_case()
        view = self._shelf.view(case.result, Spot(page=1, span=span), "", context)
        beside = self.beside(span)
        return view if beside is None else replace(view, page=beside.page)

    def beside(self, span: Span) -> Spot | None:
        """The place on a page of the field that stands in the same line as a span, the nearest of several."""
        case = self._need_case()
        shown = self._shelf.text(case.result)
        if isinstance(shown, str):
            return None
        line = shown.line_at(span[0])
        spots = (field.spot for field in case.verdict.fields.values())
        placed = [(each.span[0], each) for each in spots if each is not None and each.span is not None and each.box]
        there = [(abs(at - span[0]), each) for at, each in placed if shown.line_at(at) == line]
        return min(there, key=lambda found: found[0])[1] if there else None

    def _need_case(self) -> ReviewCase:
        if self.case is None:
            raise LookupError("no document is open: call next_document() first")
        return self.case
