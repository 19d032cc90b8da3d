"""Documents, tables and files made to be read, with the truth about them: what tests and benchmarks share."""
