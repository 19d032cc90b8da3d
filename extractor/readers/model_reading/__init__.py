"""Who reads a form that is any model, and what their readings come to together."""
