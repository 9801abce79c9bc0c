"""The way out: exports that somebody waits for, and those that are written in the background and expire."""
