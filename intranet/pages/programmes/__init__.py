"""What a programme states beside its clauses, what it must state, and the public catalogue."""
