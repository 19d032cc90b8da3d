"""Records from outside beside what the layout reader found: what they leave out, and rows that are others there."""

from collections.abc import Mapping, Sequence

from extractor.evidence import DoubtKind, doubt, merged
from extractor.readers.reading import FieldReading, Reading
from extractor.schemas.values import unspaced


def doubting_left_out(found: Reading, records: Sequence[Reading]) -> Reading:
    """What the layout reader found, every value in doubt of which no record says anything: a row that is missing in
    the record, or null where a number is printed."""
    stated = {path for each in records for path, field in each.fields.items() if field.value is not None}
    fields = {
        path: field if field.state != "read" or path in stated else _left_out(field)
        for path, field in found.fields.items()
    }
    return found.model_copy(update={"fields": fields})


def doubting_other_rows(record: Reading, found: Reading) -> Reading:
    """A record, in doubt about all that it alone says of items that are others on the page: of most of what the layout
    reader surely reads of such an item the record says something else, so that its rows are in another order."""
    items: dict[str, list[bool]] = {}
    for path, field in record.fields.items():
        other = found.fields.get(path)
        if (item := _item_of(path)) and other is not None and _is_sure(other) and field.value is not None:
            items.setdefault(item, []).append(_plain(other) == _plain(field))
    turned = {item for item, alike in items.items() if 2 * sum(alike) < len(alike)}
    fields = {
        path: field if _item_of(path) not in turned or _is_read(found.fields, path) else _of_other_row(field)
        for path, field in record.fields.items()
    }
    return record.model_copy(update={"fields": fields})


def without_supposed_lists(found: Reading, record: Reading) -> Reading:
    """What was found by labels, without the lists of which not one value is certain and whose rows are others than
    those of a record that is placed for certain: whoever only supposes that rows are those of a list does not know how
    many there are, or which, and is no witness against one who shows them. ``record``: as the locator places it."""
    supposed = {_owner_of(path) for path in found.fields} - {""}
    supposed -= {_owner_of(path) for path, field in found.fields.items() if _is_sure(field)}
    others = {each for each in supposed if _is_shown(record, each) and _are_other_rows(found, record, each)}
    if not others:
        return found
    kept = {path: field for path, field in found.fields.items() if _owner_of(path) not in others}
    return found.model_copy(update={"fields": kept})


def _is_shown(record: Reading, owner: str) -> bool:
    """Whether a list has values in a record, most of them at a certain place."""
    read = [field for path, field in record.fields.items() if _owner_of(path) == owner and field.state == "read"]
    return 2 * sum(map(_is_sure, read)) > len(read)


def _are_other_rows(found: Reading, record: Reading, owner: str) -> bool:
    """Whether an item of a list is another one in the record: of what both read of it, at least half differs."""
    items: dict[str, list[bool]] = {}
    for path, field in found.fields.items():
        other = record.fields.get(path)
        if _owner_of(path) == owner and other is not None and field.state == other.state == "read":
            items.setdefault(_item_of(path), []).append(_plain(field) == _plain(other))
    return any(2 * sum(alike) <= len(alike) for alike in items.values())


def _owner_of(path: str) -> str:
    """The list that a path leads into; empty where it leads into none."""
    return _item_of(path).rpartition(".")[0]


def _item_of(path: str) -> str:
    """The item of a list that a path leads into, by its own path; empty where it leads into none."""
    names = path.split(".")
    at = next((number for number, name in enumerate(names) if name.isdigit()), None)
    return ".".join(names[: at + 1]) if at else ""


def _is_sure(field: FieldReading) -> bool:
    return field.state == "read" and field.certainty == "exact" and not field.unclear


def _is_read(fields: Mapping[str, FieldReading], path: str) -> bool:
    return path in fields and fields[path].state == "read"


def _plain(field: FieldReading) -> object:
    value = field.value
    return unspaced(value).casefold() if isinstance(value, str) else value


def _left_out(field: FieldReading) -> FieldReading:
    said = (doubt(DoubtKind.RECORD_LEAVES_OUT, field.quote),)
    return field.model_copy(update={"doubts": merged(field.doubts, said)})


def _of_other_row(field: FieldReading) -> FieldReading:
    return field.model_copy(update={"doubts": merged(field.doubts, (doubt(DoubtKind.ROW_UNPROVEN),))})
