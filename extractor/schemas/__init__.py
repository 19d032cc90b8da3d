"""The language in which reports are described: labels, records and rules, and how the packs are found."""
