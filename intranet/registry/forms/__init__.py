"""The admin's forms of the register."""
