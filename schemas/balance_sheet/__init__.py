"""Balance sheets: lines and sums by the dates that head their columns, as companies print them.

Source of the named sums: the primary statements of US GAAP and IFRS (IAS 1.54 to 1.80A) and § 266 HGB.
"""

from extractor.schemas.model_shape import shape_of_model
from extractor.schemas.open_form import schema_of_shape
from extractor.schemas.packs.balance_sheet.report import BalanceSheet
from extractor.schemas.packs.balance_sheet.rules import RULES

SCHEMA = schema_of_shape(shape_of_model(BalanceSheet, "balance_sheet"), RULES, title="Balance sheet", version="1")
