"""Telling programs elsewhere what changed: signed, in order for each record, tried for three days."""
