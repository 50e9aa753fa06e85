"""Front page, departments, search and a product's page: what stands there, and what an odd address gets."""

import re
from datetime import timedelta
from urllib.parse import quote

import httpx
import pytest

from domains import catalog
from domains.catalog.categories import tree
from domains.shared import clock, texts
from domains.shared.settings import settings
from tests.support.catalog import eur, make_picture, make_variant
from tests.support.visiting import HTMX, heading, on_the_shelf, title


async def stock_a_few(index: catalog.SearchIndex) -> None:
    await on_the_shelf("Harbour Mug", sku="MUG", price=eur(12_50), category="Table/Mugs")
    await on_the_shelf("Teapot", sku="POT", price=eur(42_00), category="Table/Pots")
    await on_the_shelf("Candlestick", sku="CND", price=eur(25_00), category="Living", stock=0)
    await index.catch_up()
    catalog.forget_tree()


def names(page: httpx.Response) -> list[str]:
    return re.findall(r'class="product-card__link"[^>]*>([^<]+)<', page.text)


async def test_the_front_page_shows_real_goods_with_their_prices(
    browser: httpx.AsyncClient, index: catalog.SearchIndex
) -> None:
    await stock_a_few(index)
    page = await browser.get("/")
    assert page.status_code == 200
    assert sorted(names(page)) == ["Candlestick", "Harbour Mug", "Teapot"]
    assert "€12.50" in page.text
    assert heading(page)
    assert "set-cookie" not in page.headers


async def test_a_department_lists_what_is_in_it_and_below(
    browser: httpx.AsyncClient, index: catalog.SearchIndex
) -> None:
    await stock_a_few(index)
    page = await browser.get("/categories/table?sort=price")
    assert names(page) == ["Harbour Mug", "Teapot"]
    assert heading(page) == "Table"
    assert f'<meta name="description" content="Table at {settings().shop_name}: Harbour Mug; Teapot."' in page.text
    assert re.findall(r'rel="canonical" href="https?://[^/"]+(/[^"]*)"', page.text) == ["/categories/table"]
    below = await browser.get("/categories/table/pots")
    assert names(below) == ["Teapot"]
    assert 'href="/categories/table"' in below.text.split('class="breadcrumb"')[1]


async def test_htmx_gets_the_list_alone(browser: httpx.AsyncClient, index: catalog.SearchIndex) -> None:
    await stock_a_few(index)
    answer = await browser.get("/categories/table?sort=-price", headers=HTMX)
    assert names(answer) == ["Teapot", "Harbour Mug"]
    assert "<html" not in answer.text
    restored = await browser.get("/categories/table?sort=-price", headers=HTMX | {"HX-History-Restore-Request": "true"})
    assert "<html" in restored.text


async def test_what_is_sold_out_is_shown_and_says_so(browser: httpx.AsyncClient, index: catalog.SearchIndex) -> None:
    await stock_a_few(index)
    assert "Sold out" in (await browser.get("/categories/living")).text
    product = await browser.get(f"/products/{await slug_of('CND')}")
    assert "Sold out" in product.text
    assert "Add to cart" not in product.text


async def slug_of(sku: str) -> str:
    return (await catalog.offer(sku)).slug


async def test_a_search_finds_and_an_empty_one_offers_a_way_on(
    browser: httpx.AsyncClient, index: catalog.SearchIndex
) -> None:
    await stock_a_few(index)
    assert names(await browser.get("/search?q=harbor")) == ["Harbour Mug"]
    named = await browser.get("/search?q=cnd")  # an item number, as people type it
    assert (named.status_code, named.headers["location"]) == (303, f"/products/{await slug_of('CND')}?variant=CND")
    nothing = await browser.get("/search?q=" + quote("zzz <script>"))
    assert nothing.status_code == 200
    assert "zzz &lt;script&gt;" in nothing.text
    assert sorted(names(nothing)) == ["Candlestick", "Harbour Mug", "Teapot"]  # what is bought most often
    assert 'href="/categories/table"' in nothing.text


