"""What a file does, whoever sends it must be allowed to do by hand; what it shows, they must be allowed to see."""

from collections.abc import Mapping
from typing import Final

from app.security.guards import require_all
from domains import users
from domains.catalog import ImportKind
from domains.users import Permission as P

ON_HAND: Final = "imported_quantity"  # the column by which a file of products counts shelves, too
CHANGES: Final[Mapping[ImportKind, frozenset[P]]] = {
    ImportKind.PRODUCTS: frozenset({P.PRODUCTS_WRITE, P.PRICES_WRITE}),
    ImportKind.SHOPIFY: frozenset({P.PRODUCTS_WRITE, P.PRICES_WRITE}),
    ImportKind.PRICES: frozenset({P.PRICES_WRITE}),
    ImportKind.STOCK: frozenset({P.STOCK_ADJUST}),
    ImportKind.CODES: frozenset({P.PROMOTIONS_WRITE}),
}
SHOWS: Final[Mapping[str, P]] = {
    "products": P.PRODUCTS_READ,
    "prices": P.PRICES_READ,
    "stock": P.STOCK_READ,
    "codes": P.PROMOTIONS_READ,
}


def require_to_import(person: users.Person, kind: ImportKind, columns: list[str]) -> None:
    require_all(person, CHANGES[kind] | ({P.STOCK_ADJUST} if ON_HAND in columns else set()))


def require_to_export(person: users.Person, what: str) -> None:
    require_all(person, {SHOWS[what]})
