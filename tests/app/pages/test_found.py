"""The shop as crawlers find it: heads, sitemaps, the feed, and what must not be found."""

import re
from datetime import date
from xml.etree import ElementTree

import httpx
import pytest

from domains import catalog, inventory
from domains.catalog import CategoryDetails, CollectionDetails, CollectionKind, ProductStatus
from domains.shared import media
from domains.shared.settings import settings
from tests.support.catalog import eur, gather, make_picture, make_variant
from tests.support.machines import head, offers, things
from tests.support.picture_host import drawn
from tests.support.visiting import heading, on_the_shelf, title

MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
GOOGLE = "{http://base.google.com/ns/1.0}"
PLATES = 5
FED = {
    "MUG-R": ("in_stock", ""),
    "MUG-B": ("backorder", "2027-03-20T00:00Z"),
    "SWEET": ("out_of_stock", ""),
}
SCHEMA = {"in_stock": "InStock", "backorder": "BackOrder", "out_of_stock": "OutOfStock"}
REQUIRED = ("id", "title", "description", "link", "image_link", "availability", "price", "condition")


async def put_plates(numbers: range) -> None:
    for number in numbers:
        await on_the_shelf(f"Plate {number}", slug=f"plate-{number}", sku=f"PLATE-{number}", category="Table/Plates")


@pytest.fixture
async def shelves(browser: httpx.AsyncClient, index: catalog.SearchIndex) -> None:
    """Two departments, a collection, something sold out, archived, not published yet, and a hidden branch."""
    saved = await media.save_picture(drawn())
    picture = make_picture(saved.key, alt="A mug")
    colours = [
        make_variant("MUG-R", options={"Colour": "Red"}, barcode="4006381333931", compare_at=eur(15_00)),
        make_variant("MUG-B", options={"Colour": "Blue"}, price=eur(13_00)),
    ]
    await on_the_shelf("Mug & Co", slug="mug", variants=colours, vendor="Oak", pictures=[picture])
    await on_the_shelf("Чашка", slug="чашка", sku="SWEET", category="Kitchen", stock=0, pictures=[picture])
    await put_plates(range(PLATES))
    await on_the_shelf("Draft", slug="draft", sku="DRAFT", status=ProductStatus.DRAFT)
    await on_the_shelf("Secret", slug="secret", sku="SECRET", category="Secret")
    await catalog.change_category("secret", CategoryDetails("Secret", hidden=True))
    await gather("Gifts", ("MUG-R",))
    hidden = await catalog.create_collection("Later", CollectionKind.MANUAL)
    await catalog.change_collection(hidden.id, CollectionDetails("Later", hidden=True), revision=hidden.revision)
    await catalog.write_demo_articles("tests")
    await index.catch_up()


@pytest.fixture
async def two_pages(shelves: None, index: catalog.SearchIndex) -> None:
    """More plates than stand on one page of a list."""
    await put_plates(range(PLATES, 24))
    await index.catch_up()


async def addresses(browser: httpx.AsyncClient, address: str) -> list[str]:
    answer = await browser.get(address)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/xml")
    return [found.text or "" for found in ElementTree.fromstring(answer.content).iter(f"{MAP}loc")]


async def everything(browser: httpx.AsyncClient) -> list[str]:
    """All that the sitemaps name, as paths."""
    base = settings().base_url
    parts = await addresses(browser, "/sitemap.xml")
    found = [each for part in parts for each in await addresses(browser, part.removeprefix(base))]
    assert all(each.startswith(f"{base}/") for each in found)
    return [each.removeprefix(base) for each in found]


