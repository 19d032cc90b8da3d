"""Invoices: the core of EN 16931, with labels as invoices print them in English, German and French.

Source: EN 16931-1, "Semantic data model of the core elements of an electronic invoice". The business term that a field
is stands in its description.
"""

from extractor.schemas.model_shape import shape_of_model
from extractor.schemas.open_form import schema_of_shape
from extractor.schemas.packs.invoice.report import Invoice
from extractor.schemas.packs.invoice.rules import RULES

SCHEMA = schema_of_shape(shape_of_model(Invoice, "invoice"), RULES, title="Invoice (core of EN 16931)", version="1")
