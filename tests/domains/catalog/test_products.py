import pytest

from domains import catalog
from domains.catalog import Conflict, Moved, NotForSale, ProductStatus, Unknown
from domains.shared.errors import Invalid
from domains.shared.ids import new_id
from domains.shared.money import Money
from tests.support.catalog import eur, make_picture, make_product, make_variant

pytestmark = pytest.mark.usefixtures("catalogue")


async def test_an_offer_carries_what_a_cart_line_copies() -> None:
    picture = make_picture(alt="A blue mug")
    variant = make_variant(
        "MUG-BLUE",
        price=eur(19_50),
        compare_at=eur(25_00),
        options={"Glaze": "Blue"},
        weight_grams=340,
        picture_id=picture.id,
    )
    product = await make_product("Mug", variants=[make_variant("MUG-RED"), variant], pictures=[make_picture(), picture])
    offer = await catalog.offer("MUG-BLUE")
    assert offer == catalog.Offer(
        sku="MUG-BLUE",
        product_id=product.id,
        slug=product.slug,
        title="Mug",
        options={"Glaze": "Blue"},
        image=picture.key,
        alt="A blue mug",
        price=eur(19_50),
        compare_at=eur(25_00),
        weight_grams=340,
        tax_class="standard",
        requires_shipping=True,
        inputs=catalog.PriceInputs(currency="EUR", regular=19_50, compare_at=25_00),
        lowest=eur(25_00),
        category="table/mugs",
    )


@pytest.mark.parametrize("status", [ProductStatus.DRAFT, ProductStatus.ARCHIVED])
async def test_what_is_not_published_is_not_for_sale(status: ProductStatus) -> None:
    await make_product(sku="HIDDEN", status=status)
    with pytest.raises(NotForSale):
        await catalog.offer("HIDDEN")


async def test_an_unknown_sku_and_another_currency_are_not_for_sale() -> None:
    await make_product(sku="DOLLARS", price=Money(10_00, "USD"))
    await make_product(sku="EUROS", price=eur(10_00))
    assert set(await catalog.offers(["DOLLARS", "EUROS", "NOTHING"])) == {"EUROS"}
    assert await catalog.offers([]) == {}


async def test_a_product_is_found_by_its_slug() -> None:
    product = await make_product("Bowl", slug="bowl")
    assert (await catalog.product("bowl")).id == product.id


async def test_an_old_slug_leads_to_the_new_one() -> None:
    await make_product("Bowl", slug="stoneware-bowl", former_slugs=["old-bowl"])
    with pytest.raises(Moved) as moved:
        await catalog.product("old-bowl")
    assert (moved.value.slug, moved.value.status) == ("stoneware-bowl", 301)


async def test_a_slug_in_other_letters_leads_to_the_right_one() -> None:
    await make_product("Bowl", slug="stoneware-bowl")
    with pytest.raises(Moved) as moved:
        await catalog.product("Stoneware Bowl")
    assert moved.value.slug == "stoneware-bowl"


@pytest.mark.parametrize("slug", ["", "nothing", "../../etc/passwd", "a" * 5000, "\x00", "draft-bowl"])
async def test_what_may_not_be_shown_is_unknown(slug: str) -> None:
    await make_product("Bowl", slug="draft-bowl", status=ProductStatus.DRAFT)
    with pytest.raises(Unknown):
        await catalog.product(slug)


async def test_staff_find_any_product_by_id() -> None:
    product = await make_product(status=ProductStatus.DRAFT)
    assert (await catalog.find_product(product.id)).title == "Mug"
    with pytest.raises(Unknown):
        await catalog.find_product(new_id())


async def test_staff_list_products_by_title_status_slug_and_sku() -> None:
    await make_product("Zebra rug")
    await make_product("Bowl", sku="BWL-1", slug="bowl")
    await make_product("Bowl (draft)", status=ProductStatus.DRAFT)
    assert [each.title for each in (await catalog.products()).items] == ["Bowl", "Bowl (draft)", "Zebra rug"]
    assert [each.title for each in (await catalog.products(status=ProductStatus.DRAFT)).items] == ["Bowl (draft)"]
    assert [each.title for each in (await catalog.products(query="(DRAFT")).items] == ["Bowl (draft)"]
    assert [each.title for each in (await catalog.products(query="BWL-1")).items] == ["Bowl"]
    assert [each.title for each in (await catalog.products(query="bowl")).items] == ["Bowl"]
    assert (await catalog.products(query="nothing at all")).total == 0


async def test_a_page_beyond_the_last_is_the_last() -> None:
    await make_product("Bowl")
    found = await catalog.products(page=99)
    assert ([each.title for each in found.items], found.page, found.pages, found.total) == (["Bowl"], 1, 1, 1)


async def test_staff_change_a_price() -> None:
    product = await make_product(price=eur(12_50))
    await catalog.change_price(product.id, product.variants[0].id, eur(9_90), eur(12_50), revision=product.revision)
    found = await catalog.find_product(product.id)
    assert (found.variants[0].price, found.variants[0].compare_at) == (eur(9_90), eur(12_50))
    assert found.revision != product.revision


async def test_whoever_comes_second_with_a_price_is_told() -> None:
    product = await make_product(price=eur(12_50))
    variant = product.variants[0].id
    await catalog.change_price(product.id, variant, eur(11_00), None, revision=product.revision)
    with pytest.raises(Conflict):
        await catalog.change_price(product.id, variant, eur(10_00), None, revision=product.revision)
    assert (await catalog.find_product(product.id)).variants[0].price == eur(11_00)


@pytest.mark.parametrize(
    ("price", "compare_at"),
    [
        (eur(-1), None),
        (eur(100_000_000), None),
        (Money(10_00, "USD"), None),
        (eur(10_00), eur(10_00)),
        (eur(10_00), Money(20_00, "USD")),
    ],
)
async def test_a_price_that_cannot_be_is_refused(price: Money, compare_at: Money | None) -> None:
    product = await make_product(price=eur(12_50))
    with pytest.raises(Invalid):
        await catalog.change_price(product.id, product.variants[0].id, price, compare_at)
    assert (await catalog.find_product(product.id)).revision == product.revision


async def test_an_unchanged_price_is_not_written() -> None:
    product = await make_product(price=eur(12_50))
    await catalog.change_price(product.id, product.variants[0].id, eur(12_50), None)
    assert (await catalog.find_product(product.id)).revision == product.revision


async def test_a_product_is_published_and_taken_away() -> None:
    product = await make_product(sku="MUG", status=ProductStatus.DRAFT)
    assert (await catalog.set_status(product.id, ProductStatus.ACTIVE)).published_at is not None
    assert (await catalog.offer("MUG")).product_id == product.id
    await catalog.set_status(product.id, ProductStatus.ARCHIVED)
    with pytest.raises(NotForSale):
        await catalog.offer("MUG")


async def test_the_audit_finds_a_name_that_nobody_claimed() -> None:
    await make_product(sku="MUG", slug="mug")
    assert (await catalog.audit()).problems == ()
    await catalog.documents.database["sku_claims"].delete_one({"_id": "mug"})
    audit = await catalog.audit()
    assert (audit.products, audit.variants, len(audit.problems)) == (1, 1, 1)
    assert audit.problems[0].startswith("The SKU mug is borne by product")
