"""The bars of the back office, from left to right: routes and their labels. Who may not open one does not see it."""

from typing import Final

OFFICE: Final = (
    ("admin.orders", "Orders"),
    ("admin.products", "Products"),
    ("admin.stock", "Stock"),
    ("admin.price_lists", "Price lists"),
    ("admin.promotions", "Promotions"),
    ("admin.reviews", "Reviews"),
    ("admin.customers", "Customers"),
    ("admin.articles", "Pages"),
    ("admin.imports", "Imports"),
    ("admin.search", "Search"),
    ("admin.books", "Books"),
    ("admin.staff", "Staff"),
    ("admin.keys", "API keys"),
    ("admin.audit", "Audit log"),
)
BELOW: Final = {  # what is reached from one of them and has an address of its own
    "admin.orders": ("admin.documents", "admin.returns", "admin.stripe_events", "admin.delivery", "admin.taxes"),
    "admin.products": ("admin.categories", "admin.collections", "admin.product_types", "admin.alerts"),
    "admin.customers": ("admin.groups", "admin.impersonation"),
    "admin.staff": ("admin.roles",),
}
STOCK: Final = (  # the pages of the stock section, side by side
    ("admin.stock", "Levels"),
    ("admin.stock_history", "History"),
    ("admin.stock_low", "Running low"),
    ("admin.transfers", "Transfers"),
    ("admin.purchases", "Purchase orders"),
    ("admin.counts", "Counts"),
    ("admin.locations", "Locations"),
    ("admin.routing", "Sent from"),
)
ORDERS: Final = (  # likewise; pages at addresses of their own are named in BELOW, too
    ("admin.orders", "Orders"),
    ("admin.returns", "Returns"),
    ("admin.documents", "Documents"),
    ("admin.stripe_events", "From Stripe"),
    ("admin.delivery", "Delivery"),
    ("admin.taxes", "Taxes"),
)
