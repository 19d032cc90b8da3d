"""Reports as flattened text, printed from figures, for tests that run the whole line on files."""

from collections.abc import Mapping

from extractor.schemas.form import ColumnSpec, Value
from extractor.schemas.registry import load_schema

FOIA = load_schema("us_foia").form("annual")
"""A form with short English labels: what is printed here can be read by eye when a test fails."""

FLOW = ("pending_start", "received", "processed", "pending_end")


def foia_report(agency: str, received: int, pending_end: int = 0) -> str:
    """A report of one component that took in ``received`` requests and processed all of them.

    ``pending_end`` other than 0 makes the printed numbers contradict each other.
    """
    flow = {"pending_start": 0, "received": received, "processed": received, "pending_end": pending_end}
    lines = [agency, "Freedom of Information Act Annual Report", "Fiscal Year 2019", ""]
    for table in FOIA.tables:
        block = table.blocks[0]
        lines += [table.title.printed, "\t".join(("Agency / Component", *(c.label.printed for c in block.columns)))]
        cells = flow if table.key == "requests" else {}
        if table.key == "dispositions":
            cells = {"full_grants": received, "total": received}
        lines += [_row(name, block.columns, cells) for name in ("Bureau of Tests", "AGENCY OVERALL")]
        lines.append("")
    return "\n".join(lines)


def _row(name: str, columns: tuple[ColumnSpec, ...], cells: Mapping[str, Value]) -> str:
    return "\t".join((name, *(str(cells.get(column.key, 0)) for column in columns)))
