"""The model as one who finds places: it is shown the document itself and answers what stands where.

It sees numbered lines and rows of cells, nothing of what another reader found, and names them by ids that are drawn for
the request. Code copies the value from there, so that the model can misplace a value but never invent one.
"""
