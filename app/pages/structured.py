"""A product told to machines: schema.org's ProductGroup or Product, with its offers and what its buyers say.

All of it also stands on the page, in words.
"""

import re
from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import quote

from app.requests import Request
from domains import catalog, inventory
from domains.shared import media
from domains.shared.money import Money

from . import sharing, terms
from .sheets import Sheet
from .terms import SCHEMA, Terms, Thing, returns, shipping

WIDEST: Final = 1440
AVAILABLE: Final = {
    "in_stock": "InStock", "out_of_stock": "OutOfStock", "preorder": "PreOrder", "backorder": "BackOrder",
}  # fmt: skip
GTIN: Final = re.compile(r"[0-9]{8}|[0-9]{12,14}")
VARIES: Final = {
    "color": "color", "colour": "color", "size": "size", "material": "material", "pattern": "pattern",
}  # fmt: skip
BOUNDS: Final = {"bestRating": 5, "worstRating": 1}


async def head(
    request: Request, sheet: Sheet, reviews: Sequence[catalog.Review], crumbs: Sequence[tuple[str, str]]
) -> dict[str, Any]:
    """What the head of its page says of a product beside title and description."""
    address = terms.whole(request, "product.show", slug=sheet.product.slug)
    product = structured(sheet, reviews, address, await terms.terms(request))
    first = next(iter(sheet.pictures), None)
    return {
        "structured": terms.graph(product, terms.breadcrumbs(crumbs, sheet.product.title, address)),
        "share": await sharing.picture(first.image, first.alt or sheet.product.title) if first else None,
    }


def structured(sheet: Sheet, reviews: Sequence[catalog.Review], address: str, said: Terms) -> Thing:
    """`address` is the whole one of the product's page. Without a review no rating is claimed, without a price in the
    shop's currency no offer."""
    product = sheet.product
    variants = sorted(product.variants, key=lambda variant: variant.position)
    of_variants = [_variant(sheet, each, address, said) for each in variants]
    of_group = {
        "name": product.title,
        "description": sheet.summary,
        "url": address,
        "brand": {"@type": "Brand", "name": product.vendor} if product.vendor else None,
        "aggregateRating": _rating(product) if product.rating_count else None,
        "review": [_review(each) for each in reviews],
        "image": [media.whole_picture_url(each.image, WIDEST) for each in sheet.pictures if each.image],
    }
    if len(of_variants) == 1:
        return _said(of_variants[0] | of_group)
    varies = (VARIES.get(option.name.casefold()) for option in product.options if len(option.values) > 1)
    group = {
        "@type": "ProductGroup",
        "productGroupID": str(product.id),
        "variesBy": [f"{SCHEMA}/{name}" for name in varies if name],
        "hasVariant": of_variants,
    }
    return _said(group | of_group)


def variant_address(address: str, variant: catalog.Variant) -> str:
    return f"{address}?variant={quote(variant.sku, safe='')}"


def barcode(variant: catalog.Variant) -> str | None:
    """What the whole trade knows it by; others are the house's own."""
    return variant.barcode if GTIN.fullmatch(variant.barcode or "") else None


def amount(price: Money) -> str:
    """As machines read it: 12.50, 1250 yen, 1.250 dinars."""
    return f"{price.decimal:f}"


def availability(supply: inventory.Supply) -> str:
    """As Google's feeds say it; what is awaited has a day there, and without one is as good as there."""
    if not supply.available:
        return "out_of_stock"
    if supply.awaited and supply.due_on:
        return "preorder" if supply.preorder else "backorder"
    return "in_stock"


def _variant(sheet: Sheet, variant: catalog.Variant, address: str, told: Terms) -> Thing:
    picture = sheet.product.picture_of(variant)
    where = variant_address(address, variant) if len(sheet.product.variants) > 1 else address
    said = {
        "@type": "Product",
        "sku": variant.sku,
        "gtin": barcode(variant),
        "name": f"{sheet.product.title}, {variant.name}" if variant.name else sheet.product.title,
        "url": where,
        "image": media.whole_picture_url(picture.image, WIDEST) if picture and picture.image else None,
        "offers": _offer(sheet, variant, where, told) if sheet.for_sale else None,
    }
    return _said(said | _options(variant))


def _options(variant: catalog.Variant) -> Thing:
    named = {VARIES[name.casefold()]: value for name, value in variant.options.items() if name.casefold() in VARIES}
    others = [
        {"@type": "PropertyValue", "name": name, "value": value}
        for name, value in variant.options.items()
        if name.casefold() not in VARIES and value != "Default Title"
    ]
    return named | ({"additionalProperty": others} if others else {})


def _offer(sheet: Sheet, variant: catalog.Variant, where: str, told: Terms) -> Thing:
    """What one costs everybody now."""
    price = sheet.prices[variant.sku]
    ends = sheet.sale_ends if variant is sheet.chosen else None
    supply = sheet.supplies[variant.sku]
    said = {
        "@type": "Offer",
        "price": amount(price.price),
        "priceCurrency": price.price.currency,
        "priceSpecification": _struck(price.compare_at) if price.compare_at else None,
        "priceValidUntil": ends.date().isoformat() if ends else None,
        "availability": f"{SCHEMA}/{AVAILABLE[availability(supply)]}",
        "availabilityStarts": supply.due_on.isoformat() if supply.awaited and supply.due_on else None,
        "itemCondition": f"{SCHEMA}/NewCondition",
        "url": where,
        "shippingDetails": shipping(told, price.price, variant) if supply.available > 0 else [],
        "hasMerchantReturnPolicy": returns(told) if variant.requires_shipping else None,
    }
    return _said(said)


def _struck(price: Money) -> Thing:
    return {
        "@type": "UnitPriceSpecification",
        "priceType": f"{SCHEMA}/StrikethroughPrice",
        "price": amount(price),
        "priceCurrency": price.currency,
    }


def _rating(product: catalog.Product) -> Thing:
    value = f"{product.rating:.2f}"
    return {"@type": "AggregateRating", "ratingValue": value, "reviewCount": product.rating_count} | BOUNDS


def _review(review: catalog.Review) -> Thing:
    words = review.words
    return {
        "@type": "Review",
        "name": words.title,
        "reviewBody": words.text,
        "author": {"@type": "Person", "name": words.name or "A customer"},
        "datePublished": review.written_at.date().isoformat(),
        "reviewRating": {"@type": "Rating", "ratingValue": words.rating} | BOUNDS,
    }


def _said(thing: Thing) -> Thing:
    return {name: value for name, value in thing.items() if value}
