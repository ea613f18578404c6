"""The blocks of which editors make texts: of any document, of a job description, of a programme."""
