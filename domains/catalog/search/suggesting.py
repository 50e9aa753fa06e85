"""What to offer below the search field while somebody types: products, categories, what others looked for."""

from dataclasses import dataclass

from .answers import LARGEST_PAGE, best
from .asked import popular
from .cards import Card
from .tree import categories_beginning
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


async def suggest(query: str, limit: int = 6, groups: frozenset[str] = frozenset()) -> Suggestions:
    typed = words(query[:LARGEST_PAGE])
    if not typed:
        return Suggestions((), ())
    products = await best(query, limit, groups)
    categories = await categories_beginning(typed)
    most = sorted(categories, key=lambda node: -node.products)[:limit]
    hits = tuple(CategoryHit(node.path, node.name, node.products) for node in most)
    return Suggestions(products, hits, popular(typed, limit // 2))
