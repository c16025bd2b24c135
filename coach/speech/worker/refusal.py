"""What a driver raises for one text, as against a voice that is of no use."""


class TextRefused(ValueError):
    """A text that the voice cannot say, or not all of it; in a person's words. Other texts may be said."""
