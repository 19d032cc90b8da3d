"""What becomes of a document and everything that follows from it, stored in one transaction.

A run brings what it read, a reviewer brings decisions. Either way the store is locked first, then asked what decisions
and which neighbour years there are; the result is made from all of them, and the results of the years after that change
because of it are made with it. Nobody can decide anything in between, so nothing that a person decided and nothing that
was checked is ever missing from a stored result (docs/decisions/015-a-decision-and-its-result-in-one-transaction.md).
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from extractor.carrying_over import FileVersion, carry_over
from extractor.consequences import Remade, clear, made_anew, made_beside, others_beside, put
from extractor.documents.file_parts import hash_of_file, name_of_part
from extractor.policy import Policy
from extractor.receipt_making import with_receipt
from extractor.relations import form_of
from extractor.route import Result
from extractor.schemas.form import Form, Schema, State, Value
from extractor.store import (
    LEASE_SECONDS,
    Filed,
    HeldClaim,
    Outcome,
    SealedOutcome,
    Store,
    Transaction,
    as_same_report_as,
    document_key,
    identity_of,
    needs_others,
    year_said,
)
from extractor.verify.edit import Edit, giving, standing

Decisions: TypeAlias = Callable[[tuple[Edit, ...]], Sequence[Edit]]
"""What is decided, given all decisions there are at that moment."""


@dataclass(frozen=True, slots=True)
class Deciding:
    """Who decides, and what they looked at: ``seen`` decisions, and for each field at hand its state and value.

    ``session``: the lease of the document has to be this session's, and is renewed for so many ``seconds``. ``seen``:
    None where it is no matter what was decided meanwhile.
    """

    person: str
    session: str = ""
    seconds: float = LEASE_SECONDS
    seen: int | None = None
    shown: Mapping[str, tuple[State, Value | None]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Settled:
    """What a decision did: the document as it was found and as it was left, both with all decisions of the moment.

    Where nothing was stored, ``holder`` is who has the document instead, and ``stale`` says that the document is no
    longer what was looked at.
    """

    before: Filed
    after: Filed
    added: tuple[Edit, ...]
    holder: str = ""
    stale: bool = False


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a document became under the schema that somebody chose; nothing, where it was not stored, as of
    :class:`Settled`.
    """

    results: tuple[Result, ...]
    holder: str = ""
    stale: bool = False


def settle(store: Store, outcome: Outcome) -> Result:
    """Store what one document became; the result as it is stored.

    It is made anew, from the readings at hand, where decisions were added since it was made or the store holds the
    report of the year before.
    """
    (result,) = settle_file(store, outcome)
    return result


def settle_file(store: Store, outcome: Outcome) -> tuple[Result, ...]:
    """The same for a file, with every document it holds: what was stored of it as a whole gives way to its parts, and
    parts of it that it was found to have before to what it has now.
    """
    with store.transaction() as held:
        return _settled_file(held, outcome)


def _settled_file(held: Transaction, outcome: Outcome) -> tuple[Result, ...]:
    """What was read before somebody chose another schema gives way to what is stored since."""
    file = hash_of_file(document_key(outcome.result))
    if held.choices(file) != outcome.choices:
        there = (held.filed(*each) for each in held.results_of_file(file))
        if kept := tuple(held.shown(each.outcome.result) for each in there if each is not None):
            return kept
    return _stored_file(held, outcome)


def _stored_file(held: Transaction, outcome: Outcome) -> tuple[Result, ...]:
    before = _parts_before(held, outcome) if outcome.parts else {}
    clear(held, held.replaced_by(outcome))
    results = [_settled(held, each, before.get(document_key(each.result))) for each in outcome.each]
    if outcome.parts:  # One of them may have changed another, of the year after, that was stored before it.
        results = [held.stored(each) for each in results]
    return tuple(map(held.shown, results))