@pytest.mark.usefixtures("shelves")
async def test_the_sitemaps_name_all_there_is_to_see_and_nothing_else(browser: httpx.AsyncClient) -> None:
    found = await everything(browser)
    assert len(found) == len(set(found))
    assert {each for each in found if not each.startswith("/products/plate-")} == {
        "/", "/pages/delivery", "/pages/returns", "/pages/contact", "/pages/about", "/pages/privacy", "/pages/imprint",
        "/categories/table", "/categories/table/mugs", "/categories/table/plates", "/categories/kitchen",
        "/collections/gifts", "/products/mug", "/products/%D1%87%D0%B0%D1%88%D0%BA%D0%B0",
    }  # fmt: skip
    assert sum(each.startswith("/products/plate-") for each in found) == PLATES


@pytest.mark.usefixtures("two_pages")
async def test_every_page_of_the_sitemaps_is_there_and_has_a_head_of_its_own(browser: httpx.AsyncClient) -> None:
    found = [*await everything(browser), "/categories/table?page=2"]
    titles, descriptions = [], []
    for address in found:
        page = await browser.get(address)
        own = head(page)
        assert page.status_code == 200
        assert "noindex" not in page.text
        assert [httpx.URL(each).raw_path for each in own.canonical] == [httpx.URL(address).raw_path]
        assert own.said["og:url"] == own.canonical[0]
        assert own.said["og:description"] == own.said["description"]
        titles.append(own.title)
        descriptions.append(own.said["description"])
    assert len(set(titles)) == len(found)
    assert len({each for each, address in zip(descriptions, found, strict=True) if "plate-" not in address}) == len(
        [each for each in found if "plate-" not in each]
    )


@pytest.mark.usefixtures("shelves")
async def test_a_page_is_passed_on_with_a_picture_as_large_as_it_says(browser: httpx.AsyncClient) -> None:
    for address in ("/products/mug", "/categories/table/mugs", "/collections/gifts"):
        said = head(await browser.get(address)).said
        picture = await browser.get(said["og:image"].removeprefix(settings().base_url))
        assert picture.status_code == 200
        saved = await media.drawn_size(said["og:image"].split("/")[-2], 960)
        assert (said["og:image:width"], said["og:image:height"]) == tuple(str(each) for each in saved or ())
        assert said["twitter:card"] == "summary_large_image"
    assert head(await browser.get("/products/mug")).said["og:image:alt"] == "A mug"
    assert "og:image" not in head(await browser.get("/products/plate-1")).said


@pytest.mark.usefixtures("shelves")
async def test_a_filtered_list_is_not_to_be_found_and_names_the_whole_one(browser: httpx.AsyncClient) -> None:
    page = await browser.get("/categories/table?brand=Oak&sort=price")
    own = head(page)
    assert (own.said["robots"], own.canonical) == ("noindex, follow", [f"{settings().base_url}/categories/table"])
    assert "noindex" in head(await browser.get("/search?q=mug")).said["robots"]


@pytest.mark.usefixtures("shelves")
async def test_the_front_page_says_who_keeps_the_shop(browser: httpx.AsyncClient) -> None:
    told = things(await browser.get("/"))
    assert told["WebSite"]["publisher"] == {"@id": told["OnlineStore"]["@id"]}
    assert told["OnlineStore"]["hasMerchantReturnPolicy"]["merchantReturnLink"].endswith("/pages/returns")
    assert (await browser.get(told["OnlineStore"]["logo"].removeprefix(settings().base_url))).status_code == 200


async def test_robots_are_told_where_to_go_and_where_not(browser: httpx.AsyncClient) -> None:
    answer = await browser.get("/robots.txt")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    lines = answer.text.splitlines()
    assert lines[-1] == f"Sitemap: {settings().base_url}/sitemap.xml"
    assert {"/admin", "/cart", "/checkout", "/search"} <= {line.removeprefix("Disallow: ") for line in lines}


