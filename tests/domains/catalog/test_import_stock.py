"""What an import tells of the stock: what its file says anew, and nothing else."""

import json

import pytest

from domains import catalog
from tests.support.shopify import bring, csv_of, first, more, recorded

pytestmark = pytest.mark.usefixtures("catalogue")
Told = list[tuple[str, int | None, bool]]


async def told() -> Told:
    """(SKU, quantity, back-order) of every item told so far."""
    facts = [json.loads(payload) for kind, payload in await recorded() if kind == "catalog.StockImported"]
    return [(item["sku"], item["quantity"], item["backorder"]) for fact in facts for item in fact["items"]]


async def test_a_new_policy_says_nothing_of_the_quantity() -> None:
    await bring(csv_of(first("mug", quantity="5")))
    await bring(csv_of(first("mug", quantity="5", policy="continue")))
    await bring(csv_of(first("mug", policy="deny"), without=("Variant Inventory Qty",)))
    assert await told() == [("MUG", 5, False), ("MUG", None, True), ("MUG", None, False)]


async def test_a_quantity_is_told_once_and_again_when_the_file_changes() -> None:
    for quantity in ("5", "5", "", "5", "6"):
        await bring(csv_of(first("mug", quantity=quantity)))
    assert await told() == [("MUG", 5, False), ("MUG", 6, False)]


async def test_another_sku_without_a_quantity_brings_no_stock_along_and_says_where_it_is() -> None:
    await bring(csv_of(first("mug", size="S", sku="OLD", quantity="5"), more(size="M", sku="M", quantity="1")))
    report = await bring(csv_of(first("mug", size="S", sku="NEW"), without=("Variant Inventory Qty",)))
    assert await told() == [("OLD", 5, False), ("M", 1, False)]
    said = "The SKU changed from OLD to NEW. What is in stock under OLD stays there."
    assert [(row.why, row.warned) for row in report.rows] == [(said, True)]
    await bring(csv_of(first("mug", size="S", sku="NEW", quantity="5")))
    assert (await told())[2:] == [("NEW", 5, False)]


async def test_what_is_sold_on_back_order_and_never_counted_is_told_without_a_quantity() -> None:
    await bring(csv_of(first("mug", quantity="", policy="continue"), first("bowl", "Bowl", quantity="")))
    assert await told() == [("MUG", None, True)]
    assert (await catalog.product("bowl")).variants[0].imported_quantity is None
