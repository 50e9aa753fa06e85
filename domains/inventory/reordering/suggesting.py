"""From how fast something sells: when it is low, how long it lasts, and how many to buy. Pure."""

from math import ceil

from ..events import LowItem
from ..models import MOST, ReorderRules, StockLevel

WINDOW, SHORTEST = 28, 7  # days of sales that are looked at; what is younger is taken to be at least a week old


def threshold(level: StockLevel, rules: ReorderRules) -> int | None:
    """In units; None: nobody wants to know. What has never sold and has no rule of its own is not missed."""
    if level.low_units is not None:
        return level.low_units
    days = rules.cover_days if level.low_days is None else level.low_days
    if days == 0:
        return rules.units or None if level.low_days is None else None
    least = rules.units if level.low_days is None else 0
    return min(max(ceil(sold_a_day(level) * days), least), MOST) or None


def remeasured(level: StockLevel, rules: ReorderRules) -> int | None:
    """What has been sold out for long sells no more; that is no reason to say that there is enough of it."""
    found = threshold(level, rules)
    days = rules.cover_days if level.low_days is None else level.low_days
    return level.low_at if found is None and level.low_step and days else found


def sold_a_day(level: StockLevel) -> float:
    return max(level.sold, 0) / level.sold_days if level.sold_days else 0.0


def days_left(level: StockLevel) -> float | None:
    """None while it does not sell."""
    speed = sold_a_day(level)
    return max(level.left, 0) / speed if speed else None


def suggested(level: StockLevel, rules: ReorderRules) -> int:
    """What `target_days` sell, and enough that it is low no more, less what is left and what comes; in whole packs.

    What is kept back from sale and what is promised beyond the shelf are in what is left, which may be below 0."""
    wanted = max(ceil(sold_a_day(level) * rules.target_days), level.enough_from)
    missing = max(0, wanted - level.left - level.incoming)
    return -(-missing // level.pack) * level.pack


def item(level: StockLevel, code: str, rules: ReorderRules) -> LowItem:
    """`code` is that of its location."""
    return LowItem(
        sku=level.sku,
        location=code,
        left=level.left,
        low_at=level.low_at or 0,
        incoming=level.incoming,
        sold=level.sold,
        sold_days=level.sold_days,
        suggested=suggested(level, rules),
    )
