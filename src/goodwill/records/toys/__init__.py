"""A small world for the kit's own tests: makers and what they make. Installed by the tests only."""
