"""What can be done to the register. Everything that was issued stays; nothing is edited in place (law 7)."""
