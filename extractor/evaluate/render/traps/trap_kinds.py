"""Every kind of trap by its name: who makes it, and in which styles."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random
from typing import TypeAlias

from extractor.evaluate.render.document import Order, Rendered
from extractor.evaluate.render.traps import identity_traps as identity
from extractor.evaluate.render.traps import label_traps as labels
from extractor.evaluate.render.traps import row_traps as rows
from extractor.evaluate.render.traps import shown_traps as shown
from extractor.evaluate.render.traps import unit_traps as units
from extractor.evaluate.render.traps import wording_traps as wording
from extractor.evaluate.render.traps.draft import Draft, TrapWords, begin, read_draft
from extractor.evaluate.render.traps.written import ALL, FLOWING, OFFICE, PAPER, TRAP_STYLES, write_draft

Make: TypeAlias = Callable[[Draft, Random], None]
WEB = ("html",)
SHOWN = (*WEB, *PAPER, *OFFICE)
PLACED = ("tsv", "csv", "pipe_rows", "html", "pdf_ruled", "pdf_rows", *OFFICE)
"""Styles in which a blank cell keeps its place."""
UNCUT = tuple(style for style in ALL if style != "fixed")
"""Styles that print a heading in full."""
APART = tuple(style for style in ALL if style != "spaces")
"""Styles in which a cell of several words is one cell."""


@dataclass(frozen=True, slots=True)
class Trap:
    """A kind of trap: what it does to a draft, and the styles that can carry it."""

    make: Make
    styles: tuple[str, ...] = ALL

    @property
    def kind(self) -> str:
        """Its name."""
        return self.make.__name__


_TRAPS = (
    Trap(labels.undamaged),
    Trap(labels.label_word_differs),
    Trap(labels.label_character_differs),
    Trap(labels.column_unknown_heading),
    Trap(labels.heading_without_values),
    Trap(labels.headings_other_order),
    Trap(labels.headings_torn),
    Trap(labels.heading_renamed_later_edition),
    Trap(rows.unknown_row_between),
    Trap(rows.two_rows_on_a_line, ("tsv", "spaces")),
    Trap(rows.label_over_two_lines, ("tsv", "fixed", "spaces", "pipe_rows")),
    Trap(rows.table_in_parts),
    Trap(rows.title_again),
    Trap(rows.short_subrow_labels),
    Trap(rows.cell_holds_two_labels, ("html", *PAPER, *OFFICE, "tsv", "spaces")),
    Trap(rows.one_sided_mark, ("tsv", "csv", "html", "spaces", *PAPER, *OFFICE)),
    Trap(rows.free_number_in_label),
    Trap(rows.row_missing_but_misspelt),
    Trap(rows.blank_total_with_parts, PLACED),
    Trap(shown.cell_is_picture, SHOWN),
    Trap(shown.cell_form_field, (*WEB, *PAPER, "docx")),
    Trap(shown.cell_black_box, SHOWN),
    Trap(shown.cell_outlines, (*WEB, *PAPER)),
    Trap(shown.cell_cut_by_page_edge, PAPER),
    Trap(shown.cell_generated_content, WEB),
    Trap(identity.contact_line),
    Trap(identity.navigation_heading),
    Trap(identity.next_article_link),
    Trap(identity.quoted_title_of_other_body),
    Trap(identity.foot_of_other_body),
    Trap(identity.title_two_lines),
    Trap(identity.year_with_spaces),
    Trap(identity.title_year_contradicts_period),
    Trap(identity.other_form_same_words, ("tsv", "fixed", "spaces", "html", *PAPER, *OFFICE)),
    Trap(units.unit_above_table),
    Trap(units.unit_after_number),
    Trap(units.note_corrects),
    Trap(units.decimal_comma_statement),
    Trap(shown.struck, SHOWN),
    Trap(shown.raised, SHOWN),
    Trap(shown.invisible, SHOWN),
    Trap(shown.half_covered, (*WEB, *PAPER)),
    Trap(shown.bidi_override, (*WEB, "tsv", "spaces", "cells", "docx")),
    Trap(shown.minus_drawn, (*WEB, *PAPER)),
    Trap(shown.minus_by_style, WEB),
    Trap(shown.minus_glyph_as_space, PAPER),
    Trap(shown.tounicode_contradicts, PAPER),
    Trap(shown.userunit_cropbox, PAPER),
    Trap(shown.ruby, (*WEB, "docx", "odt")),
    Trap(shown.mathml, WEB),
    Trap(shown.css_cascade, WEB),
    Trap(units.number_in_title_row),
    Trap(units.number_in_foot),
    Trap(units.running_head_foot),
    Trap(units.total_contradicts_parts),
    Trap(units.rows_exchanged),
    Trap(labels.foia_official_xiib),
    Trap(labels.pipes_closing, ("pipe_rows", "pipe_cells")),
    Trap(labels.blanks_for_zeros, PLACED),
    Trap(wording.label_qualified, UNCUT),
    Trap(wording.heading_narrowed, UNCUT),
    Trap(wording.label_of_a_part, UNCUT),
    Trap(wording.thousands_in_title),
    Trap(wording.thousands_in_corner, tuple(style for style in UNCUT if style != "label_above")),
    Trap(wording.thousands_in_label, UNCUT),
    Trap(wording.thousands_under_headings),
    Trap(wording.thousands_below_table),
    Trap(wording.thousands_in_report),
    Trap(wording.note_in_other_words),
    Trap(wording.note_in_remarks, PLACED),
    Trap(wording.year_span),
    Trap(wording.words_in_cell, APART),
    Trap(wording.two_numbers_in_cell, APART),
    Trap(rows.row_twice_differs),
    Trap(rows.figures_between_labels, (*PLACED, "fixed", "spaces", "pdf_borderless")),
    Trap(rows.cell_over_two_rows, ("html", "docx", "odt", "xlsx", "ods", "pdf_ruled")),
    Trap(rows.number_line_in_table),
    Trap(shown.squeezed, FLOWING),
    Trap(shown.printed_over, PAPER),
)
TRAPS: Mapping[str, Trap] = {trap.kind: trap for trap in _TRAPS}
"""Every kind of trap by its name."""

__all__ = ["TRAPS", "Trap", "render_trap"]


def render_trap(order: Order, kind: str, words: TrapWords) -> Rendered:
    """A document that sets a trap, and its truth. KeyError names an unknown kind."""
    draft = begin(order, words)
    TRAPS[kind].make(draft, Random(f"{order.name}/{order.seed}/trap"))
    content = write_draft(draft)
    truth = read_draft(draft)
    return Rendered(
        f"{order.name}{TRAP_STYLES[order.style].suffix}",
        lambda: content,
        truth.values,
        truth.states,
        draft.expect,
        also=truth.also,
        valueless=frozenset(path for path, proof in truth.proof.items() if proof == "valueless"),
        unsettled=frozenset(path for path, proof in truth.proof.items() if proof == "unsettled"),
    )
