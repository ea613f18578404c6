"""What the rules say of texts, editions and their differences. Pure."""
