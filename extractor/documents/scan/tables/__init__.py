"""From connected components of ink to the grid of a table: rules, columns, rows, cells."""
