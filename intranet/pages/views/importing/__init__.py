"""Screens on which a file becomes a draft, with a receipt of where each line went."""
