"""The page types."""

from intranet.pages.models.adverts import AdvertisedPost
from intranet.pages.models.information import AnnouncementPage, HomePage, IndexPage, InformationPage
from intranet.pages.models.job_descriptions import JobDescriptionPage
from intranet.pages.models.programmes import ProgrammePage
from intranet.pages.models.regulations import RegulationPage
from intranet.pages.models.standard_clauses import StandardClause

__all__ = [
    "AdvertisedPost",
    "AnnouncementPage",
    "HomePage",
    "IndexPage",
    "InformationPage",
    "JobDescriptionPage",
    "ProgrammePage",
    "RegulationPage",
    "StandardClause",
]
