"""Finding products: an index on every host, made from the catalogue and following it."""

from .answers import CategoryHit, Results, Sort, Suggestions, search, suggest
from .cards import Card
from .generation import rebuild_search
from .index import SearchIndex, search_index

__all__ = [
    "Card",
    "CategoryHit",
    "Results",
    "SearchIndex",
    "Sort",
    "Suggestions",
    "rebuild_search",
    "search",
    "search_index",
    "suggest",
]
