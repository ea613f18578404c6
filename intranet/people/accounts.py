"""Sign-in by the institution's rules: accounts are opened for people, and an inspector's works within its dates."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from intranet.core import clock
from intranet.core.models import Account
from intranet.core.rights import INSPECTOR
from intranet.people import operations, queries


class Accounts(AuthenticationBackend):
    """The house's one backend: user name or e-mail address; each request asks whether the account still works.

    An account of the inspectors' group is nobody outside its terms, in the middle of a session too.
    """

    def get_user(self, user_id: Any) -> Account | None:
        groups = Account.groups.through.objects.filter(account=OuterRef("pk"), group__name=INSPECTOR)
        account = Account.objects.annotate(is_inspector=Exists(groups)).filter(pk=user_id).first()
        if account is None or not self.user_can_authenticate(account):
            return None
        if account.is_inspector and not queries.inspectors_in_term([account.pk], clock.today()):
            return None
        return account


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are opened by the institution: nobody signs up by themselves."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_login(self, request: HttpRequest, user: Account, **kwargs: Any) -> HttpResponse | None:
        """Tell an inspector whose term is over or has not begun, before the sign-in is made."""
        response: HttpResponse | None = super().pre_login(request, user, **kwargs)
        if response is None and Accounts().get_user(user.pk) is None:
            return render(request, "account/outside_term.html", status=403)
        return response

    def post_login(self, request: HttpRequest, user: Account, **kwargs: Any) -> HttpResponse:
        operations.record_sign_in(account=user, address=self.get_client_ip(request), at=clock.now())
        response: HttpResponse = super().post_login(request, user, **kwargs)
        return response
