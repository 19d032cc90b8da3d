"""Pages of PDF: their words, their ruling lines, and what is drawn without being text."""
