"""Who is asking, as far as counting needs to know."""

from __future__ import annotations

from ipaddress import ip_address, ip_network

from allauth.account.adapter import get_adapter
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest

HOUSEHOLD = 64  # bits of an IPv6 address that one household or office is given: the rest is theirs to change at will


def visitor_of(request: HttpRequest) -> str:
    """Return the client's address as the proxy setting sees it, to be counted by and never to be stored or logged.

    All the addresses of one IPv6 network are one visitor. A request without an address that can be known is counted
    together with all others of its like.
    """
    try:
        address = ip_address(get_adapter().get_client_ip(request))
    except (PermissionDenied, ImproperlyConfigured, ValueError):
        return "unknown"
    if address.version == 6 and not address.ipv4_mapped:
        return str(ip_network((address, HOUSEHOLD), strict=False))
    return str(getattr(address, "ipv4_mapped", None) or address)
