"""The siblings of a list: the same records as a board, in groups, on a calendar, on a map, as a chart."""
