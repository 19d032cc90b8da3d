"""What kept a reader from reading part of a document: a kind to decide on, and words for people."""

from pydantic import BaseModel, ConfigDict

from extractor.errors import ExtractorError, ProblemKind


class ReadingProblem(BaseModel):
    """An outcome that is not a reading of a field: a request without a usable answer, a table that is not there.

    ``about``: the request or the table, as it is called in the message; empty where it is the whole reading.
    """

    model_config = ConfigDict(frozen=True)

    kind: ProblemKind
    message: str
    about: str = ""

    @classmethod
    def of(cls, outcome: ExtractorError, about: str) -> "ReadingProblem":
        """A request that has ended without an answer."""
        return cls(kind=outcome.kind, message=f"{about}: {outcome.kind}: {outcome}", about=about)
