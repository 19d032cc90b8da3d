"""The report to look at: one HTML file with the numbers, the pictures, and every case worth looking at."""

from extractor.evaluate.report_page.evaluation_page import page, write_page
from extractor.evaluate.report_page.seen import Seen, Witness

__all__ = ["Seen", "Witness", "page", "write_page"]
