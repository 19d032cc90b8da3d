"""The kinds of doubt, what each is about, and how much it weighs.

The weight of a kind is one of three bands, set from what ``extractor eval`` measures of it (docs/evals.md): how often
the value is wrong where the kind is noted. A new kind goes here, its sentences into ``sentences.toml``.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple


class Weight(StrEnum):
    """How much a doubt weighs.

    slight: it is noted and keeps nothing from being confirmed. serious: something else must bear the value out.
    decisive: there is no value that could be borne out, or what speaks against it cannot be outweighed.
    """

    SLIGHT = "slight"
    SERIOUS = "serious"
    DECISIVE = "decisive"

    @property
    def rank(self) -> int:
        """0 for slight, 1 for serious, 2 for decisive."""
        return _RANKS[self]


_RANKS = {Weight.SLIGHT: 0, Weight.SERIOUS: 1, Weight.DECISIVE: 2}


class About(StrEnum):
    """What a doubt is about."""

    CHARACTER = "character"
    WORD = "word"
    CELL = "cell"
    LABEL = "label"
    HEADING = "heading"
    PLACE = "place"
    STATE = "state"
    VALUE = "value"


CHARACTERS = (About.CHARACTER, About.WORD, About.CELL)
"""What is doubted where it is not clear which characters are printed."""

PLACES = (About.LABEL, About.HEADING, About.PLACE, About.STATE)
"""What is doubted where it is not certain that they are printed at the field's own place."""


