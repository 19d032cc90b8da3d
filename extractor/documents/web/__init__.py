"""Saved web pages to rows: what a browser would show of them, and their tables as grids."""
