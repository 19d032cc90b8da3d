"""The receipt of a result: hashes of everything that its verdict was made of, so that whoever asks can tell whether any
of it is another by now.
"""

from pydantic import BaseModel, ConfigDict


class ReadingReceipt(BaseModel):
    """One reading: its ``version`` (code, model and settings of its reader), the hash of what it holds, and of each
    prompt that its reader used, by name.
    """

    model_config = ConfigDict(frozen=True)

    version: str = ""
    sha256: str = ""
    prompts: dict[str, str] = {}


class VerdictReceipt(BaseModel):
    """What a verdict was made of.

    ``document``: the hash of its file, with the name of the part where it is one. ``schema_marks``: name, version and
    hashes of the schema (``compiled``: of its compiled form, ``files``: of its files and the rules beside them).
    ``code``: ``release`` and ``judging`` (the hash of all sources that verify and decide), and a mark for every layer
    that opened and read. ``readings``: by reader. ``decisions`` of people that it took in, and ``decided``, the hash of
    them. ``others``: the hash of what it was compared with in other documents. ``policy``: by which it was decided.
    ``verdict``: the hash of the verdict itself.
    """

    model_config = ConfigDict(frozen=True)

    document: str = ""
    schema_marks: dict[str, str] = {}
    code: dict[str, str] = {}
    readings: dict[str, ReadingReceipt] = {}
    decisions: int = 0
    decided: str = ""
    others: dict[str, str] = {}
    policy: str = ""
    verdict: str = ""
