"""A model on loopback for tests: it answers the product's own requests from known truth, or wrong in a way that is
asked for. It knows the form and what the document says, never where: that it finds in the request, as a model would.
"""
