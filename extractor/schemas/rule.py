"""A rule of a form: a generator function over the values of a report, with its code, official text and severity."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from extractor.errors import SchemaError
from extractor.schemas.check import Check
from extractor.schemas.expression import Node

Severity: TypeAlias = Literal["error", "warning", "info"]
"""error: must hold in an accepted document. warning, info: reported, never a reason to change or refuse a value."""

PREVIOUS_YEAR = "previous_year"
NEEDS = frozenset({PREVIOUS_YEAR})
"""Other documents of the same body that a rule can ask for. ``previous_year``: its report for the year before."""

RuleFunction: TypeAlias = Callable[[Node], Iterator[Check]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. ``function`` yields the checks of one report; ``needs`` names other documents of the same body.

    SchemaError for a rule that needs a document nobody can bring, or that would refuse this report because of another.
    """

    code: str
    text: str
    function: RuleFunction
    severity: Severity = "error"
    needs: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        unknown = sorted(set(self.needs) - NEEDS)
        if unknown:
            known = ", ".join(sorted(NEEDS))
            raise SchemaError(f"rule {self.code} needs {', '.join(unknown)}; what can be needed is: {known}")
        if self.needs and self.severity == "error":
            raise SchemaError(
                f"rule {self.code} compares this report with another document, so it cannot be an error: either of "
                'them may be wrong. Write severity="warning"'
            )


def rule(
    code: str, text: str, severity: Severity = "error", needs: tuple[str, ...] = ()
) -> Callable[[RuleFunction], Rule]:
    """Make a generator function a rule; ``text`` is the wording printed on the form or in its instructions."""

    def wrap(function: RuleFunction) -> Rule:
        return Rule(code, text, function, severity, needs)

    return wrap
