"""Documents of word processors to rows: their text as it flows, their tables as grids."""
