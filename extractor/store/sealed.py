"""What one document leaves behind, made ready to be stored where it was read, so that whoever writes only writes."""

from collections.abc import Mapping
from dataclasses import dataclass

from extractor.policy import Policy
from extractor.readers.reading import Reading
from extractor.route import FieldVerdict, Result, Status
from extractor.schemas.plain_json import plain_json
from extractor.store.entries import Outcome, Source
from extractor.store.identity import Identity, identity_of
from extractor.store.keys import document_key
from extractor.store.lookup import FINDINGS
from extractor.store.packed import PackedJson, pack, unpack
from extractor.store.proven import proven_row
from extractor.store.same_report import without_same_report
from extractor.store.sql_tables import BROKEN_RULE


@dataclass(frozen=True, slots=True)
class FlagRow:
    """A field that waits, as it is searched for."""

    path: str
    position: int
    label: str
    reason: str
    cause: str


@dataclass(frozen=True, slots=True)
class SealedOutcome:
    """The outcome of one document as rows: narrow columns, and JSON that is packed. ``readings``: by their readers.

    ``schema_name`` is empty, and ``schema_version`` too, for a document that was read under none. ``proven``: what the
    report of the year after is compared with.
    """

    key: str
    schema_name: str
    schema_version: str
    path: str
    name: str
    status: Status
    fingerprint: str
    edits: int
    policy: Policy
    body: PackedJson
    looked_up: PackedJson
    readings: Mapping[str, PackedJson]
    source: PackedJson | None
    identity: Identity | None
    proven: PackedJson | None
    flags: tuple[FlagRow, ...]
    choices: int = 0

    def opened(self) -> Outcome:
        """The outcome itself."""
        return Outcome(
            result=Result.model_validate_json(unpack(self.body)),
            readings=tuple(Reading.model_validate_json(unpack(each)) for each in self.readings.values()),
            source=None if self.source is None else Source.model_validate_json(unpack(self.source)),
            fingerprint=self.fingerprint,
            edits=self.edits,
            policy=self.policy,
            looked_up=FINDINGS.validate_json(unpack(self.looked_up)),
            choices=self.choices,
        )


def sealed(outcome: Outcome) -> SealedOutcome:
    """An outcome of one document as it is stored."""
    result = without_same_report(outcome.result)
    return SealedOutcome(
        key=document_key(result),
        schema_name=result.schema_name or "",
        schema_version=result.schema_version or "" if result.verdict is not None else "",
        path=result.path,
        name=result.document,
        status=result.status,
        fingerprint=outcome.fingerprint,
        edits=outcome.edits,
        policy=outcome.policy,
        body=pack(_body(result), BROKEN_RULE),
        looked_up=pack(FINDINGS.dump_json(outcome.findings_of_document)),
        readings={each.reader: pack(plain_json(each)) for each in outcome.readings},
        source=None if outcome.source is None else pack(outcome.source.model_dump_json().encode()),
        identity=identity_of(result),
        proven=packed_row(result),
        flags=flags_of(result),
        choices=outcome.choices,
    )


def year_said(one: SealedOutcome | Outcome) -> int:
    """The year that a file is the report of; 0 where it says none, or holds several documents."""
    identity = one.identity if isinstance(one, SealedOutcome) else identity_of(one.result)
    return 0 if identity is None else identity.year


def _body(result: Result) -> bytes:
    """A result as JSON, with its verdict as its receipt was made of it."""
    if result.verdict is None:
        return result.model_dump_json().encode()
    rest = result.model_dump_json(exclude={"verdict"}).encode()
    return b'{"verdict":' + plain_json(result.verdict) + b"," + rest[1:]


def packed_row(result: Result) -> PackedJson | None:
    """What a result proves for the report of the year after, ready to be stored; None where no rule asks for it."""
    row = proven_row(result)
    return None if row is None else pack(row)


def flags_of(result: Result) -> tuple[FlagRow, ...]:
    """The fields of a result that wait for a person."""
    flagged = result.verdict.flagged if result.verdict is not None else ()
    return tuple(
        FlagRow(field.path, position, field.label, next(iter(field.reasons), ""), cause_told(field))
        for position, field in enumerate(flagged)
    )


def cause_told(field: FieldVerdict) -> str:
    """Why a field waits, as it is searched for: the kinds of the doubts that would have to go, sorted."""
    return " ".join(sorted({each.kind.value for each in field.deciding}))
