"""A variant that is given another SKU: what knows it by the old one still finds it, and stock never lies under a name
that nobody bears."""

from typing import Any
from uuid import UUID

import httpx
import pytest

from app.gateway import backoffice, recoding, shopping
from app.gateway.buying import GUEST
from domains import catalog, inventory, orders
from domains.catalog.importing.writing import Live
from domains.inventory import CountedItem
from domains.shared.errors import Invalid
from domains.shared.ids import new_id
from tests.support import own_files, shopify
from tests.support.catalog import make_product, make_variant
from tests.support.visiting import on_the_shelf, put_in_cart, ready_to_pay

pytestmark = pytest.mark.usefixtures("shop")


async def recode(product: catalog.Product, **skus: str) -> catalog.Product:
    """`await recode(mug, MUG="CUP")` as staff do it."""
    now = await catalog.find_product(product.id)
    said = {each.id: catalog.VariantDetails(sku=skus[each.sku]) for each in now.variants if each.sku in skus}
    assert now.revision is not None
    return await recoding.edit_variants(now.id, said, revision=now.revision, actor="tests")


async def sold_out(sku: str) -> None:
    await inventory.set_on_hand(sku, "main", 0, reason="moved", actor="tests")


async def on_hand(sku: str) -> list[int]:
    return [level.on_hand for level in (await inventory.levels([sku]))[sku]]


async def test_a_cart_follows_a_variant_to_its_new_sku_and_sells_it(browser: httpx.AsyncClient) -> None:
    mug = await on_the_shelf(stock=5)
    await put_in_cart(browser, quantity=2)
    await sold_out("MUG")
    await recode(mug, MUG="CUP")
    await inventory.set_on_hand("CUP", "main", 5, reason="moved", actor="tests")
    page = (await browser.get("/cart")).text
    assert ("no longer for sale" in page, "MUG" in page, "CUP" in page) == (False, False, True)
    await ready_to_pay(browser, "CUP")
    assert 'value="3"' in (await browser.get("/cart")).text
    assert (await browser.get("/checkout/review")).status_code == 200


async def test_two_lines_that_turn_out_to_be_one_thing_become_one() -> None:
    mug, shopper = await on_the_shelf(stock=9), new_id()
    await shopping.add_to_cart(shopper, "MUG", 2)
    await sold_out("MUG")
    await recode(mug, MUG="CUP")
    await inventory.set_on_hand("CUP", "main", 9, reason="moved", actor="tests")
    await shopping.add_to_cart(shopper, "mug", 3)  # from a page that was opened before
    shown = await shopping.look(shopper, GUEST)
    assert [(each.line.sku, each.line.quantity, each.stuck) for each in shown.lines] == [("CUP", 5, False)]
    kept = await orders.cart(shopper)
    assert kept is not None
    version = kept.version
    assert (await shopping.look(shopper, GUEST)).cart is not None
    again = await orders.cart(shopper)
    assert again is not None
    assert again.version == version  # looking once more changes nothing


async def test_a_sku_written_in_other_letters_stays_in_the_cart() -> None:
    mug, shopper = await on_the_shelf(stock=9), new_id()
    await shopping.add_to_cart(shopper, "MUG", 2)
    await sold_out("MUG")
    await recode(mug, MUG="Mug")
    await inventory.set_on_hand("Mug", "main", 9, reason="moved", actor="tests")
    [line] = (await shopping.look(shopper, GUEST)).lines
    assert (line.line.sku, line.stuck) == ("Mug", False)


async def test_wishes_and_those_who_wait_follow_too() -> None:
    mug, holder = await on_the_shelf(stock=0), new_id()
    wished = await catalog.wish(holder, "MUG")
    await catalog.ask_alert("MUG", "ada@example.com")
    await recode(mug, MUG="CUP")
    [wish] = await catalog.shown_wishes(wished.on.items)
    assert (wish.sold, wish.sku) == (True, "CUP")
    assert (await catalog.wish(holder, "MUG")).new is False
    await catalog.ask_alert("MUG", "ada@example.com")  # the same place in the same queue
    assert await catalog.documents.database["stock_alerts"].count_documents({}) == 1


