"""Lists of known names, codes or accounts, which a text has to be one of to be believed."""

import csv
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from extractor.errors import SchemaError
from extractor.schemas.nearest import did_you_mean


def known_names(mark: object, folder: Path | None = None) -> list[str]:
    """The names of a list, or of all cells of a csv file, which stands in ``folder`` unless its place is whole.

    SchemaError for a file that is not there or holds none.
    """
    if not isinstance(mark, (str, Path)):
        names = mark if isinstance(mark, Iterable) else ()
        return [str(each) for each in names]
    path = (folder or Path()) / mark
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            found = [cell.strip() for row in csv.reader(file) for cell in row if cell.strip()]
    except FileNotFoundError:
        near = did_you_mean(path.name, sorted(each.name for each in path.parent.glob("*.csv")))
        raise SchemaError(f"there is no reference list {path.name} in {path.parent.name or '.'}{near}") from None
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise SchemaError(f"the reference list {path.name} cannot be read: {error}") from error
    if not found:
        raise SchemaError(f"the reference list {path.name} is empty")
    return found


def is_known(text: str, names: Iterable[str]) -> bool:
    """Whether a text is one of the names: case, width and spaces do not count."""
    plain = folded_name(text)
    return any(folded_name(each) == plain for each in names)


def folded_name(text: str) -> str:
    """A name as it is compared."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
