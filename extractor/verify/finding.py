"""What verification has to say: a broken rule is a value, never an exception."""

from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict

from extractor.schemas.rule import Severity

Outcome: TypeAlias = Literal["pass", "fail", "unknown", "not_applicable", "rule_error"]
"""unknown: a value the check needs was not read. not_applicable: the check does not concern this document."""


class Finding(BaseModel):
    """One thing that was checked, in words for a clerk (``message``) and as data.

    ``code`` is the rule's code, or ``place.*``, ``agreement.*``, ``completeness.*``, ``source.*`` for the other
    checks. ``residual`` is left side minus right side of a failed check, as a decimal string; 0 for one about a text.
    """

    model_config = ConfigDict(frozen=True)

    code: str
    outcome: Outcome
    severity: Severity
    paths: tuple[str, ...]
    message: str
    residual: str | None = None

    @property
    def difference(self) -> str | None:
        """The residual where there is one to tell: a text that is none of a few is off by no number."""
        return self.residual if self.residual != "0" else None

    @property
    def broken(self) -> bool:
        """Whether this finding keeps a document from being accepted."""
        return self.severity == "error" and self.outcome in ("fail", "rule_error")
