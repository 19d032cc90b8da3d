"""The one scale on which printed labels are compared, and what its steps mean.

0 is another text, 100 the label to the letter. Every step that decides something has its name here and nowhere else.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LabelScale:
    """The steps of the scale, in points of 100.

    What a printed text is worth:

    ``letter``: the label to the letter. ``unguided``: the label without its guidance in brackets. ``end``, ``start``: a
    longer text that ends, or begins, with the words of the label. ``near``: a text in which a letter or a character
    differs; how like it is (rapidfuzz ``ratio``) adds up to one point. ``other_ordinal``, ``no_ordinal``:
    what is taken off where the ordinal in front is another one, or missing. ``valueless``, ``crowded``: what is taken
    off a row without any value cell, or with more values than columns, while rows are matched.

    What is asked of it:

    ``accepted``: it counts as a label at all. ``title``: it counts as the title of a table. ``sure``: its place is
    certain: the label to the letter, with or without its guidance and ordinal. ``sure_recognised``: the same for a
    label that was recognised in a picture, which may be misread and is told from others by its neighbours in order.
    ``heading``: a heading that may name a whole group of columns. ``whole``: a label that needs no other line to be
    complete, or that counts out of its order. ``rival``: so much less, and another row still could carry the label.
    ``bonus``: what every row adds to a chain of rows, so that more rows beat better ones.
    """

    letter: float = 100.0
    unguided: float = 98.0
    end: float = 85.8
    start: float = 85.4
    near: float = 84.0
    other_ordinal: float = 18.0
    no_ordinal: float = 6.0
    valueless: float = 12.0
    crowded: float = 8.0
    accepted: float = 84.0
    title: float = 84.0
    sure: float = 90.0
    sure_recognised: float = 86.0
    heading: float = 97.0
    whole: float = 95.0
    rival: float = 4.0
    bonus: float = 20.0


SCALE = LabelScale()
"""The scale as tuned on the bundled sets and the real reports of docs/decisions/002."""
