"""Many cases together: rates by style, form, damage, table, field and reader, each with its n."""

import re
from collections.abc import Iterable, Mapping, Sequence

from pydantic import BaseModel, ConfigDict

from extractor.evaluate.interval import Rate
from extractor.evaluate.render.table_change import Expect
from extractor.evaluate.score import CaseScore
from extractor.schemas.form import INDEX, Form

_INCONSISTENT: tuple[Expect, ...] = ("source_inconsistent",)
_NUMBER = re.compile(r"\.\d+(?=\.|$)")


class GroupScore(BaseModel):
    """Many cases together. Every rate carries its n.

    ``false_success``: accepted documents that hold a wrong value. ``unsafe``: documents accepted although a value is
    wrong or although they must not be. ``confirmed_wrong``: confirmed fields that are not as printed, in documents of
    any outcome. ``unnoticed``: these, and printed fields that the verdict lacks. ``review_load``: fields a person
    must look at, of all fields. ``completeness``: printed numbers that are read or listed as unused.
    ``exact``: fields read exactly. ``met``: documents that ended as they should. ``flag_precision``: flagged fields
    that are mistaken, ``flag_recall``: mistaken fields that are flagged. ``held_back``: documents that must not be
    accepted and were not. ``inconsistent_precision``: documents said to contradict themselves that do (those where
    either would be right do not count), ``inconsistent_recall``: those that do, and are said to. ``permuted``: mistaken
    fields that hold the value of another field of their table.
    """

    model_config = ConfigDict(frozen=True)

    name: str
    documents: int
    accepted: int
    review: int
    source_inconsistent: int
    refused: int
    false_success: Rate
    review_load: Rate
    completeness: Rate
    exact: Rate
    met: Rate
    wrong: int
    missed: int
    invented: int
    states_wrong: int
    cpu_seconds: float
    unsafe: int
    unnoticed: int
    confirmed_wrong: Rate
    permuted: int
    flag_precision: Rate
    flag_recall: Rate
    held_back: Rate
    inconsistent_precision: Rate
    inconsistent_recall: Rate
    wall_seconds: float
    tokens_in: int
    tokens_out: int

    @classmethod
    def of(cls, name: str, cases: Sequence[CaseScore]) -> "GroupScore":
        """Add up the scores of some cases."""
        outcomes = [case.outcome for case in cases]
        fields = sum(case.fields for case in cases)
        mistakes = [found for case in cases for found in case.mistakes]
        flagged = sum(region.flagged for case in cases for region in case.regions)
        caught = sum(found.flagged for found in mistakes)
        never = [case for case in cases if "accept" not in case.expect]
        contradict = [case for case in cases if case.expect == _INCONSISTENT]
        said = [case for case in cases if case.outcome == "source_inconsistent"]
        told = [case for case in said if case.expect == _INCONSISTENT or "source_inconsistent" not in case.expect]
        return cls(
            name=name,
            documents=len(cases),
            accepted=outcomes.count("accept"),
            review=outcomes.count("review"),
            source_inconsistent=len(said),
            refused=outcomes.count("refuse"),
            false_success=Rate.of(sum(case.false_success for case in cases), outcomes.count("accept")),
            review_load=Rate.of(sum(case.to_review for case in cases), fields),
            completeness=Rate.of(sum(case.accounted for case in cases), sum(case.printed_numbers for case in cases)),
            exact=Rate.of(sum(case.right for case in cases), fields),
            met=Rate.of(sum(case.met for case in cases), len(cases)),
            wrong=sum(found.mistake == "wrong" for found in mistakes),
            missed=sum(found.mistake == "missed" for found in mistakes),
            invented=sum(found.mistake == "invented" for found in mistakes),
            states_wrong=sum(case.states_wrong for case in cases),
            cpu_seconds=sum(case.cpu_seconds for case in cases),
            unsafe=sum(case.unsafe for case in cases),
            unnoticed=sum(len(case.unnoticed) for case in cases),
            confirmed_wrong=Rate.of(sum(each.confirmed_wrong for each in cases), sum(each.confirmed for each in cases)),
            permuted=sum(case.permuted for case in cases),
            flag_precision=Rate.of(caught, flagged),
            flag_recall=Rate.of(caught, len(mistakes)),
            held_back=Rate.of(sum(not case.accepted for case in never), len(never)),
            inconsistent_precision=Rate.of(sum(case.expect == _INCONSISTENT for case in told), len(told)),
            inconsistent_recall=Rate.of(sum(case in said for case in contradict), len(contradict)),
            wall_seconds=sum(case.wall_seconds for case in cases),
            tokens_in=sum(each.tokens_in for case in cases for each in case.readers),
            tokens_out=sum(each.tokens_out for case in cases for each in case.readers),
        )


