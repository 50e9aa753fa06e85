"""A product as search engines read it: true, whole, and unable to break out of where it stands."""

import html.parser
import json
from datetime import timedelta
from typing import Any

import httpx

from domains import inventory
from domains.catalog import Sale
from domains.shared import clock
from domains.shared.settings import settings
from tests.support.catalog import eur, make_picture, make_variant
from tests.support.reviews import make_review
from tests.support.visiting import on_the_shelf

HOSTILE = "</script><script>alert(1)</script><!--<script>\u2028&"


class _Blocks(html.parser.HTMLParser):
    """Scripts of a page as a browser cuts them out."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str | None, str]] = []
        self._open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "script":
            self.found.append((dict(attrs).get("type"), ""))
            self._open = True

    def handle_endtag(self, tag: str) -> None:
        self._open = self._open and tag != "script"

    def handle_data(self, data: str) -> None:
        if self._open:
            kind, so_far = self.found[-1]
            self.found[-1] = (kind, so_far + data)


def scripts(answer: httpx.Response) -> list[tuple[str | None, str]]:
    blocks = _Blocks()
    blocks.feed(answer.text)
    return blocks.found


async def told(browser: httpx.AsyncClient, address: str) -> dict[str, Any]:
    [block] = [text for kind, text in scripts(await browser.get(address)) if kind == "application/ld+json"]
    said: dict[str, Any] = json.loads(block)
    return said


async def test_a_product_that_nobody_has_reviewed_claims_no_rating(browser: httpx.AsyncClient) -> None:
    await on_the_shelf(slug="mug", vendor="Barrow Works", description="<p>Holds tea.</p>", pictures=[make_picture()])
    address = settings().base_url + "/products/mug"
    assert await told(browser, "/products/mug") == {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": "Mug",
        "description": "Holds tea.",
        "url": address,
        "sku": "MUG",
        "image": [f"{settings().base_url}/media/ab/{'ab' * 20}/1440.jpeg"],
        "brand": {"@type": "Brand", "name": "Barrow Works"},
        "offers": {
            "@type": "Offer",
            "price": "12.50",
            "url": address,
            "priceCurrency": "EUR",
            "availability": "https://schema.org/InStock",
        },
    }


async def test_a_sale_is_offered_at_its_price_until_it_ends(browser: httpx.AsyncClient) -> None:
    now = clock.now()
    sale = Sale(starts_at=now - timedelta(days=1), ends_at=now + timedelta(days=3), price=eur(9_90))
    await on_the_shelf(slug="mug", variants=[make_variant("MUG", sales=[sale])])
    offer = (await told(browser, "/products/mug"))["offers"]
    assert (offer["price"], offer["priceValidUntil"]) == ("9.90", f"{now + timedelta(days=3):%Y-%m-%d}")


async def test_variants_are_offered_from_the_lowest_price_to_the_highest(browser: httpx.AsyncClient) -> None:
    small = make_variant("S", price=eur(9_90), barcode="SHELF-7")
    large = make_variant("L", price=eur(100_00), barcode="4006381333931")
    await on_the_shelf(slug="mug", variants=[small, large])
    offers = (await told(browser, "/products/mug"))["offers"]
    assert (offers["@type"], offers["lowPrice"], offers["highPrice"]) == ("AggregateOffer", "9.90", "100.00")
    assert (offers["offerCount"], offers["availability"]) == (2, "https://schema.org/InStock")
    for sku in ("S", "L"):
        await inventory.set_on_hand(sku, "main", 0, reason="counted", actor="tests")
    said = await told(browser, "/products/mug?variant=L")
    assert (said["sku"], said["gtin"]) == ("L", "4006381333931")
    assert "gtin" not in await told(browser, "/products/mug?variant=S")  # the house's own
    assert said["offers"]["availability"] == "https://schema.org/OutOfStock"


async def test_what_buyers_wrote_is_told_with_it_and_stays_inside_of_its_script(browser: httpx.AsyncClient) -> None:
    mug = await on_the_shelf(HOSTILE, slug="mug")
    await make_review(mug, 4, title=HOSTILE, text=HOSTILE, name="Grace")
    await make_review(mug, 5)
    said = await told(browser, "/products/mug")
    assert said["name"] == HOSTILE
    assert said["aggregateRating"] == {
        "@type": "AggregateRating",
        "ratingValue": "4.50",
        "reviewCount": 2,
        "bestRating": 5,
        "worstRating": 1,
    }
    [hostile] = [each for each in said["review"] if each["author"]["name"] == "Grace" and "alert" in each["name"]]
    assert hostile["reviewBody"].startswith("</script>")
    assert hostile["reviewRating"]["ratingValue"] == 4
    assert {kind for kind, _ in scripts(await browser.get("/products/mug"))} == {
        None,
        "speculationrules",
        "application/ld+json",
    }
