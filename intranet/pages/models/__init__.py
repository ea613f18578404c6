"""The page types."""

from intranet.pages.models.documents import JobDescriptionPage, ProgrammePage, RegulationPage
from intranet.pages.models.information import AnnouncementPage, HomePage, IndexPage, InformationPage

__all__ = [
    "AnnouncementPage",
    "HomePage",
    "IndexPage",
    "InformationPage",
    "JobDescriptionPage",
    "ProgrammePage",
    "RegulationPage",
]
