"""What a job description has beside its clauses: its header, its tables, its checks, its advert."""
