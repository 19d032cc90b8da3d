"""Bank statements: movements with their dates, balances before and after, labels in English, German, French, Spanish
and Dutch.

Source of the fields: ISO 20022, camt.053 (bank to customer statement).
"""

from extractor.schemas.model_shape import shape_of_model
from extractor.schemas.open_form import schema_of_shape
from extractor.schemas.packs.bank_statement.report import BankStatement
from extractor.schemas.packs.bank_statement.rules import RULES

SCHEMA = schema_of_shape(shape_of_model(BankStatement, "bank_statement"), RULES, title="Bank statement", version="1")
"""The record of a bank statement. Money that leaves is in ``debit`` without a sign, or in ``amount`` with one."""