async def test_a_new_sku_under_which_something_lies_is_refused() -> None:
    mug = await on_the_shelf(stock=0)
    await inventory.count_imported([CountedItem("CUP", 4)])
    with pytest.raises(Invalid) as refused:
        await recode(mug, MUG="CUP")
    told = "4 of CUP are in stock already, from another time. Choose a SKU that nothing lies under."
    assert refused.value.fields == {f"sku-{mug.variants[0].id}": told}
    assert (await catalog.find_product(mug.id)).skus == ("MUG",)


async def test_stock_that_comes_while_the_sku_changes_takes_the_change_back(monkeypatch: pytest.MonkeyPatch) -> None:
    mug = await on_the_shelf(stock=0)
    changed = catalog.edit_variants

    async def and_then_some_come(*what: Any, **how: Any) -> catalog.Product:
        done = await changed(*what, **how)
        await inventory.set_on_hand("MUG", "main", 7, reason="delivered", actor="tests")
        return done

    monkeypatch.setattr(catalog, "edit_variants", and_then_some_come)
    with pytest.raises(Invalid) as refused:
        await recode(mug, MUG="CUP")
    told = "7 of MUG are in stock. Set its stock to 0, change the SKU, then count it under the new one."
    assert refused.value.fields == {f"sku-{mug.variants[0].id}": told}
    assert (await catalog.find_product(mug.id)).skus == ("MUG",)
    assert (await catalog.offer("CUP")).sku == "MUG"  # who has seen it as that finds it, too
    assert (await catalog.audit()).problems == ()


async def test_a_count_that_comes_after_the_change_is_taken_back(monkeypatch: pytest.MonkeyPatch) -> None:
    mug = await on_the_shelf(stock=0)
    counted = inventory.set_on_hand

    async def after_the_change(sku: str, *what: Any, **how: Any) -> inventory.StockLevel:
        if how["reason"] == "Counted":
            await recode(mug, MUG="CUP")
        return await counted(sku, *what, **how)

    monkeypatch.setattr(inventory, "set_on_hand", after_the_change)
    with pytest.raises(Invalid, match="another SKU"):
        await backoffice.set_stock(mug.id, "MUG", "main", 7, reason="", actor="tests")
    assert (await on_hand("MUG"), await on_hand("CUP")) == ([0], [])


async def test_back_orders_end_with_the_old_sku() -> None:
    mug = await on_the_shelf(stock=0)
    await inventory.count_imported([CountedItem("MUG", 0, backorder=True)])
    assert await inventory.available("MUG") == 1000
    await recode(mug, MUG="CUP")
    assert await inventory.available("MUG") == 0


async def test_a_file_whose_stock_is_still_being_counted_holds_its_sku() -> None:
    mug = await make_product(sku="MUG")
    fact = catalog.StockImported(new_id(), (catalog.StockItem("MUG", 3, None),), 1)

    async def tell(session: Any) -> None:
        await catalog.documents.record(session, fact)

    await catalog.documents.transaction(tell)
    with pytest.raises(Invalid) as refused:
        await recode(mug, MUG="CUP")
    assert refused.value.fields == {
        f"sku-{mug.variants[0].id}": "The stock that a file gave MUG is still being counted in. Try again in a moment."
    }


async def test_what_another_variant_bears_or_bore_is_not_taken_over() -> None:
    shirt = await make_product("Shirt", variants=[make_variant("S"), make_variant("M")])
    small, medium = (each.id for each in shirt.variants)
    with pytest.raises(Invalid) as refused:
        await recode(shirt, S="M", M="S")
    assert refused.value.fields.keys() == {f"sku-{small}", f"sku-{medium}"}
    await recode(shirt, M="L")
    with pytest.raises(Invalid) as refused:
        await recode(shirt, S="M")
    told = "Another variant had M, and lies in carts under it. Choose one that no variant had."
    assert refused.value.fields == {f"sku-{small}": told}
    assert (await recode(shirt, L="M")).skus == ("S", "M")  # back again
    await _remove(shirt.id, medium)
    assert (await recode(shirt, S="M")).skus == ("M",)  # whose it was is gone


