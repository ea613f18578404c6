"""Documents for programs elsewhere: feeds, JSON, linked data, and the table of regulations in force."""
