"""Our own price file: by SKU the regular price, prices in quantities, on price lists and in sales."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from domains import catalog
from domains.catalog import PriceList, Variant
from domains.catalog.importing import running
from domains.catalog.importing.writing import Live
from domains.catalog.prices import listed
from domains.shared.errors import Invalid
from domains.shared.money import Money
from tests.support.catalog import eur, make_product, make_variant
from tests.support.own_files import bring, outcomes, table
from tests.support.shopify import stored

pytestmark = pytest.mark.usefixtures("catalogue")
NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)


async def mug() -> Variant:
    return (await catalog.product("mug")).variants[0]


async def make_list(name: str = "Trade") -> PriceList:
    return await catalog.save_price_list(None, name=name, priority=1, groups=[], starts_at=None, ends_at=None)


@pytest.fixture(autouse=True)
async def goods(catalogue: None) -> None:
    await make_product("Mug", slug="mug", variants=[make_variant("MUG"), make_variant("MUG-2", options={"Size": "L"})])


async def test_each_row_is_one_price_of_a_variant() -> None:
    trade = await make_list()
    with time_machine.travel(NOON, tick=False):
        report = await bring(
            table(
                {"SKU": "mug", "Price": "10", "Compare-at price": "12,50", "Cost": "4"},
                {"SKU": "MUG", "Min quantity": "10", "Price": "9"},
                {"SKU": "MUG", "Price list": "trade", "Price": "8"},
                {"SKU": "MUG", "Price list": "Trade", "Min quantity": "10", "Price": "7"},
                {"SKU": "MUG", "Sale price": "6", "Sale starts": "2026-11-28 00:00", "Sale ends": "2026-11-29 00:00"},
                {"SKU": "MUG-2", "Price": "12.50"},
            )
        )
        own = await mug()
    assert outcomes(report) == [("updated", "")] * 5 + [("unchanged", "")]
    assert (own.price, own.compare_at, own.cost) == (eur(1000), eur(1250), eur(400))
    assert [(tier.quantity, tier.price) for tier in own.tiers] == [(10, eur(900))]
    assert [(each.list_id, each.quantity, each.price) for each in own.list_prices] == [
        (trade.id, 1, eur(800)),
        (trade.id, 10, eur(700)),
    ]
    [sale] = own.sales
    assert (sale.price, sale.starts_at, sale.ends_at) == (
        eur(600),
        NOON + timedelta(hours=12),
        NOON + timedelta(hours=36),
    )
    history = (await catalog.price_records((await catalog.product("mug")).id)).records
    assert {(record.change.value, record.after) for record in history} == {
        ("regular", eur(1000)),
        ("tier", eur(900)),
        ("list", eur(800)),
        ("list", eur(700)),
        ("sale", eur(600)),
    }


async def test_a_whole_staircase_falls_and_rises_in_any_order_and_loses_steps_that_no_longer_lead_down() -> None:
    def steps(*prices: str, lot: tuple[str, ...] = ("", "5", "10")) -> bytes:
        return table(
            *({"SKU": "MUG", "Min quantity": each, "Price": price} for each, price in zip(lot, prices, strict=False))
        )

    def now(variant: Variant) -> list[tuple[int, Money]]:
        return [(1, variant.price), *((tier.quantity, tier.price) for tier in variant.tiers)]

    for prices in (("12", "10", "8"), ("6", "5", "4"), ("24", "20", "16")):
        assert outcomes(await bring(steps(*prices))) == [("updated", "")] * 3
    assert outcomes(await bring(steps("8", "10", "12", lot=("10", "5", "")))) == [("updated", "")] * 3
    odd = "Price: from 5 on one must cost less than in smaller quantities, and more than in larger."
    assert outcomes(await bring(steps("13", "8"))) == [("updated", ""), ("refused", odd)]
    assert now(await mug()) == [(1, eur(1300)), (5, eur(1000)), (10, eur(800))]
    gone = "The price from 5 on is gone: one costs no less then."
    assert outcomes(await bring(table({"SKU": "MUG", "Price": "9"}))) == [("updated", gone)]
    assert now(await mug()) == [(1, eur(900)), (10, eur(800))]
    product = await catalog.product("mug")
    with pytest.raises(Invalid, match="From 10 on one would cost no less"):
        await catalog.change_price(product.id, product.variants[0].id, eur(700), None)
    whole = {"SKU": "MUG", "Price": "8", "Title": "Mug"}  # as our product file has it, and as Shopify's has it
    shopify = {"Handle": "mug", "Title": "Mug", "Variant SKU": "MUG", "Variant price": "5"}
    gone = gone.replace("5", "10")
    assert outcomes(await bring(table(whole))) == [("updated", gone)]
    await bring(steps("6", lot=("10",)))
    assert outcomes(await bring(table(shopify))) == [("updated", gone)]
    assert now(await mug()) == [(1, eur(500))]


async def test_a_sale_that_runs_is_never_changed_but_ends_and_another_begins() -> None:
    row = {"SKU": "MUG", "Sale price": "6", "Sale starts": "2026-11-27 08:00"}
    with time_machine.travel(NOON, tick=False) as clock:
        await bring(table(row))
        clock.shift(timedelta(hours=1))
        assert outcomes(await bring(table(row))) == [("unchanged", "")]
        assert outcomes(await bring(table(row | {"Sale price": "5"}))) == [("updated", "")]
        clock.shift(timedelta(hours=1))
        assert outcomes(await bring(table(row | {"Sale price": "5"}))) == [("unchanged", "")]
        assert outcomes(await bring(table({"SKU": "MUG", "Sale price": "[clear]"}))) == [("updated", "")]
        sales = [(sale.price, sale.starts_at, sale.ends_at) for sale in (await mug()).sales]
    hour = timedelta(hours=1)
    assert sales == [(eur(600), NOON, NOON + hour), (eur(500), NOON + hour, NOON + 2 * hour)]


async def test_prices_that_are_cleared_end() -> None:
    await make_list()
    rows = ({"SKU": "MUG", "Min quantity": "10"}, {"SKU": "MUG", "Price list": "Trade"})
    await bring(table(*(row | {"Price": "8"} for row in rows)))
    report = await bring(table(*(row | {"Price": "[clear]"} for row in rows)))
    own = await mug()
    assert outcomes(report) == [("updated", "")] * 2
    assert own.tiers == []
    assert [each.ends_at is None for each in own.list_prices] == [False]


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"SKU": "NONE", "Price": "1"}, "There is no SKU NONE."),
        ({"Price": "-0.01"}, "Price: “-0.01” is negative."),
        ({"Price": "[clear]"}, "Price: the regular price cannot be cleared."),
        ({"Price": "1", "Price list": "Nobody"}, "Price list: there is no price list “Nobody”."),
        ({"Price": "1", "Price list": "Twice"}, "Price list: two lists are called “Twice”. Give the id of the one."),
        ({"Price list": "Trade"}, "Price: say what it costs then, or [clear] to end that price."),
        (
            {"Price": "1", "Min quantity": "2", "Cost": "1"},
            "Cost: only the regular price has one. Give it on a row of its own.",
        ),
        ({"Price": "1", "Min quantity": "0"}, "Min quantity: give a whole number from 1 to 999, not 0."),
        (
            {"Price": "13", "Min quantity": "2"},
            "Price: from 2 on one must cost less than in smaller quantities, and more than in larger.",
        ),
        ({"Sale price": "13", "Sale starts": "2026-01-01"}, "Sale price: it must be less than the price."),
        (
            {"Sale price": "3", "Sale starts": "2025-01-01", "Sale ends": "2025-01-02"},
            "Sale ends: this is over already, or before it begins.",
        ),
        ({"Sale price": "3"}, "Sale starts: say when the sale begins."),
        ({"Sale starts": "2025-01-01", "Price": "2"}, "Sale price: say what it costs in the sale."),
        ({"Price": "1", "Currency": "JPY"}, "The product is priced in EUR; this row is in JPY."),
    ],
)
async def test_a_bad_price_is_left_out_naming_its_column(cells: dict[str, Any], why: str) -> None:
    await make_list()
    await make_list("Twice")
    await make_list("twice")
    report = await bring(table({"SKU": "MUG-2", "Price": "5"}, {"SKU": "MUG"} | cells))
    assert outcomes(report) == [("updated", ""), ("refused", why)]
    assert (await mug()).price == eur(1250)


async def test_what_a_file_says_twice_it_says_once() -> None:
    report = await bring(table({"SKU": "MUG", "Price": "5"}, {"SKU": "mug", "Price": "6"}))
    assert outcomes(report) == [("updated", ""), ("refused", "SKU: line 2 says this of mug already.")]
    assert (await mug()).price == eur(500)


@pytest.mark.parametrize(
    ("currency", "good", "amount", "bad"),
    [("JPY", "1250", 1250, "12.5"), ("KWD", "1.250", 1250, "1.2505"), ("KWD", "1.2", 1200, "1,250")],
)
async def test_amounts_have_the_decimals_of_their_currency(currency: str, good: str, amount: int, bad: str) -> None:
    await make_product("Tea", slug="tea", sku="TEA", price=Money(1, currency))
    assert outcomes(await bring(table({"SKU": "TEA", "Price": good}), currency=currency)) == [("updated", "")]
    [(outcome, why)] = outcomes(await bring(table({"SKU": "TEA", "Price": bad}), currency=currency))
    assert (outcome, why.startswith(f"Price: “{bad}” is not an amount")) == ("refused", True)
    [tea] = [each for each in (await catalog.products()).items if each.slug == "tea"]
    assert tea.variants[0].price == Money(amount, currency)


async def test_a_trial_of_prices_changes_nothing() -> None:
    before = await stored()
    file = table({"SKU": "MUG", "Price": "9"}, {"SKU": "MUG", "Min quantity": "5", "Price": "10"})
    trial = await bring(file, dry_run=True)
    assert await stored() == before
    assert outcomes(trial) == outcomes(await bring(file))
    assert [outcome for outcome, _ in outcomes(trial)] == ["updated", "refused"]


async def test_a_resumed_import_reads_the_columns_it_was_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "BATCH", 1)
    rows = [{"Artikel": sku, "Netto": "9", "Price": "1"} for sku in ("MUG", "NONE", *"ABCD", "MUG-2")]
    said = {"SKU": "artikel", "price": "Netto"}
    with pytest.raises(Invalid, match="The file has no column “Brutto”"):
        await catalog.upload_import("p.csv", table(*rows), background=False, mapping=said | {"Cost": "Brutto"})
    started = await catalog.upload_import("p.csv", table(*rows), background=False, mapping=said)
    assert (started.kind.value, started.columns) == ("prices", ["sku", "price", ""])

    def interrupt(done: int, total: int) -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        await catalog.run_import(started.id, progress=interrupt)
    report = await catalog.run_import(started.id)
    assert report.counts.model_dump() == {"created": 0, "updated": 2, "unchanged": 0, "refused": 5, "warned": 5}
    assert [variant.price for variant in (await catalog.product("mug")).variants] == [eur(900), eur(900)]


async def test_a_list_that_is_removed_while_a_file_is_read_takes_no_price(monkeypatch: pytest.MonkeyPatch) -> None:
    trade, written = await make_list(), Live.write

    async def after_the_removal(self: Live, plans: Any) -> None:
        monkeypatch.setattr(Live, "write", written)
        await catalog.remove_price_list(trade.id)
        await self.write(plans)

    monkeypatch.setattr(Live, "write", after_the_removal)
    rows = ({"SKU": "MUG", "Price list": "Trade", "Price": "8"}, {"SKU": "MUG", "Price": "11"})
    report = await bring(table(*rows))
    told = "Price list: there is no price list “Trade”."
    assert outcomes(report) == [("refused", told), ("updated", "")]
    assert ((await mug()).price, (await mug()).list_prices) == (eur(1100), [])


async def test_a_list_that_is_removed_while_prices_are_set_takes_none(monkeypatch: pytest.MonkeyPatch) -> None:
    trade, found = await make_list(), listed._products

    async def and_then_it_went(*what: Any) -> list[catalog.Product]:
        products = await found(*what)
        monkeypatch.setattr(listed, "_products", found)
        await catalog.remove_price_list(trade.id)
        return products

    monkeypatch.setattr(listed, "_products", and_then_it_went)
    with pytest.raises(catalog.Unknown):
        await catalog.set_list_prices(trade.id, [catalog.ListedPrice("MUG", 1, eur(800))])
    assert (await mug()).list_prices == []
