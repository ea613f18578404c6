"""Regulations, job descriptions, programmes as institutions mean them: editions, clauses, approval, reading a file."""
