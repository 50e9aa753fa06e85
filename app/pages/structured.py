"""A product told to machines: what schema.org calls Product, with its offers and what its buyers say."""

import re
from collections.abc import Sequence
from typing import Any, Final

from domains import catalog
from domains.shared import media
from domains.shared.money import Money

from .sheets import Sheet

WIDEST: Final = 1440
SCHEMA: Final = "https://schema.org"
GTIN: Final = re.compile(r"[0-9]{8}|[0-9]{12,14}")
Thing = dict[str, Any]


def structured(sheet: Sheet, reviews: Sequence[catalog.Review], address: str) -> Thing:
    """`address` is the whole one of the product's page. Without a review no rating is claimed, without a price in the
    shop's currency no offer."""
    product, chosen = sheet.product, sheet.chosen
    said = {
        "@context": SCHEMA,
        "@type": "Product",
        "name": product.title,
        "description": sheet.summary,
        "url": address,
        "sku": chosen.sku,
        "gtin": chosen.barcode if GTIN.fullmatch(chosen.barcode or "") else None,  # others are the house's own
        "image": [media.whole_picture_url(each.image, WIDEST) for each in sheet.pictures if each.image],
        "brand": {"@type": "Brand", "name": product.vendor} if product.vendor else None,
        "offers": _offers(sheet, address) if sheet.for_sale else None,
        "aggregateRating": _rating(product) if product.rating_count else None,
        "review": [_review(each) for each in reviews],
    }
    return {name: value for name, value in said.items() if value}


def _offers(sheet: Sheet, address: str) -> Thing:
    """What one costs everybody now: the one there is, or from the lowest to the highest of the variants."""
    prices = sorted((each.price for each in sheet.prices.values()), key=lambda price: price.amount)
    told = {"url": address, "priceCurrency": prices[0].currency, "availability": _availability(sheet)}
    if len(prices) == 1:
        ends = {"priceValidUntil": sheet.sale_ends.date().isoformat()} if sheet.sale_ends else {}
        return {"@type": "Offer", "price": _amount(prices[0]), **told, **ends}
    bounds = {"lowPrice": _amount(prices[0]), "highPrice": _amount(prices[-1]), "offerCount": len(prices)}
    return {"@type": "AggregateOffer", **bounds, **told}


def _availability(sheet: Sheet) -> str:
    return f"{SCHEMA}/{'InStock' if sheet.any_left else 'OutOfStock'}"


def _rating(product: catalog.Product) -> Thing:
    value = f"{product.rating:.2f}"
    return {"@type": "AggregateRating", "ratingValue": value, "reviewCount": product.rating_count} | BOUNDS


def _review(review: catalog.Review) -> Thing:
    words = review.words
    return {
        "@type": "Review",
        "name": words.title,
        "reviewBody": words.text,
        "author": {"@type": "Person", "name": words.name},
        "datePublished": review.written_at.date().isoformat(),
        "reviewRating": {"@type": "Rating", "ratingValue": words.rating} | BOUNDS,
    }


def _amount(price: Money) -> str:
    """As machines read it: 12.50, 1250 yen, 1.250 dinars."""
    return f"{price.decimal:f}"


BOUNDS: Final = {"bestRating": 5, "worstRating": 1}
