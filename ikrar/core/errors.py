"""What an action says when it will not do a thing."""


class Refused(Exception):
    """A rule forbids it; the text is a sentence for the reader. `field` names the input at fault, where one is."""

    def __init__(self, sentence: object, *, field: str | None = None) -> None:
        super().__init__(sentence)
        self.field = field


class Conflict(Refused):
    """The same client UUID came with another body (HTTP 409)."""
