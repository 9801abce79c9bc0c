from goodwill.kernel.errors import Invalid


class QueryError(Invalid):
    """A list that cannot be shown as it was asked for; `problems` names sort, columns, page or size."""

    status = 400

    def __init__(self, about: str, sentence: str) -> None:
        super().__init__({about: sentence})