def settle_group(
    store: Store, group: Sequence[SealedOutcome | Outcome], claims: Sequence[HeldClaim] = ()
) -> list[tuple[Result, ...] | None]:
    """Store what several files became, in one transaction; the results of each that others have something to do with.

    Of one that has nothing to do with any other document, and about which nobody decided meanwhile, nothing has to be
    made anew: it is stored as it came, and nothing is given back. ``claims``: those of all of them, in order; where one
    has lapsed, nothing is stored of its file, and None comes back.
    """
    with store.transaction() as held:
        lost = held.lapsed(claims)
        if lost:
            stays = [each.key not in lost for each in claims]
            settled = iter(_settled_group(held, [each for each, mine in zip(group, stays, strict=True) if mine]))
            return [next(settled) if mine else None for mine in stays]
        return [*_settled_group(held, group)]


def _settled_group(held: Transaction, group: Sequence[SealedOutcome | Outcome]) -> list[tuple[Result, ...]]:
    """Reports of a body come in the order of their years, so that none of them is stored first and made anew then."""
    turns = sorted(range(len(group)), key=lambda number: year_said(group[number]))
    ready = [each for number in turns if isinstance(each := group[number], SealedOutcome)]
    around, alone = held.stored_around(ready), set[str]()
    for each in ready:
        if around.alone(each, _years_near(each.schema_name)):
            alone.add(each.key)
        around.add(each)
    held.save_sealed([each for each in ready if each.key in alone], around.there)
    settled: dict[int, tuple[Result, ...]] = {}
    for number in turns:
        one = group[number]
        if isinstance(one, Outcome) or one.key not in alone:
            settled[number] = _settled_file(held, one if isinstance(one, Outcome) else one.opened())
    return [settled.get(number, ()) for number in range(len(group))]


def _years_near(schema_name: str) -> tuple[int, ...]:
    """Reports of how many years later or earlier have to do with one under a schema."""
    return (-1, 1) if needs_others(schema_name) else ()


def settle_choice(store: Store, key: tuple[str, str], outcome: Outcome, edits: Sequence[Edit], by: Deciding) -> Chosen:
    """Store a decision under which schema a document is read, together with what reading it so made of it.

    ``key``: hash and schema of the result that was looked at. It gives way with all others of its file, of which nobody
    else may be at one; what was decided about them stays, and holds again where one is read so again.
    """
    with store.transaction() as held:
        gone = dict.fromkeys((key, *held.results_of_file(hash_of_file(key[0]))))
        holder = next(filter(None, (_holder(held, *each, by) for each in gone)), "")
        filed = held.filed(*key)
        if holder or (by.seen is not None and (filed is None or _is_stale(filed, by))):
            return Chosen((), holder, stale=not holder)
        held.append(edits)
        stays = {(document_key(each.result), each.result.schema_name or "") for each in outcome.each}
        clear(held, [each for each in gone if each not in stays])
        return Chosen(_stored_file(held, outcome))


def settle_anew(store: Store, sha256: str, schema_name: str, schema: Schema, keep: bool) -> tuple[Remade, ...]:
    """The same of a stored result, with the store locked; nothing where nothing differs.

    ``keep``: it is stored, and the results of the years after that change because of it follow, each beside what was
    stored.
    """
    with store.transaction() as held:
        filed = held.filed(sha256, schema_name)
        made = None if filed is None else made_anew(held, filed, schema)
        if made is None or not made.differs:
            return ()
        return (made, *(put(held, made.after) if keep else ()))


def forget(store: Store, result: Result) -> None:
    """Take everything away that was read of a document, and make anew what was compared with it. Decisions stay: they
    hold again if the same content is read again.
    """
    with store.transaction() as held:
        clear(held, [(document_key(result), result.schema_name or "")])
        held.forget(document_key(result))


def lies_there_now(store: Store, sha256: str, path: str) -> None:
    """What went by a path until now, and by no other, is no record any more: content that is known from elsewhere lies
    there. Decisions about it stay, and hold again where it is read again.
    """
    with store.transaction() as held:
        clear(held, held.files_before(sha256, path))
        held.forget_path(sha256, path)


