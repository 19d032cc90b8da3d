"""Recorded outputs of other systems, judged by the metrics of the eval sets: what they got wrong, and what agreement of
two or three of them would have caught."""

from extractor.evaluate.outputs.judgement import judge_document
from extractor.evaluate.outputs.output_report import NOTICE, OutputGroup, OutputReport, evaluate_outputs
from extractor.evaluate.outputs.recordings import OutputSet, holds_outputs, load_outputs

__all__ = [
    "NOTICE",
    "OutputGroup",
    "OutputReport",
    "OutputSet",
    "evaluate_outputs",
    "holds_outputs",
    "judge_document",
    "load_outputs",
]
