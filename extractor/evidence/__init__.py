"""What is known for and against a value: doubts that speak against it, legs that it stands on.

The ground floor: every other floor imports it, and it imports none of them. A doubt is noted where it arises (a word,
a cell, a label, a place) and travels unchanged to the verdict, the export, the reviewer and the evals; it is made a
sentence only when it is shown.
"""

from extractor.evidence.doubt import (
    About,
    Doubt,
    DoubtKind,
    Weight,
    capped,
    doubt,
    heaviest,
    is_about,
    merged,
    settled,
    weighing,
)
from extractor.evidence.leg import STORED, Leg, Witnesses, is_record, picture_by, record_of, seen_by_all, witnesses

__all__ = [
    "STORED",
    "About",
    "Doubt",
    "DoubtKind",
    "Leg",
    "Weight",
    "Witnesses",
    "capped",
    "doubt",
    "heaviest",
    "is_about",
    "is_record",
    "merged",
    "picture_by",
    "record_of",
    "seen_by_all",
    "settled",
    "weighing",
    "witnesses",
]
