"""What is told to whom: notices, letters, inbox, delivery."""
