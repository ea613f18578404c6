"""What follows from values and days, for programmes, their runs and internships. Pure."""