class DoubtKind(StrEnum):
    """Why something may be wrong. The values are stable: the store and exports carry them."""

    # Characters: what was recognised may be another character.
    VIEWS_DIFFER = "views_differ"
    VIEW_BLANK = "view_blank"
    VIEW_FAINT = "view_faint"
    LITTLE_LEAD = "little_lead"
    CHARACTER_GUESSED = "character_guessed"
    SIGN_AT_END = "sign_at_end"
    SIGN_INSIDE = "sign_inside"
    ACCENTS_STRANGE = "accents_strange"
    ONE_LETTER_OFF = "one_letter_off"
    DIGITS_UNLIKE = "digits_unlike"
    NOT_WELL_FORMED = "not_well_formed"
    LEADING_ZERO = "leading_zero"
    MARK_BEFORE = "mark_before"
    SMALL_MINUS = "small_minus"
    FAINT_MINUS = "faint_minus"
    MINUS_LEFT_OUT = "minus_left_out"
    LONE_MINUS = "lone_minus"
    STROKE_LEANS = "stroke_leans"
    STROKE_STANDS = "stroke_stands"
    SHORT_DASH = "short_dash"
    DASH_OFF_LINE = "dash_off_line"
    POINT_MAY_BE_COMMA = "point_may_be_comma"
    POINT_AS_COMMA = "point_as_comma"
    COMMA_AS_POINT = "comma_as_point"
    POINT_LEFT_OUT = "point_left_out"
    MARK_LEFT_OUT = "mark_left_out"
    OTHER_SIGNS = "other_signs"
    PERCENT_MISSING = "percent_missing"
    MARK_MAY_PART = "mark_may_part"
    SAME_DECIMAL = "same_decimal"
    MORE_DECIMALS = "more_decimals"
    SPECK_ON_ZERO = "speck_on_zero"
    READ_AS_LETTERS = "read_as_letters"
    POOR_PICTURE = "poor_picture"
    LINE_READ_WHOLE = "line_read_whole"
    ENGINES_DIFFER = "engines_differ"
    HANDWRITTEN = "handwritten"
    LETTERS_LEFT_OUT = "letters_left_out"

    # Words: what was recognised may be something else, or not all of it.
    PIECE_LEFT_OUT = "piece_left_out"
    LOW_MARKS = "low_marks"
    SPECKS_ALONE = "specks_alone"
    SIGNS_ALONE = "signs_alone"
    NOT_A_NUMBER = "not_a_number"
    NOTHING_RECOGNISED = "nothing_recognised"
    SPACE_LOST = "space_lost"

    # Cells: what is printed there may be another number, or several.
    CUT_NUMBER = "cut_number"
    CUT_AT_EDGE = "cut_at_edge"
    NUMBER_BESIDE = "number_beside"
    DIRT_IN_CELL = "dirt_in_cell"
    MARK_IN_LINE = "mark_in_line"
    JOINED_LINES = "joined_lines"
    FIGURES_SPREAD = "figures_spread"
    GOES_ON_BELOW = "goes_on_below"
    SEVERAL_IN_CELL = "several_in_cell"
    LINES_BELOW = "lines_below"
    DIRT_LEFT_OUT = "dirt_left_out"
    STRUCK_BESIDE = "struck_beside"
    FAINT_INK = "faint_ink"
    LIES_OVER = "lies_over"
    CELL_NARROW = "cell_narrow"
    POINT_BEFORE = "point_before"
    MORE_INK = "more_ink"

    # Labels and names of rows.
    LABEL_INEXACT = "label_inexact"
    LABEL_DIFFERS = "label_differs"
    LABEL_TORN = "label_torn"
    LABEL_ABOVE = "label_above"
    LABEL_ALONE = "label_alone"
    LABEL_RIVALS = "label_rivals"
    NAME_MISSING = "name_missing"
    NAME_IS_NUMBER = "name_is_number"
    NAME_CUT = "name_cut"
    NAME_RIVALS = "name_rivals"
    NAME_ONLY_HERE = "name_only_here"
    ROW_SPARSE = "row_sparse"
    LABELS_TOGETHER = "labels_together"
    LABEL_QUALIFIED = "label_qualified"

    # Headings, titles and units.
    HEADINGS_MISSING = "headings_missing"
    HEADINGS_FEW = "headings_few"
    HEADINGS_MOVED = "headings_moved"
    MAPPED_OTHERWISE = "mapped_otherwise"
    TITLE_NOT_ABOVE = "title_not_above"
    TITLE_REPEATED = "title_repeated"
    UNIT_UNKNOWN = "unit_unknown"
    SCALED = "scaled"

    # Places: which cell belongs to which column.
    ROW_APART = "row_apart"
    ROW_MISSING = "row_missing"
    LIST_ROW_UNREAD = "list_row_unread"
    CELL_OVER_ROWS = "cell_over_rows"
    ROW_WITHOUT_BOX = "row_without_box"
    TABLE_MISSING = "table_missing"
    NO_CELL = "no_cell"
    NO_VALUE_PRINTED = "no_value_printed"
    TOO_MANY_VALUES = "too_many_values"
    TOO_FEW_VALUES = "too_few_values"
    TOLD_BY_GRID = "told_by_grid"
    COLUMNS_STRAY = "columns_stray"
    COLUMNS_JOINED = "columns_joined"
    COLUMNS_APART = "columns_apart"
    VALUES_LEFT_BESIDE = "values_left_beside"
    LINE_PASSED_OVER = "line_passed_over"
    BEGINS_UNKNOWN = "begins_unknown"
    COUNTED_FROM_LEFT = "counted_from_left"
    NOT_COUNTABLE = "not_countable"

    # States: whether it is blank, absent, or no number at all.
    NOT_A_VALUE = "not_a_value"
    SIGN_NOT_ALLOWED = "sign_not_allowed"
    ROW_UNRECOGNISED = "row_unrecognised"
    BESIDE_UNREADABLE = "beside_unreadable"
    UNCLEAR_TEXT = "unclear_text"
    HIDDEN_FIGURE = "hidden_figure"
    STATED_DIFFERENTLY = "stated_differently"
    NOT_STATED = "not_stated"
    NAMED_APART = "named_apart"
    TAKEN_BACK = "taken_back"
    MAY_BE_STATED = "may_be_stated"
    LEFT_UNNAMED = "left_unnamed"
    READ_IN_PICTURE = "read_in_picture"
    LAYER_DIFFERS = "layer_differs"
    PICTURE_IN_CELL = "picture_in_cell"
    NOT_TEXT_IN_CELL = "not_text_in_cell"
    COVERED_IN_CELL = "covered_in_cell"
    STRUCK_WITHOUT_REPLACEMENT = "struck_unreplaced"
    DRAWN_IN_CELL = "drawn_in_cell"
    BEYOND_EDGE = "beyond_edge"
    SHOWN_FAINTLY = "shown_faintly"
    FONT_CONTRADICTS = "font_contradicts"

    # Values of any model: what notation, order or neighbour leaves open.
    MARK_UNKNOWN = "mark_unknown"
    DATE_ORDER = "date_order"
    NOT_ITS_KIND = "not_its_kind"
    BESIDE_OR_BELOW = "beside_or_below"
    LABEL_SHARED = "label_shared"

    # What a model answered.
    NO_ANSWER = "no_answer"
    ANSWER_NOT_A_VALUE = "answer_not_a_value"
    QUOTE_NOT_PRINTED = "quote_not_printed"
    ANSWER_NOT_PRINTED = "answer_not_printed"
    ANSWER_IN_BLANK = "answer_in_blank"
    CELLS_UNCOUNTED = "cells_uncounted"
    CELLS_TOLD_APART = "cells_told_apart"
    NUMBERS_NOT_PRINTED = "numbers_not_printed"
    PICTURE_UNSEEN = "picture_unseen"
    PICTURE_NOT_A_VALUE = "picture_not_a_value"
    PICTURE_DIFFERS = "picture_differs"
    PICTURE_SHOWS_BLANK = "picture_shows_blank"
    PICTURE_FILLS_BLANK = "picture_fills_blank"
    PICTURE_ELSEWHERE = "picture_elsewhere"

    # What somebody else's record says, looked up in the document.
    VALUE_NOT_PRINTED = "value_not_printed"
    NOT_AT_CROSSING = "not_at_crossing"
    PLACES_RIVAL = "places_rival"
    LABEL_UNSEEN = "label_unseen"
    LABEL_ELSEWHERE = "label_elsewhere"
    HELD_BY_OTHER = "held_by_other"
    ROW_UNPROVEN = "row_unproven"
    ROW_CLAIMED = "row_claimed"
    ITEMS_TURNED = "items_turned"
    COLUMN_UNPROVEN = "column_unproven"
    HEADED_OTHERWISE = "headed_otherwise"
    NOUGHT_NOT_PRINTED = "nought_not_printed"
    SIGN_NOT_PRINTED = "sign_not_printed"
    DATE_EITHER_WAY = "date_either_way"
    INSIDE_WORD = "inside_word"
    NULL_BUT_PRINTED = "null_but_printed"
    NULL_UNPROVEN = "null_unproven"

    # What verification holds against it.
    READERS_DIFFER = "readers_differ"
    RULE_FAILS = "rule_fails"
    PLACE_REFUTED = "place_refuted"
    LABEL_NEAR = "label_near"
    LEFT_OVER = "left_over"
    NOT_EMPTY = "not_empty"
    NOT_READ = "not_read"
    NOT_FOUND = "not_found"
    IDENTITY_MISSING = "identity_missing"
    ONLY_MODEL = "only_model"
    ONE_WITNESS = "one_witness"
    NO_WITNESS = "no_witness"
    UNPROVEN = "unproven"
    TOLD_BEFORE = "told_before"
    DECIDED_BEFORE = "decided_before"
    RECORD_LEAVES_OUT = "record_leaves_out"
    PEOPLE_DIFFER = "people_differ"


