"""A schema that is being written: fields, groups, lists and rules, each with what is known of how sure it is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from extractor.schemas.notation import Notation
from extractor.schemas.shape import Proof
from extractor.schemas.state import Kind


@dataclass
class DraftField:
    """One value. ``words``: the values of a choice and what each is printed as. ``remark``: how sure it is and where it
    was seen, for the comment behind it."""

    key: str
    kind: Kind
    labels: list[str]
    remark: str = ""
    required: bool = False
    notation: Notation | None = None
    units: Mapping[str, str] = field(default_factory=dict)
    nil_marks: tuple[str, ...] = ()
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    description: str = ""
    proof: Proof = "standard"
    identity: bool = False
    pattern: str = ""
    limits: Mapping[str, str] = field(default_factory=dict)


@dataclass
class DraftGroup:
    """Values that belong together under a title."""

    key: str
    labels: list[str]
    members: "list[DraftNode]" = field(default_factory=list)
    remark: str = ""
    required: bool = False


@dataclass
class DraftList:
    """Any number of items: ``members`` are the columns of each, or the one value of each where it is ``single``."""

    key: str
    labels: list[str]
    members: "list[DraftNode]" = field(default_factory=list)
    remark: str = ""
    required: bool = False
    single: bool = False
    keyed: bool = False


DraftNode: TypeAlias = DraftField | DraftGroup | DraftList


@dataclass(frozen=True, slots=True)
class DraftRule:
    """An identity that held. ``body``: the kind of rule and its parts, as they are written in YAML."""

    code: str
    text: str
    body: str
    remark: str


@dataclass
class PackDraft:
    """A whole schema. ``remarks``: what is to be said about it at its head."""

    name: str
    title: str
    language: str
    members: list[DraftNode] = field(default_factory=list)
    rules: list[DraftRule] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def draft_fields(members: list[DraftNode]) -> Iterator[DraftField]:
    """Every field below some nodes."""
    for each in members:
        if isinstance(each, DraftField):
            yield each
        else:
            yield from draft_fields(each.members)