class RegionGroup(BaseModel):
    """One table over many documents, in fields. ``unnoticed``: mistaken fields that nobody is asked to look at."""

    model_config = ConfigDict(frozen=True)

    name: str
    exact: Rate
    flagged: Rate
    wrong: int
    missed: int
    invented: int
    unnoticed: int

    @classmethod
    def of_cases(cls, cases: Iterable[CaseScore]) -> "tuple[RegionGroup, ...]":
        """A group for every table that comes up."""
        every = [region for case in cases for region in case.regions]
        groups = []
        for name in dict.fromkeys(region.region for region in every):
            found = [region for region in every if region.region == name]
            fields, mistaken = sum(each.fields for each in found), sum(each.mistaken for each in found)
            groups.append(
                cls(
                    name=name,
                    exact=Rate.of(fields - mistaken, fields),
                    flagged=Rate.of(sum(each.flagged for each in found), fields),
                    wrong=sum(each.wrong for each in found),
                    missed=sum(each.missed for each in found),
                    invented=sum(each.invented for each in found),
                    unnoticed=mistaken - sum(each.caught for each in found),
                )
            )
        return tuple(groups)


class FieldGroup(BaseModel):
    """One field over many documents: in how many of them it was read exactly, and in how many it was flagged.

    Repeated rows are one field, ``{n}`` standing for their number.
    """

    model_config = ConfigDict(frozen=True)

    path: str
    exact: Rate
    flagged: Rate

    @classmethod
    def of_cases(cls, cases: Sequence[CaseScore], forms: Mapping[str, Form]) -> "tuple[FieldGroup, ...]":
        """A group for every field of the forms, in their order. Documents in which nothing was to be read count not,
        nor do fields of another form that one was read with."""
        documents: dict[str, int] = {}
        mistaken: dict[str, int] = {}
        flagged: dict[str, int] = {}
        for case in cases:
            if case.fields and case.form in forms:
                own = forms[case.form].fields
                _count(documents, own)
                _count(mistaken, {_general(found.path) for found in case.mistakes}.intersection(own))
                _count(flagged, {_general(path) for path in case.flagged}.intersection(own))
        return tuple(
            cls(path=path, exact=Rate.of(n - mistaken.get(path, 0), n), flagged=Rate.of(flagged.get(path, 0), n))
            for path, n in documents.items()
        )


def _count(counts: dict[str, int], paths: Iterable[str]) -> None:
    for path in paths:
        counts[path] = counts.get(path, 0) + 1


def _general(path: str) -> str:
    return _NUMBER.sub(f".{INDEX}", path)


class ReaderGroup(BaseModel):
    """One reader alone over many documents, before anything is weighed against its values."""

    model_config = ConfigDict(frozen=True)

    reader: str
    exact: Rate
    wrong: int
    missed: int
    invented: int
    tokens_in: int
    tokens_out: int

    @classmethod
    def of_cases(cls, cases: Iterable[CaseScore]) -> "tuple[ReaderGroup, ...]":
        """A group for every reader that comes up; none where only results were kept."""
        every = [score for case in cases for score in case.readers]
        groups = []
        for name in dict.fromkeys(score.reader for score in every):
            found = [score for score in every if score.reader == name]
            fields = sum(each.fields for each in found)
            groups.append(
                cls(
                    reader=name,
                    exact=Rate.of(fields - sum(each.mistaken for each in found), fields),
                    wrong=sum(each.wrong for each in found),
                    missed=sum(each.missed for each in found),
                    invented=sum(each.invented for each in found),
                    tokens_in=sum(each.tokens_in for each in found),
                    tokens_out=sum(each.tokens_out for each in found),
                )
            )
        return tuple(groups)
