"""The people who run the shop: roles and what they allow."""

from ..actor import (
    NOWHERE,
    OPERATOR,
    Actor,
    Origin,
)
from ..permissions import (
    NOT_FOR_KEYS,
    Permission,
    by_resource,
)
from ..roles import (
    RoleDraft,
    change_role,
    create_role,
    ensure_roles,
    find_role,
    people_by_role,
    remove_role,
    roles,
)
from ..staff import (
    Given,
    create_staff,
    disable,
    enable,
    find_staff,
    give_roles,
    invite_staff,
    let_go,
    staff,
)

__all__ = [
    "NOT_FOR_KEYS",
    "NOWHERE",
    "OPERATOR",
    "Actor",
    "Given",
    "Origin",
    "Permission",
    "RoleDraft",
    "by_resource",
    "change_role",
    "create_role",
    "create_staff",
    "disable",
    "enable",
    "ensure_roles",
    "find_role",
    "find_staff",
    "give_roles",
    "invite_staff",
    "let_go",
    "people_by_role",
    "remove_role",
    "roles",
    "staff",
]
