"""Reads a regulation, a job description or a programme from a file into a draft with a receipt; no rows, no clock."""

from intranet.documents.reading.draft import ApprovalData, Block, CannotRead, Draft, Dropped, JobFacts, Receipt
from intranet.documents.reading.reader import read

__all__ = ["ApprovalData", "Block", "CannotRead", "Draft", "Dropped", "JobFacts", "Receipt", "read"]
