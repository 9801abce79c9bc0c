"""The registry for assistants: the same records, verbs and rights, over the Model Context Protocol."""