async def test_suggestions_are_a_list_for_htmx_and_a_page_without(
    browser: httpx.AsyncClient, index: catalog.SearchIndex
) -> None:
    await stock_a_few(index)
    swapped = await browser.get("/search/suggest?q=tea", headers=HTMX)
    assert 'id="search-suggestions"' in swapped.text
    assert "Teapot" in swapped.text
    assert "<html" not in swapped.text
    assert heading(await browser.get("/search/suggest?q=tea")) == "Suggestions for “tea”"


async def test_a_path_longer_than_any_is_not_taken_apart(
    browser: httpx.AsyncClient, index: catalog.SearchIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken_apart: list[str] = []
    monkeypatch.setattr(tree, "lineage", lambda path: taken_apart.append(path) or [])
    assert (await browser.get("/categories/" + "a/" * 10_000)).status_code == 404
    assert taken_apart == [""]


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/search?page=0", 404),
        ("/search?page=-1", 404),
        ("/search?page=abc", 404),
        ("/search?page=2", 404),
        ("/search?page=99999999999999999999", 404),
        ("/search?q=%00%ff&sort=%27&page=1&&=&%", 303),
        ("/search?q=%00%ff&sort=%27&page=1&&", 200),
        ("/search?q=" + "x" * 3000, 200),
        ("/search?price_from=1e999999&price_to=-1e999999", 200),
        ("/search/suggest?q=%00%00", 200),
        ("/categories/nope", 404),
        ("/categories/%00", 404),
        ("/categories/" + "a/" * 10_000, 404),
        ("/categories/Table", 301),
        ("/categories/table?sort=nonsense", 200),
        ("/products/nope", 404),
        ("/products/%00", 404),
        ("/products/" + "x" * 3000, 404),
    ],
)
async def test_an_odd_address_gets_a_page_or_a_404(
    browser: httpx.AsyncClient, index: catalog.SearchIndex, address: str, status: int
) -> None:
    await stock_a_few(index)
    answer = await browser.get(address)
    assert answer.status_code == status
    assert (await browser.head(address)).status_code == status


async def test_a_former_address_leads_to_the_new_one_with_its_variant(browser: httpx.AsyncClient) -> None:
    await on_the_shelf("Mug", slug="mug", former_slugs=["old-mug"])
    answer = await browser.get("/products/old-mug?variant=MUG")
    assert (answer.status_code, answer.headers["location"]) == (301, "/products/mug?variant=MUG")


def choices(page: httpx.Response) -> list[tuple[str, str, str, str, bool]]:
    """Axis, the variant its radio leads to, value, why it is struck out, whether it is chosen."""
    found = []
    for form in re.findall(r'<form class="axis".*?</form>', page.text, re.S):
        [axis] = re.findall(r'<legend class="axis__name">([^:]+):', form)
        for label in re.findall(r'<label class="axis__choice.*?</label>', form, re.S):
            [(sku, checked)] = re.findall(r'name="variant" value="([^"]+)"( checked)?', label)
            [value] = re.findall(r'class="axis__value">([^<]+)<', label)
            notes = re.findall(r'class="axis__note">([^<]+)<', label)
            assert ("axis__choice--without" in label) is bool(notes)
            found.append((axis, sku, value, "".join(notes), bool(checked)))
    return found


