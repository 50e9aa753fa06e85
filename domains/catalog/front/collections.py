"""Collections, by hand and by rule."""

from ..collections.gathering import (
    CollectionDetails,
    change_collection,
    collection,
    collections,
    create_collection,
    find_collection,
    forget_collections,
    product_ids,
    remove_collection,
    shown_collections,
)
from ..collections.membership import (
    forget_aged,
    refill,
)
from ..events import (
    CollectionChanged,
)
from ..models import (
    Collection,
    CollectionKind,
    ConditionField,
    RuleCondition,
)

__all__ = [
    "Collection",
    "CollectionChanged",
    "CollectionDetails",
    "CollectionKind",
    "ConditionField",
    "RuleCondition",
    "change_collection",
    "collection",
    "collections",
    "create_collection",
    "find_collection",
    "forget_aged",
    "forget_collections",
    "product_ids",
    "refill",
    "remove_collection",
    "shown_collections",
]
