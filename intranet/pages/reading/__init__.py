"""What readers of a document are shown: its editions, clauses, history and what changed."""
