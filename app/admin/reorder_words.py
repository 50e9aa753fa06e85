"""Why so many should be bought, in a sentence."""

from domains import inventory


def why(row: inventory.Short, rules: inventory.ReorderRules) -> str:
    """As `suggested` counts: what is wanted, less what is left, less what comes, in whole packs."""
    item, level = row.item, row.level
    sell = round(max(item.sold, 0) / item.sold_days * rules.target_days) if item.sold_days else 0
    wanted = f"{rules.target_days} days sell {sell}" if sell >= level.enough_from else f"{level.enough_from} are enough"
    left = f"{_are(item.left)} left" if item.left >= 0 else f"{_are(-item.left)} promised beyond the shelf"
    coming = f", {_are(item.incoming)} coming" if item.incoming else ""
    packs = f", in packs of {level.pack}" if level.pack > 1 else ""
    return f"{wanted}, {left}{coming}{packs}."


def _are(units: int) -> str:
    return f"{units} is" if units == 1 else f"{units} are"
