"""Runs of training programmes: dates, sign-up, attendance, completion, and the certificates that follow."""
