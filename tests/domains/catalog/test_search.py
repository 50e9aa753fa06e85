"""What is found for what is typed, over one small shop."""

from collections.abc import AsyncIterator

import pytest

from domains import catalog
from domains.catalog import ProductStatus, search, suggest
from domains.shared.errors import Unavailable
from domains.shared.money import Money
from tests.support.catalog import eur, make_picture, make_product, make_variant
from tests.support.emptying import empty_collections


@pytest.fixture(scope="module")
async def shelf(stores: dict[str, str]) -> AsyncIterator[None]:
    await catalog.documents.connect()
    await empty_collections(catalog.documents)
    await make_product(
        "Harbour Mug",
        description="<p>Glazed stoneware, made for morning&nbsp;coffee.</p>",
        vendor="Ærø Pottery",
        tags=["ceramic", "gift"],
        category="Table/Mugs",
        variants=[
            make_variant(
                "HM-BLUE-1",
                price=eur(18_00),
                barcode="4006381333931",
                dimensions=catalog.Dimensions(length=140, width=100, height=110),
            ),
            make_variant(
                "HM-SAND-1",
                price=eur(16_00),
                compare_at=eur(20_00),
                dimensions=catalog.Dimensions(length=120, width=85, height=95),
            ),
        ],
        pictures=[make_picture("cd" * 20, alt="A blue mug")],
    )
    await make_product(
        "Teapot", description="Pours well beside the Harbour mug.", category="Table/Pots", price=eur(42_00)
    )
    await make_product("Mug Tree", vendor="Oak & Sons", category="Kitchen", price=eur(30_00))
    await make_product("Running Cloth", tags=["linen"], category="Kitchen/Linen", price=eur(9_00))
    await make_product("Smörgås Board", vendor="Teapot Ltd", category="Kitchen", price=eur(55_00))
    await make_product("Candlestick", description="Brass.", category="Living", price=eur(25_00))
    await make_product("Waffle Towel", description="Soft and thick.", category="Bath", price=eur(19_00))
    await make_product("Serving Bowl", description="Glazed and fired.", category="Bath", price=eur(29_00))
    await make_product("Linen T-Shirt Apron", category="Kitchen/Linen", price=eur(35_00))
    await make_product("Secret Mug", status=ProductStatus.DRAFT, category="Table/Mugs")
    await make_product("Old Mug", status=ProductStatus.ARCHIVED, category="Table/Mugs")
    await make_product("Dollar Mug", price=Money(1_00, "USD"))
    await catalog.search_index.start()
    await catalog.search_index.catch_up(60)
    yield
    await catalog.search_index.stop()


async def titles(query: str = "", **how: object) -> list[str]:
    return [card.title for card in (await search(query, **how)).cards]  # type: ignore[arg-type]


async def test_a_name_goes_before_a_brand_and_a_brand_before_a_description(shelf: None) -> None:
    *named, described = await titles("mug")
    assert sorted(named) == ["Harbour Mug", "Mug Tree"]
    assert described == "Teapot"
    assert await titles("teapot") == ["Teapot", "Smörgås Board"]


async def test_the_exact_title_comes_first(shelf: None) -> None:
    assert (await titles("MUG  tree"))[0] == "Mug Tree"
    assert (await titles("harbour mug"))[0] == "Harbour Mug"


@pytest.mark.parametrize("query", ["run", "runs", "running", "RUNNING", "runn", "running clo"])
async def test_stems_and_beginnings_find_the_word(shelf: None, query: str) -> None:
    assert await titles(query) == ["Running Cloth"]


@pytest.mark.parametrize("query", ["taepot", "teapt", "teapott", "texpot", "tepaot"])
async def test_one_slip_is_forgiven(shelf: None, query: str) -> None:
    assert (await titles(query))[0] == "Teapot"


@pytest.mark.parametrize("query", ["towl", "twoel", "towwel", "owel"])
async def test_the_closer_misspelling_comes_first(shelf: None, query: str) -> None:
    assert (await titles(query))[0] == "Waffle Towel"
    assert (await titles("boewl"))[0] == "Serving Bowl"


@pytest.mark.parametrize("query", ["AND", "and", "the"])
async def test_words_that_tell_nothing_find_no_descriptions(shelf: None, query: str) -> None:
    assert await titles(query) == []


async def test_two_slips_are_forgiven_in_long_words_and_none_in_short(shelf: None) -> None:
    assert await titles("candelstik") == ["Candlestick"]
    assert await titles("tepit") == []
    assert await titles("mgu") == []


async def test_a_slip_beside_a_right_word_still_asks_for_both(shelf: None) -> None:
    assert await titles("harbor mug") == ["Harbour Mug", "Teapot"]


@pytest.mark.parametrize("query", ["smorgas", "Smörgås", "SMÖRGÅS BOARD", "smo\u0308rga\u030as"])
async def test_accents_do_not_matter(shelf: None, query: str) -> None:
    assert await titles(query) == ["Smörgås Board"]


async def test_brand_tag_category_and_description_are_searched(shelf: None) -> None:
    assert await titles("aero") == ["Harbour Mug"]
    assert await titles("ceramics") == ["Harbour Mug"]
    assert await titles("living") == ["Candlestick"]
    assert await titles("brass") == ["Candlestick"]
    assert await titles("morning coffee") == ["Harbour Mug"]
    assert await titles("nbsp") == []


