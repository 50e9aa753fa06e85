"""The way down to a page: the departments and categories above it, and those right below."""

from collections.abc import Sequence

from app.requests import Request
from app.templating import url_for
from domains import catalog

Crumbs = list[tuple[str, str]]


async def crumbs(request: Request, path: str) -> Crumbs:
    """Name and address from the department down to the category at `path`, as far as they have something for sale."""
    return [(node.name, url_for(request.app, "category.show", path=node.path)) for node in await _nodes(path)]


async def node(path: str) -> catalog.CategoryNode | None:
    """None for a category with nothing for sale."""
    found = await _nodes(path)
    return found[-1] if found and found[-1].path == path else None


async def _nodes(path: str) -> list[catalog.CategoryNode]:
    found: list[catalog.CategoryNode] = []
    level: Sequence[catalog.CategoryNode] = await catalog.category_tree()
    while level:
        node = next((each for each in level if path == each.path or path.startswith(f"{each.path}/")), None)
        if node is None:
            break
        found.append(node)
        level = node.children
    return found
