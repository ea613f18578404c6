"""The post room and its reports in the admin."""

from intranet.notices.viewsets.letters import SEES_ALL, LetterViewSet, PostRoomPolicy
from intranet.notices.viewsets.reaching import CHANGES_FOR_OTHERS, SETS_LETTERS, addresses

__all__ = ["CHANGES_FOR_OTHERS", "SEES_ALL", "SETS_LETTERS", "LetterViewSet", "PostRoomPolicy", "addresses"]
