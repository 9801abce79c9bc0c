"""Fields that a firm makes for itself: see README.md."""
