from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from domains import catalog
from domains.catalog import PriceChange, VariantPrices
from domains.catalog.models import PriceList
from domains.catalog.prices import lists
from domains.shared import clock
from domains.shared.errors import Invalid
from tests.support.catalog import eur, make_product, make_variant
from tests.support.own_files import bring, outcomes, table

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)
DAY = timedelta(days=1)

pytestmark = pytest.mark.usefixtures("catalogue")


async def history(product: catalog.Product) -> list[tuple[object, ...]]:
    page = await catalog.price_records(product.id)
    return [(each.change, each.before, each.after, each.actor) for each in page.records]


async def test_every_change_of_a_price_is_remembered_with_who_made_it() -> None:
    product = await make_product(price=eur(20_00))
    variant = product.variants[0].id
    await catalog.change_price(product.id, variant, eur(18_00), None, actor="ada@shop.example")
    await catalog.change_price(product.id, variant, eur(18_00), None, actor="nobody")
    await catalog.change_price(product.id, variant, eur(19_00), eur(25_00), actor="bob@shop.example")
    assert await history(product) == [
        (PriceChange.REGULAR, eur(18_00), eur(19_00), "bob@shop.example"),
        (PriceChange.REGULAR, eur(20_00), eur(18_00), "ada@shop.example"),
    ]


async def test_a_refused_price_leaves_no_trace() -> None:
    product = await make_product(price=eur(20_00))
    with pytest.raises(Invalid):
        await catalog.change_price(product.id, product.variants[0].id, eur(20_00), eur(10_00))
    assert await history(product) == []
    assert (await catalog.find_product(product.id)).revision == product.revision


async def test_whoever_was_slower_leaves_no_trace_either() -> None:
    product = await make_product(price=eur(20_00))
    variant = product.variants[0].id
    await catalog.change_price(product.id, variant, eur(18_00), None)
    with pytest.raises(catalog.Conflict):
        await catalog.change_price(product.id, variant, eur(17_00), None, revision=product.revision)
    assert len(await history(product)) == 1


async def test_tiers_and_sales_are_remembered_too() -> None:
    product = await make_product(price=eur(20_00))
    variant = product.variants[0].id
    tiers = [catalog.Tier(quantity=3, price=eur(18_00))]
    await catalog.change_prices(product.id, variant, VariantPrices(eur(20_00), None, eur(9_00), tiers))
    await catalog.add_sale(product.id, variant, eur(15_00), clock.now() + DAY, None)
    found = await history(product)
    assert [each[:3] for each in found] == [
        (PriceChange.SALE, None, eur(15_00)),
        (PriceChange.TIER, None, eur(18_00)),
    ]


async def test_the_lowest_price_of_thirty_days_stands_beside_what_is_struck_through() -> None:
    with time_machine.travel(NOON, tick=False) as now:
        product = await make_product(sku="MUG", price=eur(20_00))
        variant = product.variants[0].id
        await catalog.change_price(product.id, variant, eur(17_00), None)
        now.shift(5 * DAY)
        await catalog.change_price(product.id, variant, eur(22_00), None)
        now.shift(5 * DAY)
        await catalog.add_sale(product.id, variant, eur(18_50), clock.now(), clock.now() + DAY)
        offer = await catalog.offer("MUG")
        assert (offer.price, offer.compare_at, offer.lowest) == (eur(18_50), eur(22_00), eur(17_00))
        now.shift(DAY)
        offer = await catalog.offer("MUG")
        assert (offer.price, offer.compare_at, offer.lowest) == (eur(22_00), None, None)


async def test_a_running_sale_ends_now_and_stays_known_and_one_to_come_is_taken_back() -> None:
    with time_machine.travel(NOON, tick=False) as now:
        product = await make_product(price=eur(20_00))
        variant = product.variants[0].id
        await catalog.add_sale(product.id, variant, eur(15_00), NOON, None)
        later = await catalog.add_sale(product.id, variant, eur(10_00), NOON + 9 * DAY, None)
        running, coming = later.variants[0].sales
        now.shift(DAY)
        await catalog.end_sale(product.id, variant, running.id)
        after = await catalog.end_sale(product.id, variant, coming.id)
        assert [(sale.price, sale.ends_at) for sale in after.variants[0].sales] == [(eur(15_00), NOON + DAY)]


@pytest.mark.parametrize(
    ("price", "starts", "ends", "field"),
    [(eur(20_00), 0, None, "sale_price"), (eur(-1), 0, None, "sale_price"), (eur(5_00), 2, 1, "ends_at")],
)
async def test_a_sale_that_makes_no_sense_is_refused(price: object, starts: int, ends: int | None, field: str) -> None:
    product = await make_product(price=eur(20_00))
    until = clock.now() + ends * DAY if ends else None
    with pytest.raises(Invalid) as refused:
        await catalog.add_sale(product.id, product.variants[0].id, price, clock.now() + starts * DAY, until)  # type: ignore[arg-type]
    assert list(refused.value.fields) == [field]
    assert (await catalog.find_product(product.id)).variants[0].sales == []


