"""A collection's page, what goes with a product, and quantities that only come in steps."""

import re

import httpx

from domains import catalog
from domains.catalog import CollectionDetails, CollectionKind
from tests.support.catalog import make_variant
from tests.support.visiting import heading, line_id, on_the_shelf, put_in_cart


async def test_a_collection_lists_its_products_and_its_former_address_leads_to_it(
    browser: httpx.AsyncClient, index: catalog.SearchIndex
) -> None:
    await on_the_shelf("Harbour Mug", sku="HM")
    await on_the_shelf("Teapot", sku="POT")
    made = await catalog.create_collection("Gifts", CollectionKind.MANUAL)
    assert (await browser.get("/collections/gifts")).status_code == 404
    made = await catalog.change_collection(
        made.id, CollectionDetails("Gifts", products=("POT",)), revision=made.revision
    )
    await index.catch_up()
    page = await browser.get("/collections/gifts")
    assert (page.status_code, heading(page)) == (200, "Gifts")
    assert "Teapot" in page.text
    assert "Harbour Mug" not in page.text
    assert 'name="collection"' not in page.text  # nobody chooses among ids
    await catalog.change_collection(made.id, CollectionDetails("Gifts", "presents", products=("POT",)), revision=None)
    moved = await browser.get("/collections/gifts")
    assert (moved.status_code, moved.headers["location"]) == (301, "/collections/presents")


async def test_a_collection_by_hand_is_shown_in_its_order_until_another_is_asked_for(
    browser: httpx.AsyncClient, index: catalog.SearchIndex
) -> None:
    for title, sku in (("Harbour Mug", "HM"), ("Teapot", "POT"), ("Ladle", "LADLE")):
        await on_the_shelf(title, sku=sku)
    made = await catalog.create_collection("Gifts", CollectionKind.MANUAL)
    said = CollectionDetails("Gifts", products=("POT", "HM", "LADLE"))
    await catalog.change_collection(made.id, said, revision=made.revision)
    await index.catch_up()

    async def titles(address: str) -> list[str]:
        return re.findall(r'product-card__link" href="[^"]*">([^<]*)<', (await browser.get(address)).text)

    assert await titles("/collections/gifts") == ["Teapot", "Harbour Mug", "Ladle"]
    assert await titles("/collections/gifts?sort=featured&page=1") == ["Teapot", "Harbour Mug", "Ladle"]
    assert await titles("/collections/gifts?sort=newest") == ["Ladle", "Teapot", "Harbour Mug"]
    assert await titles("/collections/gifts?sort=name") == ["Harbour Mug", "Ladle", "Teapot"]


async def test_what_goes_with_a_product_stands_on_its_page_while_it_is_for_sale(browser: httpx.AsyncClient) -> None:
    pot = await on_the_shelf("Teapot", sku="POT")
    cosy = await on_the_shelf("Tea cosy", sku="COSY", slug="cosy", related=[pot.id])
    assert "Teapot" in (await browser.get(f"/products/{cosy.slug}")).text
    await catalog.set_status(pot.id, catalog.ProductStatus.ARCHIVED)
    assert "Teapot" not in (await browser.get(f"/products/{cosy.slug}")).text


async def test_what_is_sold_in_steps_says_so_and_the_cart_holds_to_it(browser: httpx.AsyncClient) -> None:
    eggs = [make_variant("EGG", min_quantity=6, max_quantity=18, step=6)]
    await on_the_shelf("Egg cup", slug="egg", variants=eggs, stock=100)
    page = await browser.get("/products/egg")
    assert 'min="6" max="18" step="6"' in page.text
    refused = await put_in_cart(browser, "EGG", 7)
    assert refused.status_code == 422
    assert "This is sold in steps of 6: 6 or 12, for example." in refused.text
    assert (await put_in_cart(browser, "egg", 6)).status_code == 303
    over = await browser.post(f"/cart/lines/{await line_id(browser)}", data={"quantity": "24"})
    assert "You can have at most 18 of this." in over.text
