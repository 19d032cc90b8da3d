"""What the rules of a form can prove and what they cannot, told before any document is read."""

from extractor.schemas.lint.remarks import FormLint, Kind, PrintLint, Remark, lint_form

__all__ = ["FormLint", "Kind", "PrintLint", "Remark", "lint_form"]
