"""The back office: pages for staff, a module per noun of the URL."""

from litestar import Router
from litestar.di import Provide

from app.admin import (
    alerts,
    articles,
    audit,
    books,
    categories,
    codes,
    collections,
    components,
    customers,
    exports,
    groups,
    impersonation,
    import_columns,
    imports,
    keys,
    locations,
    orders,
    pictures,
    price_lists,
    prices,
    product_details,
    product_types,
    product_variants,
    products,
    promotions,
    reviews,
    roles,
    search,
    sign_in,
    staff,
    stock,
    stock_history,
)
from app.admin.entrance import (
    SecondFactorNeeded,
    SignInNeeded,
    provide_staff,
    staff_only,
    to_second_factor,
    to_sign_in,
)
from app.admin.refusals import in_the_office
from app.security.guards import permitted
from app.security.recording import ActsOnRecord
from domains.shared.errors import Refusal

inner = Router(
    path="/admin",
    route_handlers=[
        *orders.routes,
        *products.routes,
        *product_details.routes,
        *product_variants.routes,
        *product_types.routes,
        *categories.routes,
        *collections.routes,
        *prices.routes,
        *price_lists.routes,
        *promotions.routes,
        *codes.routes,
        *reviews.routes,
        *pictures.routes,
        *imports.routes,
        *import_columns.routes,
        *stock.routes,
        *stock_history.routes,
        *locations.routes,
        *exports.routes,
        *search.routes,
        *alerts.routes,
        *articles.routes,
        *books.routes,
        *audit.routes,
        *customers.routes,
        *groups.routes,
        *staff.routes,
        *roles.routes,
        *keys.routes,
        *impersonation.routes,
        *components.routes,
    ],
    guards=[staff_only, permitted],
    middleware=[ActsOnRecord()],
    dependencies={"staff": Provide(provide_staff)},
    exception_handlers={SignInNeeded: to_sign_in, SecondFactorNeeded: to_second_factor, Refusal: in_the_office},
)
routes = [*sign_in.routes, inner]
