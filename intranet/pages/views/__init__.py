"""The home of staff, reading and confirming, reviewing; and what everybody gets of regulations beside their pages."""

from intranet.pages.views.disclosing import regulations_in_force, regulations_in_force_file
from intranet.pages.views.feeds import editions_feed
from intranet.pages.views.home import staff_home
from intranet.pages.views.reading import acknowledge
from intranet.pages.views.reviewing import review
from intranet.pages.views.subscribing import subscribe, subscription_link

__all__ = [
    "acknowledge",
    "editions_feed",
    "regulations_in_force",
    "regulations_in_force_file",
    "review",
    "staff_home",
    "subscribe",
    "subscription_link",
]