async def test_prices_of_a_list_are_set_by_sku_and_all_or_none() -> None:
    product = await make_product(variants=[make_variant("LIST-A", price=eur(9_00)), make_variant("LIST-B")])
    trade = await catalog.save_price_list(
        None, name="Trade", priority=5, groups=["Trade "], starts_at=None, ends_at=None
    )
    wrong = [catalog.ListedPrice("LIST-A", 1, eur(7_00)), catalog.ListedPrice("NOTHING", 1, eur(1_00))]
    with pytest.raises(Invalid, match="NOTHING"):
        await catalog.set_list_prices(trade.id, wrong)
    assert (await catalog.listed_prices(trade.id)).entries == ()
    assert await catalog.set_list_prices(trade.id, wrong[:1], actor="ada") == 1
    assert await catalog.set_list_prices(trade.id, wrong[:1], actor="ada") == 0
    (entry,) = (await catalog.listed_prices(trade.id)).entries
    assert (entry.variant.sku, entry.entry.price, trade.groups) == ("LIST-A", eur(7_00), ["trade"])
    assert await history(product) == [(PriceChange.LIST, None, eur(7_00), "ada")]


async def test_a_price_taken_off_a_list_ends() -> None:
    product = await make_product(sku="OFF-1", price=eur(9_00))
    trade = await catalog.save_price_list(None, name="Trade", priority=5, groups=[], starts_at=None, ends_at=None)
    await catalog.set_list_prices(trade.id, [catalog.ListedPrice("OFF-1", 1, eur(7_00))])
    catalog.forget_price_lists()
    assert (await catalog.offer("OFF-1")).price == eur(7_00)
    await catalog.set_list_prices(trade.id, [catalog.ListedPrice("OFF-1", 1, None)])
    assert (await catalog.offer("OFF-1")).price == eur(9_00)
    assert (await catalog.listed_prices(trade.id)).entries == ()
    (kept,) = (await catalog.find_product(product.id)).variants[0].list_prices
    assert kept.ends_at is not None


async def test_a_list_that_is_changed_afterwards_changes_nothing_of_what_its_prices_were() -> None:
    with time_machine.travel(NOON, tick=False) as now:
        product = await make_product(sku="PAST", price=eur(20_00))
        await catalog.change_price(product.id, product.variants[0].id, eur(19_00), None)
        open_to_all: dict[str, Any] = {"name": "Week", "priority": 5, "groups": [], "starts_at": None}
        week = await catalog.save_price_list(None, **open_to_all, ends_at=NOON + 9 * DAY)
        await catalog.set_list_prices(week.id, [catalog.ListedPrice("PAST", 1, eur(12_00))])
        now.shift(10 * DAY)
        await catalog.add_sale(product.id, product.variants[0].id, eur(15_00), clock.now(), None)
        now.shift(DAY)
        assert (await catalog.offer("PAST")).lowest == eur(12_00)
        never = {"starts_at": NOON - 9 * DAY, "ends_at": NOON - 8 * DAY}
        changes: tuple[dict[str, Any], ...] = (never, {"groups": ["trade"]}, {"priority": 0, "name": "Other"})
        for change in changes:
            await catalog.save_price_list(week.id, **open_to_all | {"ends_at": NOON + 9 * DAY} | change)
            assert (await catalog.offer("PAST")).lowest == eur(12_00)
        past = (await catalog.price_list(week.id)).past
        assert [(each.since, each.ends_at, each.groups) for each in past] == [
            (NOON, NOON + 9 * DAY, []),
            (NOON + 11 * DAY, NOON - 8 * DAY, []),
            (NOON + 11 * DAY, NOON + 9 * DAY, ["trade"]),
        ]
        await catalog.remove_price_list(week.id)
        assert (await catalog.offer("PAST")).lowest == eur(12_00)


async def test_of_a_list_that_is_changed_again_and_again_the_last_terms_are_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(lists, "MOST_PAST", 2)
    terms: dict[str, Any] = {"name": "Week", "priority": 5, "starts_at": None, "ends_at": None}
    key = (await catalog.save_price_list(None, **terms, groups=["a"])).id
    for group in ("b", "c", "d"):
        await catalog.save_price_list(key, **terms, groups=[group])
    assert [each.groups for each in (await catalog.price_list(key)).past] == [["b"], ["c"]]


