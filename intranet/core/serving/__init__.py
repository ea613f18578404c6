"""Serving the whole site from one command: what must be there first, and the processes to look after."""
