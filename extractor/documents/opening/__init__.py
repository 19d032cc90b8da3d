"""Which file this is, what it may cost, what is inside an archive: from a path to the one opener that reads it."""
