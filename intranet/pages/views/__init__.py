"""The home of staff, reading and confirming, and reviewing what one answers for."""

from intranet.pages.views.home import staff_home
from intranet.pages.views.reading import acknowledge
from intranet.pages.views.reviewing import review

__all__ = ["acknowledge", "review", "staff_home"]
