"""``python -m specimens.drawn_sets.all_drawn [FOLDER]``: write the sets, over ``evals/`` unless one is named."""

import sys
from pathlib import Path

from extractor.evaluate.folder import evals_folder
from specimens.drawn_sets.drawn_invoices import INVOICES
from specimens.drawn_sets.drawn_receipts import RECEIPTS
from specimens.drawn_sets.drawn_sheets import SHEETS
from specimens.drawn_sets.drawn_statements import STATEMENTS

DRAWN = (INVOICES, STATEMENTS, RECEIPTS, SHEETS)

if __name__ == "__main__":
    place = Path(sys.argv[1]) if len(sys.argv) > 1 else evals_folder()
    for each in DRAWN:
        each.write(place / each.name)
        sys.stderr.write(f"{place / each.name}\n")