async def test_each_variant_has_an_address_and_what_cannot_be_had_says_why(browser: httpx.AsyncClient) -> None:
    await on_the_shelf(
        "Shirt",
        slug="shirt",
        options=[
            catalog.Option(name="Colour", values=["Navy", "Sand"]),
            catalog.Option(name="Size", values=["S", "M"]),
        ],
        variants=[
            make_variant("SH-N-S", options={"Colour": "Navy", "Size": "S"}, price=eur(30_00)),
            make_variant("SH-N-M", options={"Colour": "Navy", "Size": "M"}, price=eur(32_00), compare_at=eur(40_00)),
            make_variant("SH-S-S", options={"Colour": "Sand", "Size": "S"}, price=eur(30_00)),
        ],
        pictures=[make_picture(alt="A shirt")],
    )
    page = await browser.get("/products/shirt?variant=SH-N-M")
    assert 'name="sku" value="SH-N-M"' in page.text
    assert "€32.00" in page.text
    assert "€40.00" in page.text
    assert choices(page) == [
        ("Colour", "SH-N-M", "Navy", "", True),
        ("Colour", "SH-S-S", "Sand", "only S", False),
        ("Size", "SH-N-S", "S", "", False),
        ("Size", "SH-N-M", "M", "", True),
    ]
    unknown = await browser.get("/products/shirt?variant=NOPE")
    assert 'name="sku" value="SH-N-S"' in unknown.text


def found_at(page: httpx.Response) -> tuple[str, str, list[str]]:
    """Title, description and address, as search engines are told them."""
    [description] = re.findall(r'<meta name="description" content="([^"]*)"', page.text)
    return title(page), description, re.findall(r'rel="canonical" href="https?://[^/"]+(/[^"]*)"', page.text)


async def test_each_variant_is_found_at_an_address_of_its_own(browser: httpx.AsyncClient) -> None:
    option = [catalog.Option(name="Colour", values=["Navy", "Sand"])]
    size = catalog.Dimensions(length=270, width=0, height=22)
    variants = [make_variant(f"SH-{each[0]}", options={"Colour": each}, dimensions=size) for each in option[0].values]
    await on_the_shelf("Shirt", slug="shirt", options=option, variants=variants, description="<p>Worn in.</p>")
    page = await browser.get("/products/shirt?variant=sh-s&reviews=best")
    assert found_at(page) == ("Shirt, Sand – Barrow", "Sand. Worn in.", ["/products/shirt?variant=SH-S"])
    assert '<th scope="row">Dimensions</th><td>Ø 27 × 2.2 cm</td>' in page.text
    of_all = ("Shirt – Barrow", "Worn in.", ["/products/shirt"])
    assert found_at(await browser.get("/products/shirt")) == of_all
    assert found_at(await browser.get("/products/shirt?variant=NOPE&page=2")) == of_all
    part = await browser.get("/products/shirt?variant=SH-S", headers=HTMX)
    assert part.text.startswith("<title>Shirt, Sand – Barrow</title>")


async def test_a_sale_says_when_it_ends_whatever_begins_before(browser: httpx.AsyncClient) -> None:
    mug = await on_the_shelf("Mug", slug="mug", price=eur(20_00))
    variant, now = mug.variants[0].id, clock.now()
    await catalog.add_sale(mug.id, variant, eur(15_00), now, now + timedelta(days=30))
    await catalog.add_sale(mug.id, variant, eur(18_00), now + timedelta(days=2), now + timedelta(days=3))
    page = (await browser.get("/products/mug")).text
    assert re.findall(r">Until ([^<]+)<", page) == [texts.moment(now + timedelta(days=30))]
    await catalog.add_sale(mug.id, variant, eur(12_00), now, None)
    page = (await browser.get("/products/mug")).text
    assert "€12.00" in page
    assert ">Until " not in page


async def test_a_category_page_asks_mongodb_for_no_product(
    browser: httpx.AsyncClient, index: catalog.SearchIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    await stock_a_few(index)
    await browser.get("/categories/table")  # fills the process's caches
    asked: list[str] = []
    find = catalog.Product.find
    monkeypatch.setattr(catalog.Product, "find", lambda *args, **given: asked.append("find") or find(*args, **given))
    assert names(await browser.get("/categories/table")) == ["Teapot", "Harbour Mug"]
    assert asked == []
