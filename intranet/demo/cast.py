"""Who and what the demo consists of, while it is being made."""

from __future__ import annotations

from dataclasses import dataclass, field

from intranet.core.models import Account
from intranet.governance.models import Body
from intranet.people.models import Person, Post


@dataclass
class Cast:
    """Posts by their code, people by their mail name, accounts by their role, councils by their key."""

    posts: dict[str, Post]
    people: dict[str, Person]
    accounts: dict[str, Account] = field(default_factory=dict)
    councils: dict[str, Body] = field(default_factory=dict)
