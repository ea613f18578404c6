"""What can be asked of the register."""

from intranet.registry.queries.holders import HoursOfYear, hours_by_year, of_person
from intranet.registry.queries.work import WorkCounts, held_back, work_counts

__all__ = ["HoursOfYear", "WorkCounts", "held_back", "hours_by_year", "of_person", "work_counts"]
