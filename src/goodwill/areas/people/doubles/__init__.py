"""Whether two entries are one party: pure functions over plain values, for typing, imports and batch alike."""