def _parts_before(held: Transaction, outcome: Outcome) -> Mapping[str, Filed]:
    """For parts of a file, by their keys, the same documents in the version of it before, whichever lines or pages
    they had there: the one that says the same of who and when, where no other does.
    """
    file = hash_of_file(document_key(outcome.result))
    keys = [key for key in held.files_before(file, outcome.result.path) if name_of_part(key[0])]
    former = [(_stated(filed.outcome.result), filed) for key in keys if (filed := held.filed(*key)) is not None]
    now = [(_stated(each.result), document_key(each.result)) for each in outcome.each]
    counts = Counter(said for said, _ in former), Counter(said for said, _ in now)
    alone = {said: filed for said, filed in former if said and counts[0][said] == counts[1][said] == 1}
    return {key: alone[said] for said, key in now if said in alone}


def _stated(result: Result) -> tuple[object, ...]:
    """What a document says of who and when, under its schema; nothing where any of it is not known."""
    form, verdict = form_of(result), result.verdict
    if form is None or verdict is None:
        return ()
    said = [verdict.fields.get(path) for path, spec in form.fields.items() if spec.identity]
    values = [None if field is None else field.value for field in said]
    return () if not values or None in values else (result.schema_name, *values)


def _settled(held: Transaction, outcome: Outcome, before: Filed | None = None) -> Result:
    """``before``: the same document in the version of its file before, where that is known already."""
    form = form_of(outcome.result)
    if form is not None:
        outcome = _in_place_of(held, outcome, before)
        result = outcome.result
        edits = held.edits(result.sha256, result.schema_name or "")
        if len(edits) != outcome.edits or others_beside(held, result):
            outcome = made_beside(held, outcome, form, edits)
        elif result.receipt is None:
            outcome = with_receipt(outcome, edits)
    put(held, outcome)
    return outcome.result


def _in_place_of(held: Transaction, outcome: Outcome, part_before: Filed | None) -> Outcome:
    """The outcome of a new version of a file, with the decisions about the version before that hold of it too; that
    version is no record any more. What does not hold is said, and a field that it was about waits for a person.

    Content that is known already is no new version, as where two files changed places: nothing was decided about it.
    """
    result = outcome.result
    key, path = document_key(result), result.path
    older = held.versions_before(key, path)
    known_already = any(schema for _, schema in held.results_of_file(key))
    former = [part_before] if part_before is not None else [held.filed(*each) for each in older]
    lost = 0
    for filed in () if known_already else former:
        if filed is not None and filed.outcome.result.schema_name == result.schema_name:
            each, schema = filed.outcome.result.sha256, result.schema_name or ""
            text = outcome.source.text if outcome.source is not None else ""
            before = FileVersion(each, filed.outcome.readings, held.text(each))
            carried = carry_over(filed.edits, before, FileVersion(result.sha256, outcome.readings, text))
            known = {(edit.subject, edit.at) for edit in held.edits(result.sha256, schema)}
            new = (*carried.kept, *carried.reopened)
            held.append(edit for edit in new if (edit.subject, edit.at) not in known)
            lost += len(carried.lost)
        elif filed is not None:
            lost += len(standing(filed.edits))
    clear(held, tuple(dict.fromkeys((*older, *held.files_before(key, path)))))
    held.forget_path(key, path)
    if not lost:
        return outcome
    said = f"{lost} decisions about the version of this file before do not hold of it: what they are about has changed"
    return replace(outcome, result=result.model_copy(update={"remarks": (*result.remarks, said)}))


def settle_decisions(
    store: Store,
    sha256: str,
    schema_name: str,
    decisions: Decisions,
    policy: Policy | None = None,
    by: Deciding | None = None,
) -> Settled | None:
    """Store decisions about a document together with the result they lead to; no reader is asked again.

    None where the store holds nothing that could be decided about. ``decisions`` is asked once, with the decisions
    there are, and does not ask the store itself; where it gives none, nothing is stored. ``policy``: decide by this one
    from now on, not by the one the document was run with. ``by``: refuse where the document is somebody else's by now,
    or no longer what they looked at.
    """
    with store.transaction() as held:
        filed = held.filed(sha256, schema_name)
        form = form_of(filed.outcome.result) if filed is not None else None
        if filed is None or form is None:
            return None
        settled = _decided(held, filed, form, decisions, policy, by)
        if settled.added:
            held.append(settled.added)
            put(held, settled.after.outcome)
            before, after = (each.outcome.result.verdict for each in (settled.before, settled.after))
            if before is not None and after is not None:
                held.looked_again((sha256, schema_name), before, (after, settled.after.edits))
        return replace(settled, after=_as_shown(held, settled.after, settled.before))


