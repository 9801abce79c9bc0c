"""Files on the page of every record: added, looked at, searched, and with all their versions."""
