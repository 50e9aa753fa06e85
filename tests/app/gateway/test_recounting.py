"""What products have sold, counted anew from the orders."""

from datetime import timedelta

import time_machine

from app.gateway.books import figures, goods
from app.gateway.recounting import lost_sales, recount_sold
from domains import catalog, orders
from domains.shared import clock
from domains.shared.settings import settings
from tests.support.catalog import make_product, make_variant
from tests.support.orders import make_item, make_order, make_paid_order


async def test_what_was_sold_before_anybody_counted_is_counted_from_the_orders(shop: None) -> None:
    mug = await make_product(sku="MUG")
    await make_paid_order(items=[(make_item("MUG"), 3)])
    await make_paid_order(items=[(make_item("mug"), 1), (make_item("GONE"), 5)])
    ended = await make_paid_order(items=[(make_item("MUG"), 7)])
    await orders.cancel(ended.customer_id, ended.id, reason="Changed my mind", actor="staff")
    await make_order(items=[(make_item("MUG"), 9)])
    assert [await recount_sold() for _ in range(2)] == [2, 2]
    assert (await catalog.find_product(mug.id)).sold == 4
    assert (await catalog.audit()).sold == ()


async def test_what_was_sold_of_long_ago_stays_sold_when_a_sku_changes_or_its_variant_goes(shop: None) -> None:
    mug = await make_product(variants=[make_variant("MUG"), make_variant("MUG-L")])
    jug = await make_product("Jug", sku="JUG")
    await make_paid_order(items=[(make_item("MUG"), 3), (make_item("MUG-L"), 2), (make_item("JUG"), 4)])
    first, last = mug.variants
    details = {first.id: catalog.VariantDetails(sku="CUP")}
    await catalog.edit_variants(mug.id, details, revision=None)
    await catalog.remove_variant(mug.id, last.id, revision=None)
    with time_machine.travel(clock.now() + timedelta(days=settings().claims_kept_days + 1)):
        await catalog.settle_sold({"CUP": 5, "JUG": 4}, before=catalog.settled_before())  # as it was settled then
        assert [await recount_sold() for _ in range(2)] == [1, 1]
        assert [(await catalog.find_product(each.id)).sold for each in (mug, jug)] == [5, 4]
        assert (await lost_sales(), (await catalog.audit()).sold) == ((), ())
        await catalog.settle_sold({"CUP": 2, "JUG": 4}, before=catalog.settled_before())
        told = f"The product {mug.slug} counts 2 sold of long ago; the orders of then say 3."
        assert [each.explanation for each in goods.sold(await figures())] == [told]
        await recount_sold()
        assert await lost_sales() == ()
