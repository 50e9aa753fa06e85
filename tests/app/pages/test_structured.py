"""A product as search engines read it: what its page says, whole, and unable to break out of where it stands."""

import re
from datetime import timedelta

import httpx

from domains import inventory
from domains.catalog import Option, Sale
from domains.shared import clock
from domains.shared.money import Money
from domains.shared.settings import settings
from tests.support.catalog import eur, make_picture, make_variant
from tests.support.machines import facts, head, offers, things, words
from tests.support.reviews import make_review
from tests.support.visiting import on_the_shelf

HOSTILE = "</script><script>alert(1)</script><!--<script>\u2028&\"'><"
RETURNS = {
    "@type": "MerchantReturnPolicy",
    "applicableCountry": "DE",
    "returnPolicyCategory": "https://schema.org/MerchantReturnFiniteReturnWindow",
    "merchantReturnDays": 30,
    "returnMethod": "https://schema.org/ReturnByMail",
    "returnFees": "https://schema.org/FreeReturn",
}


def sent(label: str, price: str, least: int, most: int) -> dict[str, object]:
    days = {"@type": "QuantitativeValue", "minValue": least, "maxValue": most, "unitCode": "DAY"}
    return {
        "@type": "OfferShippingDetails",
        "shippingLabel": label,
        "shippingRate": {"@type": "MonetaryAmount", "value": price, "currency": "EUR"},
        "shippingDestination": {"@type": "DefinedRegion", "addressCountry": "DE"},
        "deliveryTime": {"@type": "ShippingDeliveryTime", "transitTime": days},
    }


async def test_a_product_that_nobody_has_reviewed_claims_no_rating(browser: httpx.AsyncClient) -> None:
    await on_the_shelf(slug="mug", vendor="Barrow Works", description="<p>Holds tea.</p>", pictures=[make_picture()])
    address = settings().base_url + "/products/mug"
    picture = f"{settings().base_url}/media/ab/{'ab' * 20}/1440.jpeg"
    assert things(await browser.get("/products/mug"))["Product"] == {
        "@type": "Product",
        "name": "Mug",
        "description": "Holds tea.",
        "url": address,
        "sku": "MUG",
        "image": [picture],
        "brand": {"@type": "Brand", "name": "Barrow Works"},
        "offers": {
            "@type": "Offer",
            "price": "12.50",
            "priceCurrency": "EUR",
            "availability": "https://schema.org/InStock",
            "itemCondition": "https://schema.org/NewCondition",
            "url": address,
            "shippingDetails": [sent("Standard delivery", "4.90", 2, 3), sent("Express delivery", "9.90", 1, 1)],
            "hasMerchantReturnPolicy": RETURNS,
        },
    }


async def test_delivery_is_told_as_the_thing_itself_is_sent(browser: httpx.AsyncClient) -> None:
    dear = make_variant("DEAR", price=eur(60_00))
    heavy = make_variant("HEAVY", weight_grams=31_000)
    card = make_variant("CARD", requires_shipping=False)
    gone = make_variant("GONE")
    await on_the_shelf(slug="mug", variants=[dear, heavy, card, gone])
    await inventory.set_on_hand("GONE", "main", 0, reason="counted", actor="tests")
    told = offers(await browser.get("/products/mug"))
    assert [each["shippingRate"]["value"] for each in told["DEAR"]["shippingDetails"]] == ["0.00", "9.90"]
    assert ["shippingDetails" in told[sku] for sku in ("HEAVY", "CARD", "GONE")] == [False, False, False]


async def test_a_sale_is_offered_at_its_price_until_it_ends(browser: httpx.AsyncClient) -> None:
    now = clock.now()
    sale = Sale(starts_at=now - timedelta(days=1), ends_at=now + timedelta(days=3), price=eur(9_90))
    await on_the_shelf(slug="mug", variants=[make_variant("MUG", sales=[sale])])
    offer = offers(await browser.get("/products/mug"))["MUG"]
    assert (offer["price"], offer["priceValidUntil"]) == ("9.90", f"{now + timedelta(days=3):%Y-%m-%d}")
    struck = offer["priceSpecification"]
    assert (struck["priceType"], struck["price"]) == ("https://schema.org/StrikethroughPrice", "12.50")


