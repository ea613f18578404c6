"""The page types."""

from intranet.pages.models.information import AnnouncementPage, HomePage, IndexPage, InformationPage
from intranet.pages.models.job_descriptions import JobDescriptionPage
from intranet.pages.models.programmes import ProgrammePage
from intranet.pages.models.regulations import RegulationPage

__all__ = [
    "AnnouncementPage",
    "HomePage",
    "IndexPage",
    "InformationPage",
    "JobDescriptionPage",
    "ProgrammePage",
    "RegulationPage",
]
