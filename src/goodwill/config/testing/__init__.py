"""`goodwill test`: what the machine needs, a PostgreSQL to throw away, and the steps on a few lanes."""
