"""Writing a schema: a pack in YAML proposed from samples, and a schema tried on one of them."""
