"""Councils and commissions, their meetings and minutes, and orders."""
