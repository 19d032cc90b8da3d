"""Patterns of texts in a schema: in the notation of Python or of JSON Schema, and refused where they are in none."""

import pytest

from extractor import Text, extract
from extractor.errors import SchemaError

PRINTED = Text("Code: Ähre")


def schema(pattern: str) -> dict[str, object]:
    return {"type": "object", "properties": {"code": {"type": "string", "pattern": pattern}}}


@pytest.mark.parametrize("pattern", [r"^\p{Lu}\p{Ll}+$", r"^(?<word>Ähre)$", r"^(?=Ä)\w+$", "Ähre"])
def test_a_text_that_fits_its_pattern_is_accepted_in_any_notation(pattern: str) -> None:
    assert extract(PRINTED, schema(pattern), readers="layout").status == "accepted"


@pytest.mark.parametrize("pattern", [r"^\p{Lu}+$", r"^(?<word>Ahre)$", r"^(?!Ä)"])
def test_a_text_that_does_not_fit_waits_for_a_person(pattern: str) -> None:
    assert extract(PRINTED, schema(pattern), readers="layout").status == "review"


def test_what_is_no_pattern_is_refused_with_the_field() -> None:
    with pytest.raises(SchemaError, match=r"code: pattern is no regular expression: unterminated"):
        extract(PRINTED, schema("["), readers="layout")
