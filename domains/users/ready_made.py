"""The roles a new shop has from its first day. From then on they are rows that staff may change."""

from typing import Any, Final

from .models import OWNER
from .permissions import READING, Permission

P = Permission
EVERYTHING_BUT: Final = {P.ROLES_WRITE}
CATALOGUE: Final = {
    P.PRODUCTS_READ, P.PRODUCTS_WRITE, P.STOCK_READ, P.STOCK_PURCHASE, P.PRICES_READ, P.PRICES_WRITE,
    P.PROMOTIONS_READ, P.PROMOTIONS_WRITE, P.REVIEWS_READ, P.REVIEWS_MODERATE, P.PAGES_READ, P.PAGES_WRITE,
    P.IMPORTS_READ, P.IMPORTS_RUN, P.EXPORTS_READ, P.SEARCH_READ, P.SEARCH_WRITE,
}  # fmt: skip
FULFILMENT: Final = {
    P.ORDERS_READ, P.ORDERS_FULFIL, P.PRODUCTS_READ, P.STOCK_READ, P.STOCK_ADJUST, P.STOCK_TRANSFER,
}  # fmt: skip
SUPPORT: Final = {
    P.ORDERS_READ, P.ORDERS_MESSAGE, P.ORDERS_CANCEL, P.ORDERS_REFUND, P.PRODUCTS_READ, P.STOCK_READ, P.REVIEWS_READ,
    P.REVIEWS_MODERATE, P.CUSTOMERS_READ,
}  # fmt: skip


def _role(key: str, name: str, about: str, permissions: set[Permission] | frozenset[Permission]) -> dict[str, Any]:
    listed = [permission.value for permission in Permission if permission in permissions]
    return {"key": key, "name": name, "about": about, "permissions": listed, "everything": key == OWNER}


READY_MADE: Final = (
    _role(OWNER, "Owner", "May do everything, also what is added later.", set()),
    _role("manager", "Manager", "Runs the shop. Roles are the owner's to write.", set(Permission) - EVERYTHING_BUT),
    _role("catalogue", "Catalogue", "Products, prices, promotions, reviews and pages.", CATALOGUE),
    _role("fulfilment", "Fulfilment", "Sends what was ordered and counts the shelves.", FULFILMENT),
    _role("support", "Support", "Helps shoppers with their orders.", SUPPORT),
    _role("read-only", "Read only", "Sees the shop and changes nothing.", READING - {P.AUDIT_READ, P.KEYS_READ}),
)
