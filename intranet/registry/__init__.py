"""The certificates that the institution issues, and their public list."""
