"""The category tree."""

from ..categories.branches import (
    CategoryDetails,
    all_categories,
    change_category,
    create_category,
    find_category,
    move_category,
    remove_category,
)
from ..categories.tree import (
    Category,
    CategoryNode,
    Crumb,
    category,
    forget_tree,
)

__all__ = [
    "Category",
    "CategoryDetails",
    "CategoryNode",
    "Crumb",
    "all_categories",
    "category",
    "change_category",
    "create_category",
    "find_category",
    "forget_tree",
    "move_category",
    "remove_category",
]
