"""The catalogue of permissions: the one vocabulary of roles, API keys, guards and menus."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final


class Permission(StrEnum):
    """`resource:deed`, and what it lets somebody do in words that complete “may …”."""

    sentence: str

    def __new__(cls, key: str, sentence: str = "") -> "Permission":
        made = str.__new__(cls, key)
        made._value_ = key
        made.sentence = sentence
        return made

    ORDERS_READ = "orders:read", "see orders, their money and their messages"
    ORDERS_FULFIL = "orders:fulfil", "send parcels and mark them delivered"
    ORDERS_MESSAGE = (
        "orders:message",
        "write about orders, and answer who wants to send something back",
    )
    ORDERS_CANCEL = "orders:cancel", "cancel orders"
    ORDERS_REFUND = "orders:refund", "give money back"
    SHIPPING_WRITE = "shipping:write", "change where we deliver, for how much, and which taxes are charged"
    PRODUCTS_READ = "products:read", "see products, their kinds, categories and collections"
    PRODUCTS_WRITE = "products:write", "add and change products, their kinds, categories and collections"
    STOCK_READ = "stock:read", "see where stock lies, how much, and why"
    STOCK_ADJUST = "stock:adjust", "change how many are on the shelf"
    STOCK_TRANSFER = "stock:transfer", "send stock from one location to another and take it in there"
    STOCK_PURCHASE = "stock:purchase", "order goods from suppliers, and see what they cost"
    LOCATIONS_WRITE = "locations:write", "add and change the places where stock lies"
    PRICES_READ = "prices:read", "see price lists and what prices were"
    PRICES_WRITE = "prices:write", "change prices, sales and price lists"
    PROMOTIONS_READ = "promotions:read", "see promotions and their codes"
    PROMOTIONS_WRITE = "promotions:write", "make, change and end promotions and codes"
    REVIEWS_READ = "reviews:read", "read all reviews"
    REVIEWS_MODERATE = "reviews:moderate", "publish, refuse and answer reviews"
    PAGES_READ = "pages:read", "see the shop's own pages and their versions"
    PAGES_WRITE = "pages:write", "write the shop's own pages"
    IMPORTS_READ = "imports:read", "see imported files and their reports"
    IMPORTS_RUN = "imports:run", "import files of what they may change by hand"
    EXPORTS_READ = "exports:read", "take away as files what they may see"
    SEARCH_READ = "search:read", "see what shoppers search for and do not find"
    SEARCH_WRITE = "search:write", "teach the search words and have it built anew"
    BOOKS_READ = "books:read", "have the books compared"
    USERS_IMPERSONATE = (
        "users:impersonate",
        "act for customers: see the shop as they do, fill their cart and get their order ready",
    )
    CUSTOMERS_READ = "customers:read", "see customers, where they are signed in, and their groups"
    CUSTOMERS_WRITE = "customers:write", "make and change customer groups, and put people in them"
    CUSTOMERS_DISABLE = "customers:disable", "keep customers out of their accounts, and let them in again"
    STAFF_READ = "staff:read", "see who works here and the roles there are"
    STAFF_WRITE = "staff:write", "let people in, give them roles, and keep them out"
    KEYS_READ = "keys:read", "see which API keys there are"
    KEYS_WRITE = "keys:write", "make API keys out of what they may do, and end those of others"
    AUDIT_READ = "audit:read", "read who did what"
    ROLES_WRITE = "roles:write", "make and change roles"

    @property
    def resource(self) -> str:
        return self.value.partition(":")[0]


def known(names: Iterable[str]) -> frozenset[Permission]:
    """What a newer or an older version called something else gives nobody anything."""
    return frozenset(Permission(name) for name in names if name in set(Permission))


def by_resource() -> Mapping[str, list[Permission]]:
    """For the editors of roles and keys, in the order of the catalogue."""
    grouped: dict[str, list[Permission]] = {}
    for permission in Permission:
        grouped.setdefault(permission.resource, []).append(permission)
    return grouped


# What a role can be limited to some locations for: its route asks where, each time (require_at)
WITH_A_PLACE: Final = frozenset(
    {
        Permission.ORDERS_FULFIL,
        Permission.STOCK_READ,
        Permission.STOCK_ADJUST,
        Permission.STOCK_TRANSFER,
        Permission.STOCK_PURCHASE,
        Permission.LOCATIONS_WRITE,
    }
)
# What a program could give itself or others more with
NOT_FOR_KEYS: Final = frozenset(
    {Permission.STAFF_WRITE, Permission.KEYS_WRITE, Permission.ROLES_WRITE, Permission.USERS_IMPERSONATE}
)
READING: Final = frozenset(permission for permission in Permission if permission.endswith(":read"))
LIMITABLE: Final = WITH_A_PLACE | READING  # what is only looked at is looked at everywhere
