"""Decisions about one version of a file, and which of them hold of the next one: where place and value are the same."""

from collections.abc import Sequence
from dataclasses import dataclass

from extractor.readers.reading import FieldReading, Reading
from extractor.verify.edit import Edit, standing


@dataclass(frozen=True, slots=True)
class CarriedOver:
    """``kept``: decisions as they are about the new version. ``lost``: those that do not hold of it; ``reopened`` says
    so of the fields they were about, each of which a person has to look at anew.
    """

    kept: tuple[Edit, ...]
    lost: tuple[Edit, ...]

    @property
    def reopened(self) -> tuple[Edit, ...]:
        """A decision that reopens a field, for each that gave one its value: what was decided then, and by whom."""
        return tuple(
            edit.model_copy(update={"kind": "reopen", "author": "", "note": edit.author or edit.note, "why": ""})
            for edit in self.lost
            if edit.gives_value or edit.kind == "reopen"
        )


@dataclass(frozen=True, slots=True)
class FileVersion:
    """What was read in one version of a file, and its text, as far as that is kept."""

    sha256: str
    readings: tuple[Reading, ...]
    text: str = ""


def carry_over(edits: Sequence[Edit], before: FileVersion, now: FileVersion) -> CarriedOver:
    """Sort the decisions that hold of the version before.

    One is kept where every reader reads every field it is about as it did, on the same page and in a line that says the
    same; a note, and a number that belongs to no field where it was said so, whatever else has changed.
    """
    kept: list[Edit] = []
    lost: list[Edit] = []
    for edit in standing(edits):
        paths = (edit.path,) if edit.path else edit.paths
        same = all(_printed(before, path) == _printed(now, path) for path in paths)
        about = {"sha256": now.sha256, "carried_from": edit.carried_from or edit.sha256}
        (kept if same or edit.kind == "note" else lost).append(edit.model_copy(update=about))
    return CarriedOver(tuple(kept), tuple(lost))


def _printed(version: FileVersion, path: str) -> tuple[object, ...]:
    """What each reader read and where it stands, as far as that can be compared with another version."""
    found = {each.reader: each.fields[path] for each in version.readings if path in each.fields}
    return tuple(
        (reader, field.state, field.value, field.quote, _stands(field, version.text))
        for reader, field in sorted(found.items())
    )


def _stands(field: FieldReading, text: str) -> object:
    spot = field.spot
    if spot is None:
        return None
    if spot.span is None or not text:
        return spot.page, spot.box
    first, last = text.rfind("\n", 0, spot.span[0]) + 1, text.find("\n", spot.span[1])
    return spot.page, text[first : last if last >= 0 else len(text)], spot.span[0] - first
