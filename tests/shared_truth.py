"""The truth of the public documents beside the checkout, for tests (``specimens/shared_truth.py``)."""

from specimens.shared_truth import (
    SHARED,
    Json,
    Outcome,
    SharedTruth,
    compare,
    same_agency,
    shared_chinese_reports,
    shared_documents,
    shared_foia,
    shared_fragments,
    shared_seeds,
)

__all__ = [
    "SHARED",
    "Json",
    "Outcome",
    "SharedTruth",
    "compare",
    "same_agency",
    "shared_chinese_reports",
    "shared_documents",
    "shared_foia",
    "shared_fragments",
    "shared_seeds",
]
