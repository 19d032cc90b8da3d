"""Values as JSON has them."""

from decimal import Decimal

from pydantic import JsonValue

from extractor.schemas.record import RecordValue


def plain_value(value: RecordValue) -> JsonValue:
    """A value in JSON: counts are numbers, amounts are strings with all their digits, no value is null."""
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, dict):
        return {key: plain_value(each) for key, each in value.items()}
    return [plain_value(each) for each in value] if isinstance(value, list) else value
