"""Accuracy that can be trusted: sets of documents with truth, rendered on demand, and what a reader makes of them."""

from extractor.evaluate.eval_report import EvalReport, GroupScore
from extractor.evaluate.evaluation import Reader, evaluate_set
from extractor.evaluate.interval import Rate, wilson_interval
from extractor.evaluate.score import CaseScore, FieldMistake
from extractor.evaluate.sets import EvalSet, folder_set_names, load_set, set_names

__all__ = [
    "CaseScore",
    "EvalReport",
    "EvalSet",
    "FieldMistake",
    "GroupScore",
    "Rate",
    "Reader",
    "evaluate_set",
    "folder_set_names",
    "load_set",
    "set_names",
    "wilson_interval",
]
