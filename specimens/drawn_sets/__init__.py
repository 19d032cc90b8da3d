"""The sets of the packs that are models, drawn by code."""
