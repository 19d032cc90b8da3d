"""Workbooks and delimited files to rows: what a cell shows, formats of numbers and dates included."""