@pytest.mark.usefixtures("shelves")
async def test_a_sitemap_is_made_once_until_something_changes(
    browser: httpx.AsyncClient, index: catalog.SearchIndex
) -> None:
    [part] = [each for each in await addresses(browser, "/sitemap.xml") if "products-" in each]
    path = part.removeprefix(settings().base_url)
    asked = await browser.get(path, headers={"Accept-Encoding": "gzip"})
    assert asked.headers["content-encoding"] == "gzip"
    assert (await browser.get(path, headers={"Accept-Encoding": ""})).content == asked.content
    mug = await catalog.product("mug")
    await catalog.set_status(mug.id, ProductStatus.ARCHIVED)
    await index.catch_up()
    assert len(await addresses(browser, path)) == PLATES + 1
    for unknown in ("products-99.xml", "products-x.xml", "products-.xml", "secrets.xml"):
        assert (await browser.get(f"/sitemaps/{unknown}")).status_code == 404


@pytest.mark.usefixtures("shelves")
async def test_the_feed_offers_what_the_pages_offer_and_only_that(browser: httpx.AsyncClient) -> None:
    await inventory.set_on_hand("MUG-B", "main", 0, reason="counted", actor="tests")
    awaited = inventory.Limits(beyond=3, due_on=date(2027, 3, 20))
    await inventory.set_limits("MUG-B", "main", awaited, reason="ordered", actor="tests")
    answer = await browser.get("/feeds/google.xml")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/xml")
    items = {item.findtext(f"{GOOGLE}id"): item for item in ElementTree.fromstring(answer.content).iter("item")}
    assert set(items) == {"MUG-R", "MUG-B", "SWEET"}  # the plates have no picture yet
    for sku, item in items.items():
        assert [name for name in REQUIRED if not item.findtext(f"{GOOGLE}{name}")] == []
        assert len(item.findall(f"{GOOGLE}gtin")) + len(item.findall(f"{GOOGLE}identifier_exists")) == 1
        link = item.findtext(f"{GOOGLE}link") or ""
        offer = offers(await browser.get(link.removeprefix(settings().base_url)))[sku]
        price = item.findtext(f"{GOOGLE}sale_price") or item.findtext(f"{GOOGLE}price")
        assert price == f"{offer['price']} {offer['priceCurrency']}"
        available, day = (item.findtext(f"{GOOGLE}{name}", "") for name in ("availability", "availability_date"))
        assert (available, day) == FED[sku]
        assert offer["availability"] == f"https://schema.org/{SCHEMA[available]}"
        assert offer.get("availabilityStarts", "") == day.removesuffix("T00:00Z")
        sent = [each.findtext(f"{GOOGLE}price") for each in item.iter(f"{GOOGLE}shipping")]
        told = [f"{each['shippingRate']['value']} EUR" for each in offer.get("shippingDetails", [])]
        assert told == ([] if available == "out_of_stock" else sent)


@pytest.mark.usefixtures("shelves")
async def test_the_feed_tells_variants_apart_and_keeps_them_together(browser: httpx.AsyncClient) -> None:
    items = ElementTree.fromstring((await browser.get("/feeds/google.xml")).content).iter("item")
    red, blue = [item for item in items if (item.findtext(f"{GOOGLE}id") or "").startswith("MUG")]
    told = ("title", "price", "sale_price", "gtin", "identifier_exists", "color", "brand")
    assert [red.findtext(f"{GOOGLE}{name}") for name in told] == [
        "Mug & Co, Red", "15.00 EUR", "12.50 EUR", "4006381333931", None, "Red", "Oak",
    ]  # fmt: skip
    assert [blue.findtext(f"{GOOGLE}{name}") for name in told] == [
        "Mug & Co, Blue", "13.00 EUR", None, None, "no", "Blue", "Oak",
    ]  # fmt: skip
    assert red.findtext(f"{GOOGLE}item_group_id") == blue.findtext(f"{GOOGLE}item_group_id")
    assert (red.findtext(f"{GOOGLE}image_link") or "").startswith(f"{settings().base_url}/media/")


