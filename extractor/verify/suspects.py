"""Which fields of failing checks a person must look at: as few as the checks allow to say."""

from collections.abc import Collection, Mapping, Sequence

from extractor.verify.blank_suspects import blank_suspects
from extractor.verify.consolidate import Consolidation
from extractor.verify.diagnose.explanation import Diagnosis, Group
from extractor.verify.finding import Finding


def find_suspects(
    document: Consolidation,
    failing: Sequence[Finding],
    diagnosis: Diagnosis | None = None,
    passing: Collection[str] = (),
) -> Mapping[str, tuple[str, ...]]:
    """The suspect fields of the failing checks, each with the messages of the checks it stands in.

    Checks that share fields belong together. Where one or more fields stand in every check of such a group, the
    error is looked for there; otherwise every field that holds a value is suspect, and a total that holds none where
    its parts ask for one. A cell without a number that would mend a check, filled, is suspect besides. Where diagnosis
    leaves a single explanation, and more checks fail than it has cells (or it is certain), its cells alone stay
    suspect. A field that a person decided is never suspect. Where all that fails is that totals are printed empty,
    parts that another check bears out (``passing``) are not: it is the total that lacks.
    """
    found = {**_shared_fields(document, failing, passing), **blank_suspects(document, failing)}
    for group in diagnosis.groups if diagnosis is not None else ():
        if group.unique and group.proof.rules_pass and _outweighed(group):
            named = group.explanations[0].paths
            involved = {path for check in group.proof.failing for path in check.paths}
            if named.intersection(found):
                found = {path: said for path, said in found.items() if path in named or path not in involved}
    return found


def _outweighed(group: Group) -> bool:
    """Whether the explanation is asked for more than once: a single check is explained by too much."""
    return group.kind == "certain" or len(group.proof.failing) > len(group.explanations[0].changes)


def _shared_fields(
    document: Consolidation, failing: Sequence[Finding], passing: Collection[str]
) -> dict[str, tuple[str, ...]]:
    members = [
        frozenset(
            path
            for path in each.paths
            if _open(document, path) and (document.fields[path].state in ("read", "computed") or path in each.empty)
        )
        for each in failing
    ]
    found: dict[str, list[str]] = {}
    for group in _groups(members):
        every = frozenset.union(*(members[index] for index in group))
        shared = frozenset.intersection(*(members[index] for index in group))
        if all(failing[index].empty for index in group):
            empty = {path for index in group for path in failing[index].empty}
            shared = frozenset(path for path in shared or every if path in empty or path not in passing)
        for index in group:
            for path in failing[index].paths:
                if path in (shared or every):
                    found.setdefault(path, []).append(failing[index].message)
    return {path: tuple(dict.fromkeys(messages)) for path, messages in found.items()}


def _open(document: Consolidation, path: str) -> bool:
    field = document.fields.get(path)
    return field is not None and field.edit is None


def _groups(members: Sequence[frozenset[str]]) -> list[list[int]]:
    """Indices of the sets, those that are connected by shared fields together."""
    groups: list[tuple[set[str], list[int]]] = []
    for index, paths in enumerate(members):
        joined: tuple[set[str], list[int]] = (set(paths), [index])
        apart = []
        for group in groups:
            if group[0] & paths:
                joined = (joined[0] | group[0], group[1] + joined[1])
            else:
                apart.append(group)
        groups = [*apart, joined]
    return [sorted(indices) for _, indices in groups]
