"""Double entry: what two readers read must be the same."""

from collections.abc import Iterator

from extractor.verify.consolidate import PREFERRED, Consolidation, ReadBy
from extractor.verify.field_labels import Labels
from extractor.verify.finding import Finding, FindingKind
from extractor.verify.wording import say_value, value_sign

DISAGREE = "agreement.value"


def check_agreement(document: Consolidation, labels: Labels) -> Iterator[Finding]:
    """One finding for every field that readers read differently and no person has decided."""
    for field in document.fields.values():
        if field.disputed:
            name, said = labels.short(field.path), say_readings(field.seen)
            yield Finding(
                code=DISAGREE,
                kind=FindingKind.DISAGREEMENT,
                outcome="fail",
                severity="error",
                paths=(field.path,),
                message=f"{name}: {said}",
                said=("read_otherwise", name, said, readings_in_signs(field.seen)),
            )


def say_readings(seen: tuple[ReadBy, ...]) -> str:
    """Who read what: "the model read 13 here, the page text says 12"."""
    said = [each for each in seen if each.field.state != "unread"]
    others = [f"{_who(each.reader)} read {_what(each)} here" for each in said if each.reader != PREFERRED]
    page = [f"the page text says {_what(each)}" for each in said if each.reader == PREFERRED]
    return ", ".join([*others, *page])


def readings_in_signs(seen: tuple[ReadBy, ...]) -> str:
    """The same without words: ``layout: 12, llm: 13``."""
    said = [each for each in seen if each.field.state != "unread"]
    return ", ".join(f"{each.reader}: {value_sign(each.field.state, each.field.value)}" for each in said)


def _who(reader: str) -> str:
    return "the model" if reader == "llm" or reader.startswith("llm:") else f"reader {reader}"


def _what(each: ReadBy) -> str:
    return say_value(each.field.state, each.field.value)
