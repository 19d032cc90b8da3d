"""What verification has to say: a broken rule is a value, never an exception."""

from enum import StrEnum
from pathlib import Path
from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict

from extractor.evidence import Doubt
from extractor.evidence.sentences import Language, say
from extractor.evidence.written_sentences import WrittenSentences
from extractor.schemas.rule import Severity

Outcome: TypeAlias = Literal["pass", "fail", "unknown", "not_applicable", "rule_error"]
"""unknown: a value the check needs was not read. not_applicable: the check does not concern this document."""


SENTENCES = WrittenSentences(Path(__file__).with_name("finding_words.toml"))
"""What findings say of which no doubt says it."""


class FindingKind(StrEnum):
    """What was checked. A rule's code is free for its owner to choose, so the kind is told apart from it.

    no_place, shared_place: nobody saw where the value is printed, or another field was read there too. elsewhere,
    not_printed: the document itself shows it at another label, or not at all. label_near, left_over, not_empty: what
    speaks against saying that a row is absent or a cell blank: a text like its label, a number that no field uses,
    print in the cell. uncounted_number, headings_in_disorder:
    the document itself shows numbers in no field, or headings in another order. reader_problem: what kept a reader from
    reading. constraint: what a model demands of a value or of its whole record. implied_value: what the rules leave for
    a field that was not read. another_begins: another document seems to begin inside the file. proven_sum: sums
    without a field that the rows above them add up to. same_report: the store holds another report of the same body
    and year.
    """

    RULE = "rule"
    CONSTRAINT = "constraint"
    NO_PLACE = "no_place"
    SHARED_PLACE = "shared_place"
    ELSEWHERE = "elsewhere"
    NOT_PRINTED = "not_printed"
    LABEL_NEAR = "label_near"
    LEFT_OVER = "left_over"
    NOT_EMPTY = "not_empty"
    UNCOUNTED_NUMBER = "uncounted_number"
    HEADINGS_IN_DISORDER = "headings_in_disorder"
    FORM_UNDECIDED = "form_undecided"
    ANOTHER_BEGINS = "another_begins"
    DISAGREEMENT = "disagreement"
    UNUSED_NUMBER = "unused_number"
    PROVEN_SUM = "proven_sum"
    MISSING_LABEL = "missing_label"
    EMPTY_TABLE = "empty_table"
    NOTHING_READ = "nothing_read"
    READER_PROBLEM = "reader_problem"
    SOURCE_INCONSISTENT = "source_inconsistent"
    DIAGNOSIS = "diagnosis"
    IMPLIED_VALUE = "implied_value"
    SAME_REPORT = "same_report"


_AGAINST_PLACE = frozenset(
    {
        FindingKind.NO_PLACE,
        FindingKind.SHARED_PLACE,
        FindingKind.ELSEWHERE,
        FindingKind.NOT_PRINTED,
        FindingKind.LABEL_NEAR,
        FindingKind.LEFT_OVER,
        FindingKind.NOT_EMPTY,
    }
)


class Finding(BaseModel):
    """One thing that was checked, in words for a clerk (``message``) and as data.

    ``kind`` is what decisions rest on. ``code`` names the check for people, exports and waivers: the rule's code, or
    ``place.*``, ``agreement.*``, ``completeness.*``, ``source.*`` and so on for the other checks. ``residual`` is left
    side minus right side of a failed check, as a decimal string; 0 for one about a text. ``empty``: the total of a
    failed check that is printed empty beside its parts. ``doubt``: what it leaves on its fields; its message where
    there is none. ``said``: the sentence it is told with and its details, where no doubt says it.
    """

    model_config = ConfigDict(frozen=True)

    code: str
    kind: FindingKind
    outcome: Outcome
    severity: Severity
    paths: tuple[str, ...]
    message: str
    residual: str | None = None
    empty: tuple[str, ...] = ()
    doubt: Doubt | None = None
    said: tuple[str, ...] = ()

    def told(self, language: Language) -> str:
        """The message in the language of who reads it; in English where it was stored before there were others."""
        if language == "en":
            return self.message
        if self.doubt is not None:
            return say(self.doubt, language)
        name, *details = self.said or ("",)
        return SENTENCES.say(name, *details, language=language) if name in SENTENCES else self.message

    @property
    def against_place(self) -> bool:
        """Whether it speaks against the places that its fields were read from."""
        return self.kind in _AGAINST_PLACE

    @property
    def difference(self) -> str | None:
        """The residual where there is one to tell: a text that is none of a few is off by no number."""
        return self.residual if self.residual != "0" else None

    @property
    def broken(self) -> bool:
        """Whether this finding keeps a document from being accepted."""
        return self.severity == "error" and self.outcome in ("fail", "rule_error")
