"""What an operation raises when it will not do a thing."""


class Refusal(Exception):
    """An operation refuses; the message is a sentence in the reader's language: what is wrong, and the way out."""
