"""What the back office's forms offer to choose from, as pairs of value and label."""

from domains import catalog, users

Choices = list[tuple[str, str]]
INDENT = "\u2003"


async def categories() -> Choices:
    """The whole tree, each node set in by its depth."""
    return [(each.path, INDENT * each.path.count("/") + each.name) for each in await catalog.all_categories()]


async def types() -> Choices:
    return [(each.id, each.name) for each in await catalog.product_types()]


async def customer_groups() -> Choices:
    return [(each.key, each.name) for each in await users.groups()]
