"""The shop told to machines: who it is, where a page stands in it, what delivery costs and how things come back."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from app.gateway import delivering, editorial
from app.requests import Request
from app.templating import url_for
from domains import catalog, orders
from domains.shared.money import Money
from domains.shared.settings import settings

SCHEMA: Final = "https://schema.org"
RETURNS: Final = "returns"  # the page about them
Thing = dict[str, Any]


@dataclass(frozen=True)
class Terms:
    """`home` is what delivery costs in the shop's own country, None while nobody can say; `returning` the whole address
    of the page about returns, empty where there is none."""

    home: orders.DeliveryZone | None
    returning: str


async def terms(request: Request) -> Terms:
    path = await returning(request)
    return Terms(await delivering.home_zone(), settings().base_url.rstrip("/") + path if path else "")


async def returning(request: Request) -> str:
    """The path of the page about returns; empty where there is none."""
    written = any(article.id == RETURNS for article in await editorial.links())
    return url_for(request.app, "article.show", key=RETURNS) if written else ""


def whole(request: Request, route_name: str, **params: str) -> str:
    """The address of a page as others must know it."""
    return settings().base_url.rstrip("/") + url_for(request.app, route_name, **params)


def graph(*things: Thing) -> Thing:
    """All that one page says, in the one block that it has for it."""
    return {"@context": SCHEMA, "@graph": [thing for thing in things if thing]}


def logo(request: Request) -> str:
    asset: str = request.app.state.templates.globals["asset"]("images/mark.svg")
    return settings().base_url.rstrip("/") + asset


def breadcrumbs(crumbs: Sequence[tuple[str, str]], here: str, address: str) -> Thing:
    """As the page shows them: `crumbs` are names and paths from the top down, `here` is the page at `address`."""
    base = settings().base_url.rstrip("/")
    trail = [*((name, base + path) for name, path in crumbs), (here, address)]
    items = [
        {"@type": "ListItem", "position": place, "name": name, "item": where}
        for place, (name, where) in enumerate(trail, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def shop(logo: str, terms: Terms) -> tuple[Thing, Thing]:
    """The house and its pages, for the front page."""
    base = settings().base_url.rstrip("/") + "/"
    house = {
        "@type": "OnlineStore",
        "@id": f"{base}#shop",
        "name": settings().shop_name,
        "slogan": settings().shop_slogan,
        "url": base,
        "logo": logo,
        "email": settings().shop_email,
        "hasMerchantReturnPolicy": returns(terms),
    }
    site = {"@type": "WebSite", "name": settings().shop_name, "url": base, "publisher": {"@id": f"{base}#shop"}}
    return house, site


def shipping(terms: Terms, goods: Money, variant: catalog.Variant) -> list[Thing]:
    """What sending one of it within the shop's own country costs, by every method."""
    if not variant.requires_shipping or terms.home is None:
        return []
    return [_sent(option) for option in terms.home.options(goods, variant.weight_grams)]


def returns(terms: Terms) -> Thing:
    fees = "FreeReturn" if settings().free_returns else "ReturnFeesCustomerResponsibility"
    said = {
        "@type": "MerchantReturnPolicy",
        "applicableCountry": settings().shop_country,
        "returnPolicyCategory": f"{SCHEMA}/MerchantReturnFiniteReturnWindow",
        "merchantReturnDays": settings().return_days,
        "returnMethod": f"{SCHEMA}/ReturnByMail",
        "returnFees": f"{SCHEMA}/{fees}",
        "merchantReturnLink": terms.returning,
    }
    return {name: value for name, value in said.items() if value}


def _sent(option: orders.ShippingOption) -> Thing:
    days = {"@type": "QuantitativeValue", "minValue": option.days_min, "maxValue": option.days_max, "unitCode": "DAY"}
    return {
        "@type": "OfferShippingDetails",
        "shippingLabel": option.label,
        "shippingRate": {
            "@type": "MonetaryAmount",
            "value": f"{option.price.decimal:f}",
            "currency": option.price.currency,
        },
        "shippingDestination": {"@type": "DefinedRegion", "addressCountry": settings().shop_country},
        "deliveryTime": {"@type": "ShippingDeliveryTime", "transitTime": days},
    }
