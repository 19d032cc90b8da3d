"""Parts of one case counted: what went wrong in which table, and what each reader alone would have read."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from pydantic import BaseModel, ConfigDict

from extractor.evaluate.mistake import FieldMistake, compare
from extractor.readers.reading import Reading
from extractor.schemas.form import Form, Value

PROSE = "running text"
"""Region of the fields that stand in no table."""


class RegionScore(BaseModel):
    """One table of one document, in fields. ``caught``: mistakes that are flagged."""

    model_config = ConfigDict(frozen=True)

    region: str
    fields: int
    wrong: int
    missed: int
    invented: int
    flagged: int
    caught: int

    @property
    def mistaken(self) -> int:
        """Fields that were not read as printed."""
        return self.wrong + self.missed + self.invented


class ReaderScore(BaseModel):
    """One reader's own values, before they are weighed against anything. ``seconds`` are not told apart by reader."""

    model_config = ConfigDict(frozen=True)

    reader: str
    fields: int
    wrong: int
    missed: int
    invented: int
    tokens_in: int
    tokens_out: int

    @property
    def mistaken(self) -> int:
        """Fields that were not read as printed."""
        return self.wrong + self.missed + self.invented


def count_regions(
    form: Form, paths: Collection[str], mistakes: Iterable[FieldMistake], flagged: Collection[str]
) -> tuple[tuple[RegionScore, ...], int]:
    """Counts for every table of the form and for its running text, and how many fields are permuted in all."""
    tables = [table.key for table in form.tables]

    def region(path: str) -> str:
        return next((key for key in tables if path.startswith(f"{key}.")), PROSE)

    found: dict[str, list[FieldMistake]] = {}
    for mistake in mistakes:
        found.setdefault(region(mistake.path), []).append(mistake)
    fields, looked = Counter(map(region, paths)), Counter(region(path) for path in flagged if path in paths)
    scores = (
        count_region(key, fields[key], found.get(key, []), looked[key]) for key in (*tables, PROSE) if fields[key]
    )
    return tuple(scores), sum(count_permuted(each) for each in found.values())


def count_region(name: str, fields: int, mistakes: Sequence[FieldMistake], flagged: int) -> RegionScore:
    """Counts of one table: its fields, its mistakes, and how many of its fields are flagged."""
    kinds = Counter(found.mistake for found in mistakes)
    return RegionScore(
        region=name,
        fields=fields,
        wrong=kinds["wrong"],
        missed=kinds["missed"],
        invented=kinds["invented"],
        flagged=flagged,
        caught=sum(found.flagged for found in mistakes),
    )


def count_permuted(mistakes: Sequence[FieldMistake]) -> int:
    """Mistaken fields of one table whose value is right as one of many, but stands at a wrong place.

    The values read at mistaken fields are matched against the values printed at mistaken fields, each used once.
    """
    printed = Counter(found.truth for found in mistakes if found.truth is not None)
    read = Counter(found.read for found in mistakes if found.read is not None)
    return (printed & read).total()


def count_readers(
    truth: Mapping[str, Value | None], paths: Collection[str], readings: Sequence[Reading]
) -> tuple[ReaderScore, ...]:
    """What each reading alone holds, against the truth; nothing where nothing was to be read."""
    scores = []
    for reading in readings if paths else ():
        kinds = Counter(compare(truth.get(path), reading.value(path)) for path in {*paths, *reading.fields})
        scores.append(
            ReaderScore(
                reader=reading.reader,
                fields=kinds.total(),
                wrong=kinds["wrong"],
                missed=kinds["missed"],
                invented=kinds["invented"],
                tokens_in=reading.tokens_in,
                tokens_out=reading.tokens_out,
            )
        )
    return tuple(scores)
