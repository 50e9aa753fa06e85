"""The books: in a sound shop nothing is found; each kind of drift is found, and named for the rule it breaks."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
import time_machine
from litestar import Litestar

from app.gateway import books
from domains import catalog, inventory, notifications, orders, payments
from domains.shared import clock, texts
from domains.shared.database import Database
from domains.shared.ids import new_id
from domains.shared.redis import redis
from tests.app.making import browser_of, forget_limits
from tests.support import office
from tests.support.catalog import eur, make_product
from tests.support.draining import drain
from tests.support.inventory import hold
from tests.support.orders import again, make_order, send
from tests.support.payments import control, make_quiet, refund_in_dashboard
from tests.support.reviews import make_review
from tests.support.visiting import on_the_shelf

pytestmark = pytest.mark.usefixtures("outside")


@pytest.fixture
async def order(shop: None, app: Litestar) -> AsyncIterator[orders.Order]:
    """Two mugs, paid for at Stripe, told of and kept for their buyer."""
    catalog.forget_tree()
    catalog.forget_collections()
    forget_limits()
    await on_the_shelf(stock=5)
    async with browser_of(app) as shopper:
        yield await office.buy(shopper, quantity=2)


async def found() -> set[str]:
    return {violation.name for violation in books.compare(await books.figures())}


async def tamper(database: Database, statement: str, **values: Any) -> None:
    """Past every trigger and foreign key, as a broken disk or a careless hand would."""
    async with database.transaction() as session:
        await session.execute(sa.text("SET LOCAL session_replication_role = replica"))
        await session.execute(sa.text(statement), values)


async def attempt_of(order: orders.Order) -> payments.Attempt:
    [attempt] = await payments.attempts(order.customer_id, order.id)
    return attempt


async def test_what_pages_show_for_longer_than_they_should(order: orders.Order) -> None:
    await redis().set("{stock}/MUG", f"999 50 {2**53} 50 ")
    assert await found() == {"pages show as many as can be sold"}
    await inventory.rebuild()
    assert await found() == set()


async def test_an_empty_shop_balances(shop: None) -> None:
    assert await books.reconcile() == []


async def test_a_sale_balances_at_every_step(order: orders.Order) -> None:
    assert await found() == set()
    await send(order, {order.lines[0].id: 1})
    await drain()
    assert await found() == set()
    await payments.refund(order.customer_id, order.id, eur(5_00), reason="", actor="ada", key=uuid4())
    await drain()
    assert await found() == set()
    await send(order)
    await drain()
    assert await books.reconcile() == []


async def test_a_cancelled_sale_balances(order: orders.Order) -> None:
    await orders.cancel(order.customer_id, order.id, "changed their mind", "ada")
    await drain()
    assert await found() == set()


@pytest.mark.parametrize("before", [0, 5_00])
async def test_a_cancelled_order_whose_money_did_not_go_back(order: orders.Order, before: int) -> None:
    if before:
        await payments.refund(order.customer_id, order.id, eur(before), reason="", actor="ada", key=uuid4())
    await control(failures=[{"operation": "refunds.create", "how": "refuse", "times": 1}])
    await orders.cancel(order.customer_id, order.id, "changed their mind", "ada")
    await drain()
    [violation] = await books.reconcile()
    assert violation.name == "what was paid for a cancelled order goes back in full"
    assert texts.minor_units(order.total_amount - before, "EUR") in violation.explanation
    assert "Try the refund again" in violation.remedy
    failed = (await payments.refunds(order.customer_id, order.id))[-1]
    await payments.repeat(order.customer_id, order.id, failed.id, actor="ada")
    await drain()
    assert await found() == set()


async def test_a_missing_row_of_the_money_ledger(order: orders.Order) -> None:
    await tamper(payments.database, "DELETE FROM transactions WHERE order_id = :order", order=order.id)
    assert await found() == {"ledger of payments = its totals"}


async def test_a_capture_stripe_knows_nothing_of(order: orders.Order) -> None:
    await tamper(payments.database, "UPDATE attempts SET captured = captured + 100")
    assert await found() == {
        "captured at Stripe = captured in payments",
        "ledger of payments = its totals",
        "order total = amount captured",
    }


async def test_a_payment_in_another_currency(order: orders.Order) -> None:
    await tamper(payments.database, "UPDATE attempts SET currency = 'USD'")
    assert "one currency per payment" in await found()


async def test_money_refunded_behind_our_back(order: orders.Order) -> None:
    attempt = await attempt_of(order)
    await refund_in_dashboard(attempt.payment_intent_id, 500)
    assert await found() == {"captured at Stripe = captured in payments"}
    await make_quiet()
    await payments.reconcile_quiet_attempts()
    await payments.settle(attempt.customer_id, attempt.id)
    await drain()


async def test_a_payment_of_ours_that_no_attempt_knows_of(order: orders.Order) -> None:
    other = new_id()
    await tamper(payments.database, "DELETE FROM transactions")
    await tamper(payments.database, "UPDATE attempts SET id = :other", other=other)
    assert "every captured payment is known" in await found()


async def test_a_payment_whose_order_is_not_paid_by_it(order: orders.Order) -> None:
    await tamper(orders.database, "UPDATE orders SET paid_by = :other", other=new_id())
    assert await found() == {
        "a captured payment has one paid order or one full refund",
        "a paid order has its captured payment",
    }


async def test_an_order_that_knows_nothing_of_its_refund(order: orders.Order) -> None:
    await payments.refund(order.customer_id, order.id, eur(5_00), reason="", actor="ada", key=uuid4())
    assert await found() == {"refunded in payments = refunded in orders"}


async def test_an_order_whose_total_was_changed(order: orders.Order) -> None:
    dearer = ", ".join(f"{part}_amount = {part}_amount + 1" for part in ("total", "goods", "paid"))
    await tamper(orders.database, f"UPDATE orders SET {dearer}")  # noqa: S608 - our own names
    assert await found() > {"the parts of an order sum to its total", "order total = amount captured"}


async def test_a_status_that_is_not_on_the_timeline(order: orders.Order) -> None:
    await tamper(orders.database, "UPDATE orders SET status = 'completed'")
    assert await found() == {"only legal transitions, each on the timeline"}


async def test_a_stock_level_that_was_changed(order: orders.Order) -> None:
    await tamper(inventory.database, "UPDATE levels SET on_hand = on_hand + 1")
    [violation] = list(books.compare(await books.figures()))
    assert violation.name == "stock = its ledger"
    assert violation.subject.startswith("MUG at ")
    assert "on hand 6 (ledger 5)" in violation.explanation


async def test_a_movement_that_was_lost(order: orders.Order) -> None:
    await tamper(inventory.database, "DELETE FROM movements WHERE kind = 'allocated'")
    assert await found() == {"stock = its ledger"}


async def test_a_hold_nobody_ended(shop: None) -> None:
    await on_the_shelf(stock=5)
    await hold(quantity=1)
    await tamper(inventory.database, "UPDATE reservations SET ends_at = now() - interval '61 seconds'")
    assert await found() == {"no hold is active 60 s past its end"}
    await inventory.sweep_ended_holds()
    assert await found() == set()


async def test_a_paid_order_without_its_stock(order: orders.Order) -> None:
    await inventory.release(order.id, ["MUG"])
    await tamper(inventory.database, "DELETE FROM allocations")
    assert "a placed order keeps its stock, an ended one none" in await found()


async def test_a_cancelled_order_that_still_keeps_stock(order: orders.Order) -> None:
    await orders.cancel(order.customer_id, order.id, "changed their mind", "ada")
    assert "a placed order keeps its stock, an ended one none" in await found()
    await drain()
    assert await found() == set()


async def test_a_parcel_that_never_left_the_stock(order: orders.Order) -> None:
    await send(order)
    assert await found() == {"what was sent has left the stock"}
    await drain()
    assert await found() == set()


async def test_an_order_that_waits_for_its_payment_for_ever(shop: None) -> None:
    await make_order(pay_until=clock.now() + timedelta(minutes=31))
    with time_machine.travel(clock.now() + timedelta(minutes=31, seconds=185), tick=True):
        assert await found() == {"no order waits for its payment past its time"}


async def test_a_message_that_was_written_twice(order: orders.Order) -> None:
    [letter] = await notifications.deliveries_about(order.id)
    await letter.model_copy(update={"id": new_id()}).insert()
    assert await found() == {"one message per order and template"}


async def test_a_paid_order_nobody_was_told_of(order: orders.Order) -> None:
    await notifications.documents.database["deliveries"].delete_many({})
    assert await found() == {"every paid order is confirmed"}


async def test_a_confirmation_that_was_refused_for_good(order: orders.Order) -> None:
    [letter] = await notifications.deliveries_about(order.id)
    await letter.set({"state": notifications.DeliveryState.FAILED, "error": "550 no such mailbox"})
    assert await found() == {"no message is refused for good", "every paid order is confirmed"}
    await notifications.send_again(letter.id)
    await drain()
    assert await found() == set()


async def test_a_dead_letter(order: orders.Order) -> None:
    await send(order)
    await tamper(orders.database, "UPDATE outbox SET state = 'dead' WHERE kind LIKE '%OrderShipped'")
    assert await found() == {"no dead letters", "what was sent has left the stock"}
    assert await orders.database.outbox.revive() == 1
    await drain()
    assert await found() == set()


async def test_a_fact_that_waits_too_long(order: orders.Order) -> None:
    await send(order)
    await tamper(orders.database, "UPDATE outbox SET recorded_at = now() - interval '1 hour' WHERE state = 'open'")
    assert await found() == {"facts reach their consumers", "what was sent has left the stock"}


async def test_an_event_of_stripe_that_was_left_lying(order: orders.Order) -> None:
    await tamper(
        payments.database,
        "INSERT INTO stripe_events (id, type, object_id, details, happened_at)"
        " VALUES ('evt_lost', 'charge.refunded', 'ch_1', '{}', now())",
    )
    assert await found() == {"what Stripe tells is looked into"}


async def test_a_sku_that_is_borne_and_not_claimed(shop: None) -> None:
    await on_the_shelf()
    await catalog.documents.database["sku_claims"].delete_many({})
    assert await found() == {"every name is claimed by what bears it"}


async def test_every_violation_is_explained_and_has_a_remedy(order: orders.Order) -> None:
    await tamper(inventory.database, "UPDATE levels SET on_hand = on_hand + 1")
    await tamper(orders.database, "UPDATE orders SET status = 'completed'")
    await notifications.documents.database["deliveries"].delete_many({})
    told = [(each.subject, each.explanation, each.remedy) for each in books.compare(await books.figures())]
    assert len(told) == 3
    assert all(all(part.strip() for part in parts) for parts in told)


async def test_only_what_lasts_is_reported(order: orders.Order, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fact on its way looks like drift for a moment; reconcile looks again before it speaks."""
    await send(order)
    look = books.figures

    async def while_facts_travel(**_: bool) -> books.Figures:
        seen = await look()
        await drain()
        return seen

    monkeypatch.setattr(books, "figures", while_facts_travel)
    monkeypatch.setattr(books, "PAUSE", 0)
    assert "what was sent has left the stock" in {each.name for each in books.compare(await look())}
    assert await books.reconcile() == []
    await tamper(inventory.database, "UPDATE levels SET on_hand = on_hand + 1")
    assert [violation.name for violation in await books.reconcile()] == ["stock = its ledger"]
    assert (await again(order)).status == orders.OrderStatus.PROCESSING


async def test_a_rating_that_is_not_what_its_reviews_give(shop: None) -> None:
    mug = await make_product(slug="mug")
    await make_review(mug, 4)
    assert await found() == set()
    await catalog.Product.get_pymongo_collection().update_one({"_id": mug.id}, {"$inc": {"rating_count": 1}})
    [violation] = await books.reconcile()
    assert violation.name == "rating of a product = its published reviews"
    assert violation.subject == "The product mug"
    assert violation.explanation == "The product mug counts 2 reviews with 4 stars; 1 are published, with 4."
