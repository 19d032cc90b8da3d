"""A run on many machines: Ray Data hands out blocks of documents, processes read them and store the results."""
