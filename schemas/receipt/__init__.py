"""Receipts of shops and restaurants, with labels in English, German, French, Spanish and Dutch."""

from extractor.schemas.model_shape import shape_of_model
from extractor.schemas.open_form import schema_of_shape
from extractor.schemas.packs.receipt.report import Receipt
from extractor.schemas.packs.receipt.rules import RULES

SCHEMA = schema_of_shape(shape_of_model(Receipt, "receipt"), RULES, title="Receipt", version="1")
"""The record of a receipt. ``tax`` comes on top of the subtotal; what is included in prices stands in ``taxes``."""
