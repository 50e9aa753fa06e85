"""What to offer below the search field while somebody types: products, categories, what others looked for."""

from dataclasses import dataclass

from ..categories.tree import CategoryNode
from .answers import LARGEST_PAGE, best
from .asked import popular
from .cards import Card
from .tree import category_tree
from .words import words


@dataclass(frozen=True)
class CategoryHit:
    path: str
    name: str
    products: int


@dataclass(frozen=True)
class Suggestions:
    """`queries` are what others looked for and found."""

    products: tuple[Card, ...]
    categories: tuple[CategoryHit, ...]
    queries: tuple[str, ...] = ()


async def suggest(query: str, limit: int = 6) -> Suggestions:
    typed = words(query[:LARGEST_PAGE])
    if not typed:
        return Suggestions((), ())
    products = await best(query, limit)
    categories = [hit for node in await category_tree() for hit in _matching(node, typed)]
    named = tuple(sorted(categories, key=lambda hit: -hit.products)[:limit])
    return Suggestions(products, named, popular(typed, limit // 2))


def _matching(node: CategoryNode, typed: list[str]) -> list[CategoryHit]:
    named = words(node.name)
    matches = all(any(word.startswith(part) for word in named) for part in typed)
    own = [CategoryHit(node.path, node.name, node.products)] if matches else []
    return own + [hit for child in node.children for hit in _matching(child, typed)]
