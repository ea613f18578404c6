"""Two languages of one document: how the translation stands, what guards it, and how both are read."""
