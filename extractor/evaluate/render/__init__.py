"""Writing reports: any form, its figures and some running text, in the ways such reports are found."""

from extractor.evaluate.render.document import Order, Rendered, render
from extractor.evaluate.render.styles import STYLES
from extractor.evaluate.render.words import Words

__all__ = ["STYLES", "Order", "Rendered", "Words", "render"]