def settle_apart(
    store: Store,
    sha256: str,
    schema_name: str,
    decisions: Decisions,
    policy: Policy | None = None,
    by: Deciding | None = None,
) -> Settled | None:
    """Store what a second person decides about a document, from what was read of it alone: as if nobody had decided.

    No result changes. When nothing waits for the second person, and every field that the first decided is entered, the
    two are compared.
    """
    with store.transaction() as held:
        there = held.filed(sha256, schema_name)
        filed = None if there is None else _apart(held, there)
        form = form_of(filed.outcome.result) if filed is not None else None
        if there is None or filed is None or form is None:
            return None
        settled = _decided(held, filed, form, decisions, policy, by)
        if settled.added:
            held.append_second(settled.added)
            second, first = settled.after.outcome.result, there.outcome.result.verdict
            if first is not None and second.verdict is not None:
                left = (giving(there.edits).keys() & second.verdict.fields.keys()) - giving(settled.after.edits).keys()
                done = second.status == "accepted" and not left
                entered = (second.verdict, settled.after.edits) if done else None
                held.compare((sha256, schema_name), (first, there.edits), entered)
        return replace(settled, after=_as_shown(held, settled.after, settled.before))


def filed_apart(store: Store, sha256: str, schema_name: str) -> Filed | None:
    """A document as a second person sees it: with their own decisions and nobody else's."""
    with store.transaction() as held:
        filed = held.filed(sha256, schema_name)
        return None if filed is None else _apart(held, filed)


def _apart(held: Transaction, filed: Filed) -> Filed | None:
    form, result = form_of(filed.outcome.result), filed.outcome.result
    if form is None:
        return None
    edits = held.second_edits(result.sha256, result.schema_name or "")
    return _as_shown(held, Filed(made_beside(held, filed.outcome, form, edits), edits))


def _decided(
    held: Transaction, filed: Filed, form: Form, decisions: Decisions, policy: Policy | None, by: Deciding | None
) -> Settled:
    """What decisions make of a document; nothing of it is stored yet."""
    result = filed.outcome.result
    holder = _holder(held, result.sha256, result.schema_name or "", by)
    outcome = replace(filed.outcome, policy=policy or filed.outcome.policy)
    before = outcome if outcome.edits == len(filed.edits) else made_beside(held, outcome, form, filed.edits)
    found = _as_shown(held, Filed(before, filed.edits))
    stale = by is not None and _is_stale(filed, by)
    if holder or stale:
        return Settled(found, found, (), holder, stale)
    added = tuple(decisions(filed.edits))
    if not added:
        return Settled(found, found, ())
    edits = (*filed.edits, *added)
    return Settled(found, Filed(made_beside(held, outcome, form, edits), edits), added)


def _as_shown(held: Transaction, filed: Filed, before: Filed | None = None) -> Filed:
    """A document with what the others say about it: the same as they said ``before``, where it still is the same
    report.
    """
    result, was = filed.outcome.result, before.outcome.result if before is not None else None
    same = was is not None and identity_of(was) == identity_of(result)
    shown = as_same_report_as(result, was) if was is not None and same else held.shown(result)
    return replace(filed, outcome=replace(filed.outcome, result=shown))


def _holder(held: Transaction, sha256: str, schema_name: str, by: Deciding | None) -> str:
    """Who has the document in place of who decides; empty where it is theirs."""
    if by is None or not by.session:
        return ""
    lease = held.lease(sha256, schema_name, by.person, by.session, by.seconds)
    return "" if lease.session == by.session else lease.person


def _is_stale(found: Filed, by: Deciding) -> bool:
    """Whether somebody decided since it was looked at, or a field at hand holds something else by now."""
    if by.seen is not None and by.seen != len(found.edits):
        return True
    verdict = found.outcome.result.verdict
    fields = verdict.fields if verdict is not None else {}
    return any(path not in fields or (fields[path].state, fields[path].value) != was for path, was in by.shown.items())