BY_COLUMNS = frozenset({DoubtKind.COLUMNS_JOINED, DoubtKind.COLUMNS_APART})
"""What is said of values that are printed column by column, so that another row's label may stand before them."""


class KindOfDoubt(NamedTuple):
    """What a kind of doubt is about and how much it weighs."""

    about: About
    weight: Weight


def _kinds(about: About, weight: Weight, *kinds: DoubtKind) -> dict[DoubtKind, KindOfDoubt]:
    return dict.fromkeys(kinds, KindOfDoubt(about, weight))


_K, _A = DoubtKind, About
KINDS: Mapping[DoubtKind, KindOfDoubt] = {
    **_kinds(_A.CHARACTER, Weight.SERIOUS, _K.VIEWS_DIFFER, _K.VIEW_BLANK, _K.VIEW_FAINT, _K.LITTLE_LEAD),
    **_kinds(_A.CHARACTER, Weight.SERIOUS, _K.CHARACTER_GUESSED, _K.SIGN_AT_END, _K.SIGN_INSIDE),
    **_kinds(_A.CHARACTER, Weight.SERIOUS, _K.ACCENTS_STRANGE),
    **_kinds(_A.CHARACTER, Weight.SERIOUS, _K.ONE_LETTER_OFF, _K.DIGITS_UNLIKE, _K.NOT_WELL_FORMED, _K.LEADING_ZERO),
    **_kinds(_A.CHARACTER, Weight.SERIOUS, _K.MARK_BEFORE, _K.SMALL_MINUS, _K.FAINT_MINUS, _K.MINUS_LEFT_OUT),
    **_kinds(_A.CHARACTER, Weight.SERIOUS, _K.LONE_MINUS, _K.STROKE_LEANS, _K.STROKE_STANDS, _K.SHORT_DASH),
    **_kinds(_A.CHARACTER, Weight.SERIOUS, _K.DASH_OFF_LINE),
    **_kinds(_A.CHARACTER, Weight.SERIOUS, _K.POINT_MAY_BE_COMMA, _K.POINT_AS_COMMA, _K.COMMA_AS_POINT),
    **_kinds(_A.CHARACTER, Weight.SERIOUS, _K.POINT_LEFT_OUT, _K.MARK_LEFT_OUT, _K.OTHER_SIGNS, _K.PERCENT_MISSING),
    **_kinds(_A.CHARACTER, Weight.SERIOUS, _K.SAME_DECIMAL, _K.MORE_DECIMALS, _K.SPECK_ON_ZERO, _K.READ_AS_LETTERS),
    **_kinds(_A.CHARACTER, Weight.SERIOUS, _K.POOR_PICTURE, _K.LINE_READ_WHOLE, _K.ENGINES_DIFFER),
    **_kinds(_A.CHARACTER, Weight.SERIOUS, _K.HANDWRITTEN, _K.LETTERS_LEFT_OUT),
    **_kinds(_A.CHARACTER, Weight.SERIOUS, _K.READ_IN_PICTURE, _K.LAYER_DIFFERS),
    **_kinds(_A.STATE, Weight.DECISIVE, _K.MARK_MAY_PART, _K.TAKEN_BACK),
    **_kinds(_A.WORD, Weight.SERIOUS, _K.PIECE_LEFT_OUT, _K.LOW_MARKS, _K.SPECKS_ALONE, _K.SIGNS_ALONE),
    **_kinds(_A.WORD, Weight.SERIOUS, _K.NOT_A_NUMBER, _K.NOTHING_RECOGNISED, _K.SPACE_LOST),
    **_kinds(_A.CELL, Weight.SERIOUS, _K.CUT_NUMBER, _K.CUT_AT_EDGE, _K.NUMBER_BESIDE, _K.DIRT_IN_CELL),
    **_kinds(_A.CELL, Weight.SERIOUS, _K.MARK_IN_LINE, _K.JOINED_LINES, _K.GOES_ON_BELOW, _K.FIGURES_SPREAD),
    **_kinds(_A.CELL, Weight.SERIOUS, _K.SEVERAL_IN_CELL, _K.LINES_BELOW),
    **_kinds(_A.CELL, Weight.SERIOUS, _K.STRUCK_BESIDE, _K.FAINT_INK, _K.LIES_OVER, _K.CELL_NARROW, _K.MORE_INK),
    **_kinds(_A.CHARACTER, Weight.SERIOUS, _K.POINT_BEFORE),
    **_kinds(_A.CELL, Weight.SLIGHT, _K.DIRT_LEFT_OUT),
    **_kinds(_A.LABEL, Weight.SLIGHT, _K.LABEL_INEXACT, _K.LABEL_ABOVE),
    **_kinds(_A.LABEL, Weight.SERIOUS, _K.LABEL_DIFFERS, _K.LABEL_TORN, _K.LABEL_ALONE, _K.NAME_IS_NUMBER),
    **_kinds(_A.LABEL, Weight.SERIOUS, _K.NAME_CUT, _K.NAME_ONLY_HERE, _K.ROW_SPARSE, _K.LABELS_TOGETHER),
    **_kinds(_A.LABEL, Weight.SERIOUS, _K.NAME_RIVALS),
    **_kinds(_A.LABEL, Weight.DECISIVE, _K.LABEL_RIVALS, _K.NAME_MISSING, _K.ROW_MISSING, _K.TABLE_MISSING),
    **_kinds(_A.LABEL, Weight.DECISIVE, _K.LABEL_QUALIFIED),
    **_kinds(_A.HEADING, Weight.SERIOUS, _K.HEADINGS_MISSING, _K.HEADINGS_FEW, _K.TITLE_NOT_ABOVE),
    **_kinds(_A.HEADING, Weight.SLIGHT, _K.SCALED),
    **_kinds(_A.HEADING, Weight.DECISIVE, _K.HEADINGS_MOVED, _K.UNIT_UNKNOWN, _K.MAPPED_OTHERWISE),
    **_kinds(_A.PLACE, Weight.SERIOUS, _K.TITLE_REPEATED, _K.ROW_APART, _K.TOLD_BY_GRID, _K.BEGINS_UNKNOWN),
    **_kinds(_A.PLACE, Weight.SERIOUS, _K.COUNTED_FROM_LEFT, _K.CELLS_TOLD_APART, _K.NUMBERS_NOT_PRINTED),
    **_kinds(_A.PLACE, Weight.SERIOUS, _K.COLUMNS_STRAY, _K.COLUMNS_APART, _K.VALUES_LEFT_BESIDE, _K.LINE_PASSED_OVER),
    **_kinds(_A.PLACE, Weight.SLIGHT, _K.COLUMNS_JOINED),
    **_kinds(_A.PLACE, Weight.SERIOUS, _K.QUOTE_NOT_PRINTED, _K.ANSWER_NOT_PRINTED, _K.ANSWER_IN_BLANK),
    **_kinds(_A.PLACE, Weight.SERIOUS, _K.PICTURE_DIFFERS, _K.PICTURE_SHOWS_BLANK, _K.PICTURE_FILLS_BLANK),
    **_kinds(_A.PLACE, Weight.SERIOUS, _K.PICTURE_ELSEWHERE, _K.NAMED_APART),
    **_kinds(_A.PLACE, Weight.DECISIVE, _K.NO_CELL, _K.NO_VALUE_PRINTED, _K.TOO_MANY_VALUES, _K.TOO_FEW_VALUES),
    **_kinds(_A.PLACE, Weight.DECISIVE, _K.NOT_COUNTABLE, _K.CELLS_UNCOUNTED, _K.ROW_WITHOUT_BOX),
    **_kinds(_A.PLACE, Weight.DECISIVE, _K.LIST_ROW_UNREAD, _K.CELL_OVER_ROWS),
    **_kinds(_A.STATE, Weight.SERIOUS, _K.ROW_UNRECOGNISED, _K.BESIDE_UNREADABLE, _K.UNCLEAR_TEXT),
    **_kinds(_A.STATE, Weight.SERIOUS, _K.MAY_BE_STATED, _K.LEFT_UNNAMED),
    **_kinds(_A.STATE, Weight.DECISIVE, _K.NOT_A_VALUE, _K.SIGN_NOT_ALLOWED, _K.STATED_DIFFERENTLY, _K.NOT_STATED),
    **_kinds(_A.STATE, Weight.SERIOUS, _K.HIDDEN_FIGURE),
    **_kinds(_A.STATE, Weight.DECISIVE, _K.MARK_UNKNOWN, _K.DATE_ORDER, _K.NOT_ITS_KIND),
    **_kinds(_A.PLACE, Weight.SERIOUS, _K.BESIDE_OR_BELOW),
    **_kinds(_A.LABEL, Weight.DECISIVE, _K.LABEL_SHARED),
    **_kinds(_A.STATE, Weight.DECISIVE, _K.NO_ANSWER, _K.ANSWER_NOT_A_VALUE),
    **_kinds(_A.STATE, Weight.DECISIVE, _K.PICTURE_IN_CELL, _K.NOT_TEXT_IN_CELL, _K.COVERED_IN_CELL),
    **_kinds(_A.STATE, Weight.DECISIVE, _K.STRUCK_WITHOUT_REPLACEMENT, _K.DRAWN_IN_CELL, _K.BEYOND_EDGE),
    **_kinds(_A.STATE, Weight.DECISIVE, _K.SHOWN_FAINTLY, _K.FONT_CONTRADICTS),
    **_kinds(_A.STATE, Weight.DECISIVE, _K.PICTURE_UNSEEN, _K.PICTURE_NOT_A_VALUE),
    **_kinds(_A.VALUE, Weight.DECISIVE, _K.READERS_DIFFER, _K.PLACE_REFUTED, _K.NOT_READ, _K.NOT_FOUND),
    **_kinds(_A.VALUE, Weight.DECISIVE, _K.PEOPLE_DIFFER),
    **_kinds(_A.VALUE, Weight.DECISIVE, _K.IDENTITY_MISSING, _K.LABEL_NEAR, _K.LEFT_OVER, _K.NOT_EMPTY),
    **_kinds(_A.VALUE, Weight.DECISIVE, _K.DECIDED_BEFORE),
    **_kinds(_A.STATE, Weight.DECISIVE, _K.RECORD_LEAVES_OUT),
    **_kinds(_A.PLACE, Weight.DECISIVE, _K.VALUE_NOT_PRINTED, _K.NOT_AT_CROSSING),
    **_kinds(_A.PLACE, Weight.SERIOUS, _K.PLACES_RIVAL, _K.HELD_BY_OTHER, _K.ROW_UNPROVEN, _K.ROW_CLAIMED),
    **_kinds(_A.PLACE, Weight.SERIOUS, _K.COLUMN_UNPROVEN, _K.HEADED_OTHERWISE, _K.INSIDE_WORD),
    **_kinds(_A.PLACE, Weight.SERIOUS, _K.ITEMS_TURNED),
    **_kinds(_A.LABEL, Weight.SERIOUS, _K.LABEL_UNSEEN, _K.LABEL_ELSEWHERE),
    **_kinds(_A.STATE, Weight.DECISIVE, _K.NOUGHT_NOT_PRINTED, _K.NULL_BUT_PRINTED),
    **_kinds(_A.STATE, Weight.SERIOUS, _K.SIGN_NOT_PRINTED, _K.DATE_EITHER_WAY, _K.NULL_UNPROVEN),
    **_kinds(
        _A.VALUE,
        Weight.SERIOUS,
        _K.RULE_FAILS,
        _K.ONLY_MODEL,
        _K.ONE_WITNESS,
        _K.NO_WITNESS,
        _K.UNPROVEN,
        _K.TOLD_BEFORE,
    ),
}
"""About and weight of every kind."""
