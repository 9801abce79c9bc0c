class CannotStart(Exception):
    """Goodwill cannot be served; the text says why and what to do."""
