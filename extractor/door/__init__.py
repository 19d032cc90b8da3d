"""The way in from Python: a document and a model go in, a record with the standing of every value comes out.

Nothing heavy is imported before the first document.
"""
