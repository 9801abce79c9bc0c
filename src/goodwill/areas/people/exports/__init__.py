"""What leaves of parties beside the kit's lists: cards for phones, and everything of one of them."""