async def test_variants_are_a_group_each_with_an_offer_and_an_address_of_its_own(browser: httpx.AsyncClient) -> None:
    small = make_variant("S", price=eur(9_90), barcode="SHELF-7", options={"Size": "Small", "Handle": "Left"})
    large = make_variant("L/1", price=eur(100_00), barcode="4006381333931", options={"Size": "Large", "Handle": "Left"})
    options = [Option(name="Size", values=["Small", "Large"]), Option(name="Handle", values=["Left"])]
    await on_the_shelf(slug="mug", variants=[small, large], options=options)
    await inventory.set_on_hand("S", "main", 0, reason="counted", actor="tests")
    group = things(await browser.get("/products/mug"))["ProductGroup"]
    assert group["variesBy"] == ["https://schema.org/size"]
    first, second = group["hasVariant"]
    assert [each["name"] for each in (first, second)] == ["Mug, Small / Left", "Mug, Large / Left"]
    assert (first["size"], first["additionalProperty"][0]["value"]) == ("Small", "Left")
    assert ("gtin" in first, second["gtin"]) == (False, "4006381333931")  # the house's own stays in the house
    assert [each["offers"]["price"] for each in (first, second)] == ["9.90", "100.00"]
    assert [each["offers"]["availability"].rpartition("/")[2] for each in (first, second)] == ["OutOfStock", "InStock"]
    assert second["url"] == f"{settings().base_url}/products/mug?variant=L%2F1"
    assert "€100.00" in (await browser.get(second["url"])).text


async def test_what_machines_are_told_is_what_the_page_says(browser: httpx.AsyncClient) -> None:
    plain = await on_the_shelf("Mug", sku="MUG", slug="mug")
    sized = [make_variant("S", price=eur(9_90)), make_variant("L", price=eur(19_90), compare_at=eur(24_00))]
    await on_the_shelf("Bowl", slug="bowl", variants=sized, category="Kitchen/Bowls/Deep")
    await on_the_shelf("Plate", slug="plate", sku="PLT", stock=0)
    for stars in (5, 4, 4):
        await make_review(plain, stars)
    for address, sku in (("mug", "MUG"), ("bowl", "S"), ("bowl?variant=L", "L"), ("plate", "PLT")):
        page = await browser.get(f"/products/{address}")
        offer, told = offers(page)[sku], things(page)
        product = told.get("Product") or told["ProductGroup"]
        assert words(page, "price__now").removeprefix("Now ") == f"€{offer['price']}"
        assert words(page, "price__was").removeprefix("was €") == offer.get("priceSpecification", {}).get("price", "")
        sold_out = "stock--none" in page.text.split('id="product-purchase"')[1]
        assert offer["availability"] == f"https://schema.org/{'OutOfStock' if sold_out else 'InStock'}"
        rating = product.get("aggregateRating", {})
        seen = re.search(r"([0-9.]+) of 5, ([0-9]+) review", words(page, "product__rating"))
        assert (seen is None) == (not rating)
        if seen:
            assert (seen[1], int(seen[2])) == (f"{float(rating['ratingValue']):.1f}", rating["reviewCount"])
        trail = [each["name"] for each in told["BreadcrumbList"]["itemListElement"]]
        assert words(page, "breadcrumb__list") == " ".join(trail)
        assert words(page, "product__title") == product["name"]
        ways = offer.get("shippingDetails", [])
        sent = [(each["shippingLabel"], f"€{each['shippingRate']['value']}") for each in ways]
        assert [(way, said.rpartition(", ")[2]) for way, said in facts(page, "product-delivery")] == sent
        assert sold_out == (not sent)
        policy = offer["hasMerchantReturnPolicy"]
        assert policy["returnFees"].endswith("/FreeReturn")
        assert f"within {policy['merchantReturnDays']} days, free of charge" == facts(page, "product-returns")[0][1]


async def test_what_is_priced_in_another_currency_is_offered_to_nobody(browser: httpx.AsyncClient) -> None:
    francs = make_variant("CHF", price=Money(1250, "CHF"))
    await on_the_shelf(slug="mug", variants=[francs])
    assert offers(await browser.get("/products/mug")) == {}


async def test_what_merchants_and_buyers_write_stays_inside_of_its_script_and_its_head(
    browser: httpx.AsyncClient,
) -> None:
    mug = await on_the_shelf(HOSTILE, slug="mug", vendor=HOSTILE, seo_description=HOSTILE, category="Table")
    await make_review(mug, 4, title=HOSTILE, text=HOSTILE, name="Grace")
    await make_review(mug, 5)
    page = await browser.get("/products/mug")
    said, own = things(page)["Product"], head(page)
    assert (said["name"], said["brand"]["name"]) == (HOSTILE, HOSTILE)
    assert said["aggregateRating"] == {
        "@type": "AggregateRating",
        "ratingValue": "4.50",
        "reviewCount": 2,
        "bestRating": 5,
        "worstRating": 1,
    }
    [hostile] = [each for each in said["review"] if "alert" in each["name"]]
    assert (hostile["reviewBody"].startswith("</script>"), hostile["reviewRating"]["ratingValue"]) == (True, 4)
    assert own.title.startswith(HOSTILE)
    assert (own.said["description"], own.said["og:title"], own.said["og:description"]) == (HOSTILE, HOSTILE, HOSTILE)
    assert {kind for kind, _ in own.scripts} <= {None, "module", "speculationrules", "application/ld+json"}
    assert "alert(1)" not in "".join(text for kind, text in own.scripts if kind != "application/ld+json")
