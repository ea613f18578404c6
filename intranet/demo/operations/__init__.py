"""How the demo is made: every step calls the operations that people use."""
