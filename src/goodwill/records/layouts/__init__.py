"""How the page of a record is arranged: which fields and panels it shows, in which order, for whom."""
