"""Units, posts, people, appointments and substitutions."""
