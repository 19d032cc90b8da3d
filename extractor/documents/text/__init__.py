"""Running text to rows: how it is encoded, and which of the ways to flatten a table it uses."""
