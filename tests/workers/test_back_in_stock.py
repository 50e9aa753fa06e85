"""Who wants to know when something is back: asked twice, told once, in order, and forgotten in time."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
import time_machine

from app.gateway.books import goods
from domains import catalog, inventory
from domains.catalog.models import StockAlert
from domains.shared import clock
from domains.shared.errors import NotFound
from domains.shared.ids import new_id
from tests.support.alerts import ENDING, ask, call, count, found, letters, told, wait
from tests.support.catalog import make_product, make_variant
from tests.support.draining import drain
from tests.support.plainly import asking
from workers import schedule

pytestmark = pytest.mark.usefixtures("shop", "outside")


@contextmanager
def later(**by: int) -> Iterator[None]:
    with time_machine.travel(clock.now() + timedelta(**by), tick=True):
        yield


async def waiting(product: catalog.Product) -> int:
    return (await catalog.waiting([product.variants[0].id])).get(product.variants[0].id, 0)


async def sold_out(sku: str = "MUG") -> catalog.Product:
    product = await make_product("Harbour Mug", sku=sku)
    await count(0, sku)
    return product


async def in_order() -> None:
    """The books of those who wait balance."""
    assert list(goods.alerts((await catalog.audit()).alerts)) == []


async def test_who_has_confirmed_is_told_once_when_it_is_back() -> None:
    product = await sold_out()
    token = await ask("ada@example.com")
    assert await waiting(product) == 0
    for _ in range(2):
        assert (await catalog.confirm_alert(token)).state is catalog.AlertState.WAITING
    assert await waiting(product) == 1
    assert await call() == 0
    await count(5)
    assert [await call(), await call()] == [1, 0]
    [letter] = await letters("back_in_stock")
    assert (letter.to, letter.subject) == ("ada@example.com", "Harbour Mug is back")
    assert f"/products/{product.slug}?variant=MUG" in letter.text
    assert await waiting(product) == 0
    await count(0)
    await count(5)
    with later(hours=3):
        assert await call() == 0
    assert await told() == ["ada@example.com"]
    await in_order()


async def test_who_has_not_confirmed_is_not_told_and_is_forgotten_after_two_days() -> None:
    await sold_out()
    token = await ask("ada@example.com")
    await count(5)
    assert await call() == 0
    with later(hours=48):
        with pytest.raises(NotFound):
            await catalog.confirm_alert(token)
        assert await schedule.forget_alerts() == 1
    assert await StockAlert.find({}).count() == 0


async def test_one_letter_to_an_address_in_an_hour_however_often_it_is_asked_for() -> None:
    await sold_out()
    await sold_out("JUG")
    first = await ask("ada@example.com")
    await asyncio.gather(*(catalog.ask_alert("mug", "ADA@example.com") for _ in range(5)))
    await ask("ada@example.com", "JUG")
    await drain()
    assert len(await letters("alert_confirmation")) == 2
    with later(minutes=61):
        second = await ask("ada@example.com")
        assert second != first
        with pytest.raises(NotFound):
            await catalog.confirm_alert(first)
        await catalog.confirm_alert(second)
    with later(minutes=200):
        await catalog.ask_alert("MUG", "ada@example.com")  # who waits already gets no letter, and nobody can tell
        await drain()
    assert len(await letters("alert_confirmation")) == 3


async def test_three_are_called_for_every_unit_and_the_next_after_an_hour() -> None:
    product = await sold_out()
    everybody = [f"{number}@example.com" for number in range(8)]
    await wait(*everybody)
    await count(2)
    assert [await call(), await call()] == [6, 0]
    assert await told() == everybody[:6]
    assert await waiting(product) == 2
    with later(minutes=61):
        assert [await call(), await call()] == [2, 0]
    assert await told() == everybody
    await in_order()


async def test_two_clocks_call_nobody_twice() -> None:
    await sold_out()
    await wait("ada@example.com", "grace@example.com")
    await count(9)
    assert sorted(await asyncio.gather(*(schedule.call_waiting() for _ in range(4)))) == [0, 0, 0, 2]
    await drain()
    assert await told() == ["ada@example.com", "grace@example.com"]


async def test_what_sells_out_before_the_letter_is_written_is_not_told_and_keeps_its_place() -> None:
    product = await sold_out()
    await wait("ada@example.com", "grace@example.com")
    await count(1)
    assert await schedule.call_waiting() == 2
    await inventory.reserve(new_id(), new_id(), [inventory.Item("MUG", 1)], clock.now() + timedelta(hours=1))
    await drain()
    assert await told() == []
    assert await waiting(product) == 2
    await inventory.tell_turned()
    await drain()
    with later(minutes=2):
        assert await call() == 0
        await count(2)
        assert await call() == 2
    assert await told() == ["ada@example.com", "grace@example.com"]
    await in_order()


async def test_what_is_back_before_it_is_confirmed_is_told_at_once() -> None:
    await sold_out()
    token = await ask("ada@example.com")
    await count(3)
    await catalog.confirm_alert(token)
    assert await call() == 1
    assert await told() == ["ada@example.com"]


async def test_who_confirms_at_the_very_moment_it_comes_back_is_not_overlooked() -> None:
    skus = [f"MUG-{number}" for number in range(6)]
    product = await make_product("Mug", variants=[make_variant(sku) for sku in skus])
    tokens = [await ask("ada@example.com", sku) for sku in skus]
    back = [catalog.note_stock([inventory.TurnedItem(sku, True, 1)]) for sku in skus]
    await asyncio.gather(*map(catalog.confirm_alert, tokens), *back)
    due = await catalog.queues_to_call()
    assert {queue.id for queue in due} == {variant.id for variant in product.variants}
    await in_order()


async def test_a_long_queue_is_called_in_many_small_transactions() -> None:
    product = await sold_out()
    await wait("first@example.com")
    variant, now = product.variants[0], clock.now()
    many = [
        StockAlert(
            id=new_id(),
            variant_id=variant.id,
            product_id=product.id,
            email=f"{number}@example.com",
            state=catalog.AlertState.WAITING,
            queued_at=now + timedelta(seconds=number),
        )
        for number in range(449)
    ]
    await StockAlert.insert_many(many)
    queues = catalog.AlertQueue.get_pymongo_collection()
    await queues.update_one({"_id": variant.id}, {"$inc": {"waiting": len(many)}})
    await count(140)
    assert await schedule.call_waiting() == 420
    assert await waiting(product) == 30
    assert (await catalog.documents.outbox.backlog()).open == 420
    left = await StockAlert.find({"state": "waiting"}).to_list()
    assert {each.id for each in left} == {each.id for each in many[-30:]}
    await in_order()


async def test_what_is_archived_ends_without_a_word() -> None:
    product, sold_out_too = await sold_out(), await sold_out("JUG")
    await wait("ada@example.com")
    await wait("ada@example.com", sku="JUG")
    await count(3)
    for each in (product, sold_out_too):
        await catalog.set_status(each.id, catalog.ProductStatus.ARCHIVED)
    assert await call() == 0
    assert await waiting(product) == 0  # in stock: found when it was to be called
    assert await catalog.end_lost_alerts() == 1  # sold out: found by the clock
    assert await told() == []
    assert await waiting(sold_out_too) == 0
    assert {each.email for each in await StockAlert.find({}).to_list()} == {""}
    await in_order()


async def test_what_is_hidden_only_is_not_told_until_it_is_shown() -> None:
    product = await sold_out()
    await wait("ada@example.com")
    await catalog.set_status(product.id, catalog.ProductStatus.DRAFT)
    await count(3)
    assert await call() == 0
    await catalog.set_status(product.id, catalog.ProductStatus.ACTIVE)
    with later(minutes=61):
        assert await call() == 1
    assert await told() == ["ada@example.com"]


async def test_who_ends_it_is_forgotten_at_once_and_not_written_to_again_by_others() -> None:
    product = await sold_out()
    await catalog.confirm_alert(await ask("ada@example.com"))
    await wait("grace@example.com")
    [letter] = await letters("alert_confirmation", "ada@example.com")
    for _ in range(2):
        await catalog.end_alert(found(ENDING, letter))
    assert await waiting(product) == 1
    assert sorted(each.email for each in await StockAlert.find({}).to_list()) == ["", "grace@example.com"]
    await catalog.ask_alert("MUG", "ada@example.com")
    await drain()
    assert len(await letters("alert_confirmation", "ada@example.com")) == 1
    await count(4)
    await call()
    assert await told() == ["grace@example.com"]
    await in_order()


async def test_every_letter_can_be_ended_from_the_mail_program(outside: str) -> None:
    async with asking() as client:
        await client.delete(f"{outside}/inbox.json")
    await sold_out()
    await catalog.confirm_alert(await ask("ada@example.com"))
    await count(4)
    await call()
    for letter in (*await letters("alert_confirmation"), *await letters("back_in_stock")):
        assert letter.unsubscribe == f"/alerts/endings/{found(ENDING, letter)}"
    async with asking() as client:
        mail = (await client.get(f"{outside}/inbox.json")).json()["mail"]
    assert [each["subject"] for each in mail] == ["Shall we tell you when Harbour Mug is back?", "Harbour Mug is back"]


async def test_addresses_and_letters_are_forgotten_a_month_after_it_was_told() -> None:
    await sold_out()
    await catalog.confirm_alert(await ask("ada@example.com"))
    await count(4)
    await call()
    with later(days=29):
        assert await schedule.forget_alerts() == 0
    with later(days=30, hours=1):
        assert await schedule.forget_alerts() == 3  # the alert and its two letters
    assert [await StockAlert.find({}).count(), len(await letters("back_in_stock"))] == [0, 0]


async def test_the_books_name_who_waits_for_what_is_there() -> None:
    await sold_out()
    await wait("ada@example.com")
    await count(4)
    with later(minutes=11):
        [late] = goods.alerts((await catalog.audit()).alerts)
    assert late.name == "who waits is told when it is back"
    assert late.explanation.startswith("1 wait for MUG, which can be had;")
    queues = catalog.AlertQueue.get_pymongo_collection()
    await queues.update_many({}, {"$set": {"waiting": 3}})
    [miscounted] = (await catalog.audit()).alerts.miscounted
    assert miscounted == "The queue for MUG counts 3; 1 wait in it."