async def test_a_variant_taken_away_and_made_again_has_had_the_prices_it_had() -> None:
    with time_machine.travel(NOON, tick=False) as now:
        size = catalog.Option(name="Size", values=["S", "M"])
        both = [make_variant(f"TEE-{name}", options={"Size": name}, price=eur(20_00)) for name in "SM"]
        product = await make_product(slug="tee", options=[size], variants=both)
        medium = product.variants[1].id
        await catalog.change_price(product.id, medium, eur(14_00), None)
        now.shift(DAY)
        changed = await catalog.change_price(product.id, medium, eur(20_00), None)
        now.shift(DAY)
        await catalog.add_sale(product.id, medium, eur(13_00), clock.now(), None)
        now.shift(DAY)
        without = await catalog.remove_variant(product.id, medium, revision=None)
        again = await catalog.set_options(product.id, [size], price=eur(22_00), revision=without.revision)
        made = again.variants[1]
        assert made.id != medium
        assert [mark.price for mark in made.trail] == [*(mark.price for mark in changed.variants[1].trail), eur(22_00)]
        assert [(sale.price, sale.ends_at) for sale in made.sales] == [(eur(13_00), NOON + 3 * DAY)]
        now.shift(DAY)
        await catalog.add_sale(product.id, made.id, eur(19_00), clock.now(), None)
        assert (await catalog.offer(made.sku)).lowest == eur(13_00)


@pytest.mark.parametrize("how", ["options", "file", "recoded"])
async def test_a_variant_made_again_under_its_sku_in_any_way_was_sold_for_what_it_was(how: str) -> None:
    with time_machine.travel(NOON, tick=False) as now:
        size = catalog.Option(name="Size", values=["S", "M"])
        both = [make_variant(f"TEE-{name}", options={"Size": name}, price=eur(20_00)) for name in "SM"]
        product = await make_product(slug="tee", options=[size], variants=both)
        await catalog.change_price(product.id, product.variants[1].id, eur(14_00), None)
        now.shift(3 * DAY)
        without = await catalog.remove_variant(product.id, product.variants[1].id, revision=None)
        if how == "file":
            row = {"Handle": "tee", "SKU": "TEE-M", "Price": "20", "Option1 name": "Size", "Option1 value": "M"}
            assert outcomes(await bring(table(row))) == [("created", "")]
        else:
            values = ["S", "M"] if how == "options" else ["S", "Medium"]
            wanted = catalog.Option(name="Size", values=values)
            await catalog.set_options(product.id, [wanted], price=eur(20_00), revision=without.revision)
        made = (await catalog.find_product(product.id)).variants[1]
        if how == "recoded":
            await catalog.edit_variants(product.id, {made.id: catalog.VariantDetails(sku="TEE-M")}, revision=None)
        now.shift(DAY)
        await catalog.add_sale(product.id, made.id, eur(15_00), clock.now(), None)
        assert (await catalog.offer("TEE-M")).lowest == eur(14_00)


async def test_what_was_written_before_terms_and_removals_were_kept_is_read_and_priced_as_it_was() -> None:
    with time_machine.travel(NOON, tick=False) as now:
        size = catalog.Option(name="Size", values=["S", "M"])
        both = [make_variant(f"OLD-{name}", options={"Size": name}, price=eur(20_00)) for name in "SM"]
        product = await make_product(slug="old", options=[size], variants=both)
        week = await catalog.save_price_list(None, name="Week", priority=5, groups=[], starts_at=None, ends_at=None)
        await catalog.set_list_prices(week.id, [catalog.ListedPrice("OLD-S", 1, eur(12_00))])
        await PriceList.get_pymongo_collection().update_one({}, {"$unset": {"since": "", "past": ""}})
        await catalog.Product.get_pymongo_collection().update_one({}, {"$unset": {"former_prices": ""}})
        catalog.forget_price_lists()
        assert (await catalog.offer("OLD-S")).price == eur(12_00)
        now.shift(DAY)
        await catalog.save_price_list(week.id, name="Week", priority=5, groups=["trade"], starts_at=None, ends_at=None)
        await catalog.remove_variant(product.id, product.variants[1].id, revision=None)
        await catalog.add_sale(product.id, product.variants[0].id, eur(15_00), clock.now(), None)
        assert (await catalog.offer("OLD-S")).lowest == eur(12_00)
        [was] = (await catalog.price_list(week.id)).past
        assert (was.since, was.groups) == (NOON, [])


async def test_the_history_is_read_page_by_page() -> None:
    product = await make_product(price=eur(10_00))
    for cents in range(10_01, 10_54):
        await catalog.change_price(product.id, product.variants[0].id, eur(cents), None)
    first = await catalog.price_records(product.id)
    rest = await catalog.price_records(product.id, before=first.older)
    seen = [record.after.amount for page in (first, rest) for record in page.records if record.after]
    assert (seen, rest.older) == (list(range(10_53, 10_00, -1)), "")
