"""Finding products: an index on every host, made from the catalogue and following it."""

from .answers import Results, Sort, destination, search, staff_search
from .asked import AskedQuery, forget_queries, fruitful, fruitless, note_query
from .cards import Card
from .columns import Filters, PriceRange, Span
from .generation import rebuild_search
from .index import SearchIndex, search_index
from .listed import ListedProduct, edition, listed_products, listed_spans
from .namesakes import has_namesake
from .shelves import Facet, FacetValue, NumberFacet, Prices
from .stock import note_stock
from .suggesting import CategoryHit, Suggestions, suggest
from .teaching import taught, teach, unlearn
from .tree import category, category_tree

__all__ = [
    "AskedQuery",
    "Card",
    "CategoryHit",
    "Facet",
    "FacetValue",
    "Filters",
    "ListedProduct",
    "NumberFacet",
    "PriceRange",
    "Prices",
    "Results",
    "SearchIndex",
    "Sort",
    "Span",
    "Suggestions",
    "category",
    "category_tree",
    "destination",
    "edition",
    "forget_queries",
    "fruitful",
    "fruitless",
    "has_namesake",
    "listed_products",
    "listed_spans",
    "note_query",
    "note_stock",
    "rebuild_search",
    "search",
    "search_index",
    "staff_search",
    "suggest",
    "taught",
    "teach",
    "unlearn",
]
