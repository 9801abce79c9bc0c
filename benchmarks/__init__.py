"""Figures with their references: `./goodwill bench`. Nothing here is a test."""
