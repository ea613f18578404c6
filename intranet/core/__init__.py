"""The ground floor: clock, terms, words, clauses, audit, jobs, sweep, languages, profile, checks."""
