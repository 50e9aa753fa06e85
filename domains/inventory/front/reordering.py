"""What runs out."""

from ..errors import RulesChanged
from ..events import LowItem, ShortagesGathered, StockLow
from ..models import ReorderRules, Shortage
from ..reordering.measuring import measure_sales
from ..reordering.rules import LowRule, RulesDraft, change_reorder_rules, reorder_rules, set_low_rule
from ..reordering.shortages import A_PAGE as SHORTAGES_A_PAGE
from ..reordering.shortages import (
    Short,
    Shorts,
    chosen_shortages,
    count_shortages,
    gathered,
    look_after,
    quieten,
    shortages,
    wake,
)
from ..reordering.telling import gather_digest, tell_low

__all__ = [
    "SHORTAGES_A_PAGE",
    "LowItem",
    "LowRule",
    "ReorderRules",
    "RulesChanged",
    "RulesDraft",
    "Short",
    "Shortage",
    "ShortagesGathered",
    "Shorts",
    "StockLow",
    "change_reorder_rules",
    "chosen_shortages",
    "count_shortages",
    "gather_digest",
    "gathered",
    "look_after",
    "measure_sales",
    "quieten",
    "reorder_rules",
    "set_low_rule",
    "shortages",
    "tell_low",
    "wake",
]
