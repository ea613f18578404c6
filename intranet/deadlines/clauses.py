"""The clause behind a deadline; shared with the letters that cite it."""

from intranet.notices.clauses import ClauseLink, ClauseRef, Resolver, link_to, set_resolver

__all__ = ["ClauseLink", "ClauseRef", "Resolver", "link_to", "set_resolver"]
