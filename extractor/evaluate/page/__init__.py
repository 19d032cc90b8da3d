"""The report to look at: one HTML file with the numbers, the pictures, and every case worth looking at."""

from extractor.evaluate.page.seen import Seen, Witness
from extractor.evaluate.page.sheet import page, write_page

__all__ = ["Seen", "Witness", "page", "write_page"]