async def test_what_was_taken_out_of_a_cart_can_be_put_back_under_its_new_sku(browser: httpx.AsyncClient) -> None:
    mug = await on_the_shelf(stock=0)
    await recode(mug, MUG="CUP")
    await inventory.set_on_hand("CUP", "main", 5, reason="moved", actor="tests")
    page = (await browser.get("/cart?removed=MUG&quantity=2")).text
    assert ("Taken out" in page, 'value="CUP"' in page) == (True, True)
    await browser.post("/cart/restoration", data={"sku": "CUP", "quantity": "2"})
    assert "Taken out" not in (await browser.get("/cart?removed=MUG&quantity=2")).text  # it is there again


JUG: dict[str, object] = {"Handle": "jug", "SKU": "MUG", "Title": "Jug", "Status": "active", "Price": "48.00"}


async def a_cart_whose_mug_became_a_cup() -> UUID:
    mug, shopper = await on_the_shelf(stock=5), new_id()
    await shopping.add_to_cart(shopper, "MUG", 2)
    await sold_out("MUG")
    await recode(mug, MUG="CUP")
    await inventory.set_on_hand("CUP", "main", 5, reason="moved", actor="tests")
    return shopper


async def test_our_own_file_gives_no_other_product_what_lies_in_carts() -> None:
    shopper = await a_cart_whose_mug_became_a_cup()
    report = await own_files.bring(own_files.table(JUG, JUG | {"SKU": "JUG"}))
    told = "SKU: Another variant had MUG, and lies in carts under it. Choose one that no variant had."
    assert own_files.outcomes(report) == [("refused", told), ("created", "")]
    [line] = (await shopping.look(shopper, GUEST)).lines
    assert (line.line.sku, line.line.title, line.line.quantity, line.stuck) == ("CUP", "Mug", 2, False)


async def test_shopifys_file_derives_another_sku_for_it() -> None:
    shopper = await a_cart_whose_mug_became_a_cup()
    report = await shopify.bring(shopify.csv_of(shopify.first("jug", "Jug", sku="MUG")))
    [jug] = (await catalog.product("jug")).variants
    assert jug.sku.startswith("MUG-")
    told = f"Another variant had the SKU MUG, and lies in carts under it; this one got {jug.sku}."
    assert [row.why for row in report.rows] == [told]
    [line] = (await shopping.look(shopper, GUEST)).lines
    assert (line.line.sku, line.line.title, line.stuck) == ("CUP", "Mug", False)


async def test_a_file_that_gives_a_variant_another_sku_gives_its_old_one_to_no_new_variant() -> None:
    await shopify.bring(shopify.csv_of(shopify.first("mug", size="S", sku="MUG")))
    recoded = shopify.first("mug", size="S", sku="CUP")
    await shopify.bring(shopify.csv_of(recoded, shopify.more("mug", size="M", sku="MUG")))
    cup, other = (await catalog.product("mug")).variants
    assert (cup.sku, other.sku.startswith("MUG-"), (await catalog.offer("MUG")).sku) == ("CUP", True, "CUP")


async def test_a_sku_that_changes_while_a_file_is_read_is_not_given_away(monkeypatch: pytest.MonkeyPatch) -> None:
    written = Live.write

    async def after_the_change(self: Live, plans: Any) -> None:
        monkeypatch.setattr(Live, "write", written)
        await recode(await make_product(sku="MUG"), MUG="CUP")
        await self.write(plans)

    monkeypatch.setattr(Live, "write", after_the_change)
    report = await own_files.bring(own_files.table(JUG))
    assert [outcome for outcome, _ in own_files.outcomes(report)] == ["refused"]
    assert (await catalog.offer("MUG")).sku == "CUP"
    assert (await catalog.audit()).problems == ()


async def _remove(product_id: UUID, variant_id: UUID) -> None:
    await catalog.remove_variant(product_id, variant_id, revision=None)
