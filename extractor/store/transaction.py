"""The store inside one transaction: nobody else writes results or decisions from its beginning to its end.

What is read in it therefore still holds when what follows from it is written. SQLite takes its write lock when the
transaction begins, PostgreSQL a lock of this store's own; whoever comes second waits.
"""

from collections.abc import Container, Iterable, Sequence
from typing import TypeAlias

import sqlalchemy as sa

from extractor.errors import StaleResult
from extractor.route import Result, Verdict
from extractor.schemas.linear import Values
from extractor.store.audits import judge_audits
from extractor.store.entries import Filed, Lease, Outcome
from extractor.store.grouped import StoredAround, stored_around
from extractor.store.identity import Identity
from extractor.store.keys import document_key
from extractor.store.leases import take_lease
from extractor.store.looked_again import DocumentKey
from extractor.store.lookup import (
    count_choices,
    count_edits,
    find_edits,
    find_filed,
    find_identities,
    find_source,
    keys_of_body,
    proven_of_body,
)
from extractor.store.parts_stored import remove_result, replaced_results, results_of_file
from extractor.store.records import clear, write_edit, write_outcome, write_sealed
from extractor.store.run_claims import HeldClaim, lapsed
from extractor.store.same_report import same_reports, with_same_report
from extractor.store.sealed import SealedOutcome
from extractor.store.second_entries import (
    compare_entries,
    drop_comparison,
    find_second,
    settle_compared,
    write_second,
)
from extractor.store.versions import files_before, forget_content, forget_path, versions_before
from extractor.verify.edit import Edit

Entered: TypeAlias = tuple[Verdict, Sequence[Edit]]
"""What came of somebody's decisions, and the decisions."""


class Transaction:
    """What :meth:`extractor.store.Store.transaction` gives: stored when the block ends, forgotten if it raises."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    # -- what is there

    def filed(self, sha256: str, schema_name: str) -> Filed | None:
        """The outcome of a document under a schema with all decisions about it."""
        return find_filed(self._connection, sha256, schema_name)

    def edits(self, sha256: str, schema_name: str) -> tuple[Edit, ...]:
        """All decisions on a document under a schema, oldest first."""
        return find_edits(self._connection, sha256, schema_name)

    def choices(self, file: str) -> int:
        """How often a schema was chosen for a file, or a choice taken back."""
        return count_choices(self._connection, file)

    def second_edits(self, sha256: str, schema_name: str) -> tuple[Edit, ...]:
        """What a second person entered about a document, unseen by the first, oldest first."""
        return find_second(self._connection, sha256, schema_name)

    def places(self, result: Result) -> frozenset[tuple[str, Identity]]:
        """Schema, body and year of the results that saving this one would replace."""
        return frozenset(find_identities(self._connection, document_key(result), result.schema_name or ""))

    def places_of(self, key: str, schema_name: str) -> frozenset[tuple[str, Identity]]:
        """Schema, body and year of a result, by its key."""
        return frozenset(find_identities(self._connection, key, schema_name))

    def replaced_by(self, outcome: Outcome) -> tuple[tuple[str, str], ...]:
        """Key and schema of the results that give way where a file is stored as a whole, or as its parts."""
        return replaced_results(self._connection, outcome)

    def results_of_file(self, sha256: str) -> tuple[tuple[str, str], ...]:
        """Key and schema of every result of a file: of the whole, and of the parts it was found to have."""
        return results_of_file(self._connection, sha256)

    def versions_before(self, key: str, path: str) -> tuple[tuple[str, str], ...]:
        """Key and schema of the results of earlier versions of a file: other content that went by its path alone."""
        return versions_before(self._connection, key, path)

    def files_before(self, key: str, path: str) -> tuple[tuple[str, str], ...]:
        """The same of files of one document or of several."""
        return files_before(self._connection, key, path)

    def text(self, key: str) -> str:
        """The text of a document as its readers saw it; empty where it is not there."""
        source = find_source(self._connection, key)
        return "" if source is None else source.text

    def stored(self, result: Result) -> Result:
        """A result as it is stored at this moment."""
        found = find_filed(self._connection, document_key(result), result.schema_name or "")
        return result if found is None else found.outcome.result

    def proven_of(self, schema_name: str, identity: Identity, besides: str = "") -> Values | None:
        """What the report of a body for a year proves for others, leaving the document ``besides`` out."""
        return proven_of_body(self._connection, schema_name, identity, besides)

    def keys_of(self, schema_name: str, identity: Identity) -> tuple[str, ...]:
        """The documents that are reports of a body for a year."""
        return keys_of_body(self._connection, schema_name, identity)

    def shown(self, result: Result) -> Result:
        """A result that is stored, as everybody sees it: with what the other documents of the store say about it."""
        return with_same_report(result, same_reports(self._connection, [document_key(result)]))

    def stored_around(self, group: Sequence[SealedOutcome]) -> StoredAround:
        """What is stored about documents and around them."""
        return stored_around(self._connection, group)

    def lapsed(self, claims: Iterable[HeldClaim]) -> frozenset[str]:
        """The keys of documents that whoever read them has no claim on any more; nobody takes the others meanwhile."""
        return lapsed(self._connection, claims)

    # -- what is written

    def save_sealed(self, group: Sequence[SealedOutcome], there: Container[str]) -> None:
        """Outcomes that were made with the decisions there are, in place of what was there of those that are
        ``there``.
        """
        for one in group:
            if one.key in there:
                clear(self._connection, one.key, one.schema_name)
        write_sealed(self._connection, group)

    def lease(self, sha256: str, schema_name: str, person: str, session: str, seconds: float) -> Lease:
        """Take or renew the lease of a document; nobody else gets it before this transaction ends."""
        return take_lease(self._connection, sha256, schema_name, person, session, seconds)

    def append(self, edits: Iterable[Edit]) -> None:
        """Decisions, after all others."""
        for edit in edits:
            write_edit(self._connection, edit)

    def append_second(self, edits: Iterable[Edit]) -> None:
        """Second entries, after all others: no result takes them in."""
        write_second(self._connection, edits)

    def compare(self, key: DocumentKey, first: Entered, second: Entered | None) -> None:
        """Compare what two people made of a document; without the second, nothing is compared any more."""
        if second is None:
            drop_comparison(self._connection, key)
        else:
            compare_entries(self._connection, key, first, second)

    def looked_again(self, key: DocumentKey, before: Verdict, after: Entered) -> None:
        """Bring audits, double entry and third looks up to the decisions about a document, which was this ``before``
        the last.
        """
        verdict, edits = after
        judge_audits(self._connection, key, before, edits)
        settle_compared(self._connection, key, verdict, edits)

    def remove(self, key: str, schema_name: str) -> None:
        """The result of a document under a schema, as if it had never been read; decisions about it stay."""
        remove_result(self._connection, key, schema_name)

    def forget_path(self, key: str, path: str) -> None:
        """What lay at a path before is not what lies there now."""
        forget_path(self._connection, key, path)

    def forget(self, key: str) -> None:
        """Names and text of a document, once its results are removed."""
        forget_content(self._connection, key)

    def save(self, outcome: Outcome) -> None:
        """The outcome of one document in place of what was there.

        StaleResult if it was made with other decisions than there are: none of them is ever left out of a result.
        """
        key, schema = document_key(outcome.result), outcome.result.schema_name or ""
        there = count_edits(self._connection, key, schema)
        if there != outcome.edits:
            raise StaleResult(
                f"{outcome.result.document} was judged with {outcome.edits} decisions, and there are {there}: "
                "its result has to be made anew"
            )
        write_outcome(self._connection, outcome)
