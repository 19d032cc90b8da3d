"""What a reviewer decides, before it is stored: edits and what to say, a refusal, or a question that is asked once."""

from dataclasses import dataclass, replace

from extractor.verify.edit import Edit


@dataclass(frozen=True, slots=True)
class Decision:
    """``refusal`` says why nothing can be stored; ``question`` what a person has to say yes to before it is.

    ``otherwise``: what may be answered instead, each with its own edits; ``choice`` is how an answer is listed.
    """

    edits: tuple[Edit, ...] = ()
    message: str = ""
    refusal: str = ""
    question: str = ""
    otherwise: tuple["Decision", ...] = ()
    choice: str = ""

    def asked(self, question: str, *otherwise: "Decision") -> "Decision":
        """The same, to be stored only after a question was answered."""
        return replace(self, question=question, otherwise=otherwise)

    def is_about(self, key: tuple[str, str]) -> bool:
        """Whether it is about the document with this hash and schema, or about that one first."""
        return bool(self.edits) and (self.edits[0].sha256, self.edits[0].schema_name) == key


def refuse(why: str) -> Decision:
    """Nothing can be stored."""
    return Decision(refusal=why)
