"""The category tree."""

from ..categories.branches import (
    CategoryDetails,
    all_categories,
    change_category,
    create_category,
    find_category,
    remove_category,
)
from ..categories.moving import (
    finish_moves,
    move_category,
    moves,
)
from ..categories.shape import OnItsWay
from ..categories.tree import (
    Category,
    CategoryNode,
    Crumb,
    forget_tree,
)
from ..models import Category as KeptCategory
from ..models import CategoryMove
from ..search.tree import category

__all__ = [
    "Category",
    "CategoryDetails",
    "CategoryMove",
    "CategoryNode",
    "Crumb",
    "KeptCategory",
    "OnItsWay",
    "all_categories",
    "category",
    "change_category",
    "create_category",
    "find_category",
    "finish_moves",
    "forget_tree",
    "move_category",
    "moves",
    "remove_category",
]
