"""What members of staff open: messages, their calendar, and the list of what is told on paper."""
