"""A pack proposed from samples: what they print in common as fields and lists, and what holds between the numbers."""

from collections.abc import Sequence
from dataclasses import replace

from extractor.documents.model import Document
from extractor.drafting.drafted import Drafter
from extractor.drafting.given_start import draft_of_shape, with_labels_found
from extractor.drafting.identities import found_rules
from extractor.drafting.pack_draft import DraftGroup, DraftNode, PackDraft
from extractor.drafting.pack_written import pack_text
from extractor.drafting.sample_page import SamplePage, sample_page
from extractor.errors import SchemaError
from extractor.readers.open_layout import read_open
from extractor.readers.open_layout.open_labels import label_core
from extractor.readers.reading import FieldReading, Reading
from extractor.schemas.form import Schema
from extractor.schemas.pack_yaml import parse_pack
from extractor.schemas.rehearsal import rehearse
from extractor.schemas.shape import Shape
from extractor.verify import verify

_PACK = "pack.yaml"


def propose(name: str, samples: Sequence[Document], start: Shape | None = None, language: str = "en") -> str:
    """The text of a pack for samples of one kind. ``start``: a model that is there already; samples add to its labels.

    SchemaError where the samples hold nothing that looks like a field or a list. A sample that is given twice counts
    once.
    """
    samples = [*{each.text: each for each in samples}.values()]
    pages = [sample_page(each) for each in samples]
    drafter = Drafter(pages, [each.name for each in samples])
    nodes = drafter.nodes()
    draft = PackDraft(name, _title(pages, name), language)
    if start is not None:
        draft.members = with_labels_found(draft_of_shape(start), nodes)
        draft.title = start.root.labels[0] if start.root.labels else draft.title
    else:
        draft.members = nodes
        draft.rules = found_rules(name, drafter.numbers, drafter.columns)
    if not draft.members:
        raise SchemaError("no label with a value and no table was found in the samples")
    draft.remarks = _remarks(samples)
    return pack_text(_tried(draft, samples))


def _remarks(samples: Sequence[Document]) -> list[str]:
    """What is said at the head of a pack."""
    if not samples:
        return ["Written from a model that was given."]
    count = f"{len(samples)} sample{'s' if len(samples) > 1 else ''}"
    return [
        f"Proposed from {count}: {', '.join(each.name for each in samples)}.",
        "Nothing here is sure before somebody has looked at it; comments say where each line was seen.",
        "Mark with required: true what no such document is without.",
    ]


def _title(pages: Sequence[SamplePage], name: str) -> str:
    titles = [page.title for page in pages]
    same = titles and titles[0] and len({label_core(each) for each in titles}) == 1
    return titles[0] if same else name


def _tried(draft: PackDraft, samples: Sequence[Document]) -> PackDraft:
    """The draft, its rules left out that cannot be written or do not hold, its fields with how they were read back."""
    schema = _schema(draft)
    for rule in [*draft.rules]:
        try:
            rehearse(_schema(replace(draft, rules=[rule])).forms[0])
        except SchemaError:
            draft.rules.remove(rule)
    schema = _schema(draft)
    form = schema.forms[0]
    readings = [read_open(each, schema, form) for each in samples]
    broken = {finding.code for each in readings for finding in verify(form, [each]) if finding.broken}
    draft.rules = [rule for rule in draft.rules if rule.code not in broken]
    for node in draft.members:
        _remark(node, node.key, readings)
    return draft


def _schema(draft: PackDraft) -> Schema:
    return parse_pack(pack_text(draft), _PACK, draft.name)


def _remark(node: DraftNode, path: str, readings: Sequence[Reading]) -> None:
    """Say behind a field where the samples were not read for sure with it."""
    if isinstance(node, DraftGroup):
        for each in node.members:
            _remark(each, f"{path}.{each.key}", readings)
        return
    for reading in readings:
        found = [each for each in reading.fields.values() if each.path == path or each.path.startswith(f"{path}.")]
        doubtful = [each for each in found if not _is_sure(each)]
        if doubtful:
            reason = next((each.reasons[0] for each in doubtful if each.reasons), "")
            node.remark = "; ".join(filter(None, [node.remark, f"not read for sure: {reason}" if reason else ""]))
            return


def _is_sure(field: FieldReading) -> bool:
    return field.certainty == "exact" and field.state != "unread"