async def test_hyphens_and_small_words_do_not_stand_in_the_way(shelf: None) -> None:
    assert await titles("tshirt") == ["Linen T-Shirt Apron"]
    assert await titles("t-shirt apron") == ["Linen T-Shirt Apron"]
    assert await titles("the board") == ["Smörgås Board"]


@pytest.mark.parametrize("query", ["HM-SAND-1", "hm-sand-1", " hmsand1 ", "HM SAND 1", "4006381333931", "hm-sand"])
async def test_a_stock_code_or_a_barcode_finds_its_product(shelf: None, query: str) -> None:
    assert await titles(query) == ["Harbour Mug"]


async def test_only_what_is_for_sale_in_our_currency_is_found(shelf: None) -> None:
    assert {"Secret Mug", "Old Mug", "Dollar Mug"}.isdisjoint(await titles("mug"))
    assert (await search()).total == 9
    assert await titles("secret") == []


async def test_words_that_meet_nowhere_are_found_apart(shelf: None) -> None:
    assert set(await titles("brass board")) == {"Candlestick", "Smörgås Board"}


async def test_a_category_includes_those_below_it(shelf: None) -> None:
    assert set(await titles(category="kitchen")) == {
        "Mug Tree",
        "Running Cloth",
        "Smörgås Board",
        "Linen T-Shirt Apron",
    }
    assert set(await titles(category="/kitchen/linen/")) == {"Running Cloth", "Linen T-Shirt Apron"}
    assert await titles("mug", category="kitchen") == ["Mug Tree"]
    assert await titles(category="kitch") == []


async def test_sorting_by_price_name_and_age(shelf: None) -> None:
    by_price = [
        "Running Cloth",
        "Harbour Mug",
        "Waffle Towel",
        "Candlestick",
        "Serving Bowl",
        "Mug Tree",
        "Linen T-Shirt Apron",
        "Teapot",
        "Smörgås Board",
    ]
    assert await titles(sort="price") == by_price
    assert await titles(sort="-price") == by_price[::-1]
    assert await titles(sort="name") == sorted(by_price, key=lambda title: title.replace("ö", "o"))
    assert (await titles(sort="newest"))[0] == "Linen T-Shirt Apron"
    assert await titles(sort="nonsense") == await titles(sort="newest")
    assert await titles("mug", sort="-price") == ["Teapot", "Mug Tree", "Harbour Mug"]


async def test_pages_do_not_overlap_and_end_at_the_last(shelf: None) -> None:
    pages = [await search(sort="name", page=number, size=3) for number in (1, 2, 3)]
    assert [len(page.cards) for page in pages] == [3, 3, 3]
    assert len({card.product_id for page in pages for card in page.cards}) == 9
    assert {(page.total, page.pages) for page in pages} == {(9, 3)}
    assert await search(sort="name", page=99, size=3) == pages[2]
    assert await search(sort="name", page=-5, size=3) == pages[0]
    assert (await search("nothing like it", page=7)).page == 1


async def test_a_card_shows_the_lowest_price_what_it_was_and_the_smallest_size(shelf: None) -> None:
    card = (await search("harbour mug")).cards[0]
    assert (card.price_from, card.compare_at, card.varies) == (eur(16_00), eur(20_00), True)
    assert (card.skus, card.image, card.alt) == (("HM-BLUE-1", "HM-SAND-1"), "cd" * 20, "A blue mug")
    assert (card.vendor, card.category) == ("Ærø Pottery", "table/mugs")
    assert card.size == catalog.ShelfSize((120, 85, 95), varies=True)
    plain = (await search("teapot")).cards[0]
    assert (plain.price_from, plain.compare_at, plain.varies, plain.image) == (eur(42_00), None, False, None)
    assert plain.size is None


async def test_suggestions_name_products_and_categories(shelf: None) -> None:
    offered = await suggest("mu")
    assert {card.title for card in offered.products} == {"Harbour Mug", "Mug Tree"}
    assert [(hit.path, hit.name, hit.products) for hit in offered.categories] == [("table/mugs", "Mugs", 1)]
    assert await suggest(" ") == catalog.Suggestions((), ())
    assert len((await suggest("m", limit=1)).products) == 1


@pytest.mark.parametrize(
    "query",
    ["x" * 10_000, "mug " * 2_500, "\x00\x01\x1f", "\ud800", '{"$gt":""}', '"', '"mug', "'", "\\", "AND", "mug AND",
     "OR OR", "NOT", "-mug", "+", "*", "?", "~", "^", "title:mug", "(", "[a TO b]", "/.*/", "😀", "مرحبا", "\u202emug",
     "杯子", "%", "'; --", "<script>", "a" * 41, " ".join("abcdefghijklmnopqrstuvwxyz"), "1e309", "ﬀ" * 500,
     "\u0301" * 300, "-" * 400],
)  # fmt: skip
async def test_whatever_is_typed_there_is_an_answer(shelf: None, query: str) -> None:
    for category in (None, query):
        found = await search(query, category=category, sort=query, page=10**12, size=10**12)
        assert found.page == found.pages
        assert len(found.cards) <= found.total
    await suggest(query)


async def test_without_an_index_the_search_says_so() -> None:
    with pytest.raises(Unavailable):
        catalog.SearchIndex().view.refresh()
    assert not catalog.SearchIndex().ready()
