"""Views of lists that people save and share, and what they keep among their favourites."""
