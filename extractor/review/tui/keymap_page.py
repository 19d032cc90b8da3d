"""Writes the table of keys into a page of the docs: ``python -m extractor.review.tui.keymap_page docs/review.md``."""

import sys
from pathlib import Path

from extractor.review.tui.key_bindings import keymap_table

BEGIN, END = "<!-- keymap -->\n", "<!-- end of keymap -->\n"


def with_keymap(page: str) -> str:
    """The page with the table of keys between its marks; ValueError for a page without them."""
    head, begin, rest = page.partition(BEGIN)
    _, end, tail = rest.partition(END)
    if not begin or not end:
        raise ValueError("the page has no marks for the keymap")
    return f"{head}{BEGIN}{keymap_table('en')}\n{END}{tail}"


if __name__ == "__main__":
    page = Path(sys.argv[1])
    page.write_text(with_keymap(page.read_text("utf-8")), "utf-8")
