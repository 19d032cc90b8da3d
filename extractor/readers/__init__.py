"""Readers turn a document and a form into a reading: ``layout`` by printed labels, ``llm`` by a language model."""
