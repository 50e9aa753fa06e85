"""Customer groups: rows of people, put in by hand or by a rule."""

from ..groups import (
    GroupDraft,
    UnknownGroup,
    change_group,
    create_group,
    find_group,
    forget_groups,
    groups,
    groups_by_hand,
    known_groups,
    members_by_group,
    put_in_by_hand,
    put_in_group,
    remove_group,
    take_out_of_group,
)
from ..membership import (
    NO_RULE,
    Bought,
    Groups,
    Rule,
)

__all__ = [
    "NO_RULE",
    "Bought",
    "GroupDraft",
    "Groups",
    "Rule",
    "UnknownGroup",
    "change_group",
    "create_group",
    "find_group",
    "forget_groups",
    "groups",
    "groups_by_hand",
    "known_groups",
    "members_by_group",
    "put_in_by_hand",
    "put_in_group",
    "remove_group",
    "take_out_of_group",
]