@pytest.mark.usefixtures("shelves")
async def test_what_is_no_longer_sold_says_so_and_leads_on(
    browser: httpx.AsyncClient, index: catalog.SearchIndex
) -> None:
    plate = await catalog.product("plate-1")
    await catalog.set_status(plate.id, ProductStatus.DRAFT)  # now it has been published, and comes back
    await catalog.set_status(plate.id, ProductStatus.ACTIVE)
    await catalog.set_status(plate.id, ProductStatus.ARCHIVED)
    await index.catch_up()
    page = await browser.get("/products/plate-1")
    assert (page.status_code, heading(page)) == (410, "We no longer sell “Plate 1”")
    assert "noindex" in head(page).said["robots"]
    assert 'href="/categories/table/plates"' in page.text
    assert len(re.findall(r"product-card__link", page.text)) == 4
    assert 'action="/search"' in page.text.split("<main")[1]
    problem = await browser.get("/products/plate-1", headers={"Accept": "application/json"})
    assert (problem.status_code, problem.json()["detail"]) == (410, "“Plate 1” is no longer sold.")
    toast = await browser.get("/products/plate-1", headers={"HX-Request": "true"})
    assert (toast.status_code, toast.headers["hx-retarget"]) == (410, "#toasts")


@pytest.mark.usefixtures("shelves")
async def test_of_what_was_never_to_be_seen_nothing_is_told(browser: httpx.AsyncClient) -> None:
    [product] = (await catalog.products(query="Secret")).items
    for slug, status in (("secret", 404), ("draft", 404)):
        answer = await browser.get(f"/products/{slug}")
        assert (answer.status_code, slug.title() in answer.text.split("<main")[1]) == (status, False)
    await catalog.set_status(product.id, ProductStatus.DRAFT)
    await catalog.set_status(product.id, ProductStatus.ACTIVE)
    await catalog.set_status(product.id, ProductStatus.ARCHIVED)
    assert (await browser.get("/products/secret")).status_code == 404  # its branch is hidden


async def test_a_long_item_number_is_cut_for_the_feed_and_stays_one_of_its_own(
    browser: httpx.AsyncClient, index: catalog.SearchIndex
) -> None:
    saved = await media.save_picture(drawn())
    beginning = "LONG-" * 11
    variants = [make_variant(f"{beginning}{size}", options={"Size": size}) for size in "SL"]
    await on_the_shelf("Shirt", variants=variants, pictures=[make_picture(saved.key, alt="A shirt")])
    await index.catch_up()
    for _ in range(2):  # the same each time
        items = ElementTree.fromstring((await browser.get("/feeds/google.xml")).content).iter("item")
        small, large = [item.findtext(f"{GOOGLE}id") or "" for item in items]
        assert small == "LONG-LONG-LONG-LONG-LONG-LONG-LON-17d9a82fb97ff080"
        assert large == "LONG-LONG-LONG-LONG-LONG-LONG-LON-0282dbe60f416a80"


async def test_namesakes_have_titles_of_their_own(browser: httpx.AsyncClient, index: catalog.SearchIndex) -> None:
    sizes = [make_variant(f"W-{size}", options={"Size": size}) for size in "SL"]
    await on_the_shelf("Sea Mug", slug="north", sku="N-1")
    await on_the_shelf("Sea  mug", slug="west", variants=sizes)
    await on_the_shelf("Sea Mug", slug="draft", sku="D-1", status=ProductStatus.DRAFT)
    await on_the_shelf("Teapot", slug="teapot", sku="TEA", category="Gifts/Mugs")
    await index.catch_up()
    asked = ("north", "west", "west?variant=W-L", "teapot")
    assert [title(await browser.get(f"/products/{each}")) for each in asked] == [
        "Sea Mug, N-1 – Barrow", "Sea  mug, W-S – Barrow", "Sea  mug, L, W-L – Barrow", "Teapot – Barrow",
    ]  # fmt: skip
    shelves = ("gifts/mugs", "table/mugs", "table")
    assert [title(await browser.get(f"/categories/{each}")) for each in shelves] == [
        "Mugs, Gifts – Barrow", "Mugs, Table – Barrow", "Table – Barrow",
    ]  # fmt: skip
