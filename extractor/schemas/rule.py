"""A rule of a form: a generator function over the values of a report, with its code, official text and severity."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from extractor.schemas.check import Check
from extractor.schemas.expression import Node

Severity: TypeAlias = Literal["error", "warning", "info"]
"""error: must hold in an accepted document. warning, info: reported, never a reason to change or refuse a value."""

RuleFunction: TypeAlias = Callable[[Node], Iterator[Check]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. ``function`` yields the checks of one report; ``needs`` names other documents of the same body."""

    code: str
    text: str
    function: RuleFunction
    severity: Severity = "error"
    needs: tuple[str, ...] = ()


def rule(
    code: str, text: str, severity: Severity = "error", needs: tuple[str, ...] = ()
) -> Callable[[RuleFunction], Rule]:
    """Make a generator function a rule; ``text`` is the wording printed on the form or in its instructions."""

    def wrap(function: RuleFunction) -> Rule:
        return Rule(code, text, function, severity, needs)

    return wrap
