"""What the admin lets anybody do to rows that are frozen: look, and for imports begin one."""

from __future__ import annotations

from typing import Any

from intranet.core.operation_views import ReadOnlyPolicy


class IssuedPolicy(ReadOnlyPolicy):
    """An issued certificate is seen; its actions ask for their own permissions."""


class ImportPolicy(ReadOnlyPolicy):
    """An import is begun by an upload and never changed."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return (
            user.has_perm("registry.import_certificates")
            if action == "add"
            else super().user_has_permission(user, action)
        )

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)


class KeyPolicy(ReadOnlyPolicy):
    """A key is made and revoked, never changed."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return user.has_perm("registry.add_apikey") if action == "add" else super().user_has_permission(user, action)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)


class MappingPolicy(ReadOnlyPolicy):
    """A mapping of columns comes from an import; whoever imports sees it and removes it."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action in {"view", "delete"} and bool(user.has_perm("registry.import_certificates"))

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)
