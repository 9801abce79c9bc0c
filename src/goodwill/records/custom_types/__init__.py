"""Record types that a firm makes by clicking: what they are, their pages, and the records that lead to a record."""
