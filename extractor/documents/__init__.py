"""Files to words with places."""
