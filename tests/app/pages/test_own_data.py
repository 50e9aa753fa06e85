"""One's data as a file, and its end: behind a fresh proof, in every domain, with the books as they were."""

import json
from datetime import timedelta

import httpx
import pytest
import sqlalchemy as sa

from app.gateway import books
from domains import catalog, notifications, orders, payments, users
from domains.shared import clock
from domains.shared.settings import settings
from tests.support import office
from tests.support.draining import drain
from tests.support.payments import customers_of, save_card
from tests.support.people import EMAIL, PASSWORD, age_proofs, make_person, sign_in
from tests.support.reviews import words
from tests.support.visiting import on_the_shelf
from workers.schedule import forget_old_orders

pytestmark = pytest.mark.usefixtures("outside")


@pytest.fixture
async def order(browser: httpx.AsyncClient) -> orders.Order:
    """Of Ada, who is signed in: paid and told of; a list, a review and another thing in the cart beside it."""
    mug = await on_the_shelf(slug="mug", stock=9)
    await make_person()
    await sign_in(browser)
    order = await office.buy(browser)
    await save_card(order.customer_id, email=EMAIL)
    await browser.post("/wishlists", data={"name": "For Ada's birthday"})
    bought = [catalog.Bought(sku="MUG")]
    written = await catalog.write_review(catalog.Purchase(order.id, order.number, mug.id, bought), words(name="Ada L."))
    await catalog.publish_review(written.id, actor="staff")
    await browser.post("/cart/lines", data={"sku": "MUG", "quantity": "2"})
    return order


async def test_the_file_holds_what_every_domain_knows_and_wants_a_fresh_proof(
    browser: httpx.AsyncClient, order: orders.Order
) -> None:
    await age_proofs()
    asked = await browser.get("/account/data/file")
    assert (asked.status_code, asked.headers["location"]) == (303, "/account/proof?next=%2Faccount%2Fdata%2Ffile")
    proved = await browser.post("/account/proof", data={"current": PASSWORD, "next": "/account/data/file"})
    file = await browser.get(proved.headers["location"])
    assert file.headers["content-disposition"].startswith('attachment; filename="my-data-')
    assert file.headers["cache-control"] == "no-store"
    known = json.loads(file.text)
    assert known["profile"]["email"] == EMAIL
    assert [(each["number"], each["lines"][0]["sku"], each["total"]) for each in known["orders"]] == [
        (order.number, "MUG", str(order.total.decimal))
    ]
    assert [(each["order"], each["status"]) for each in known["payments"]] == [(order.number, "succeeded")]
    card = {"name": "Visa", "last4": "4242", "expires": "2034-12-31", "default": False}
    assert known["payment_methods"] == [card]
    assert [each["name"] for each in known["wishlists"]] == ["For Ada's birthday"]
    assert [each["words"]["name"] for each in known["reviews"]] == ["Ada L."]
    assert [(each["sku"], each["quantity"]) for each in known["cart"]] == [("MUG", 2)]
    assert len(known["sessions"]) == 1
    assert any(order.number in each["subject"] for each in known["messages"])
    assert [
        link for link in ("/register/", "/account/lost-password/", order.token[:10] + "X") if link in file.text
    ] == []


async def test_a_deleted_account_is_forgotten_everywhere_and_the_books_hold(
    browser: httpx.AsyncClient, order: orders.Order
) -> None:
    form = office.form_to(await browser.get("/account/data"), "/account/deletion")
    unsure = await browser.post(form.action, data=form.fields)
    assert (unsure.status_code, office.summary(unsure)) == (422, ["Please tick the box: this cannot be taken back."])
    await age_proofs()
    stale = await browser.post(form.action, data={"sure": "yes"}, headers={"referer": "http://x/account/data"})
    assert stale.headers["location"] == "/account/proof?next=%2Faccount%2Fdata"
    await browser.post("/account/proof", data={"current": PASSWORD})
    gone = await browser.post(form.action, data={"sure": "yes"})
    assert gone.headers["location"] == "/account?done=deleted"
    assert office.said(await browser.get("/account?done=deleted")).startswith("Your account is deleted.")
    assert (await sign_in(browser)).status_code == 422
    await drain()
    cart = await orders.cart(order.customer_id)
    assert (cart, await catalog.wishlists(order.customer_id)) == (None, ())
    [review] = await catalog.reviews_by([order.id])
    assert (review.words.name, review.words.text, review.status.value) == ("", "It holds tea.", "published")
    assert "A customer" in (await browser.get("/products/mug")).text
    assert [(each.to, each.text) for each in await notifications.deliveries_about(order.id)] == [("", "")]
    [attempt] = await payments.attempts(order.customer_id, order.id)
    assert (EMAIL in str(attempt.request), attempt.shows_cards, attempt.captured) == (False, False, order.total.amount)
    assert await customers_of(order.customer_id) == []
    assert (await orders.find(order.number)).email == EMAIL  # the books keep who bought, for a while
    assert await books.reconcile() == []
    assert (await users.audit()).unfinished == []


async def test_orders_lose_their_people_when_they_are_old_enough_and_not_before(
    browser: httpx.AsyncClient, order: orders.Order
) -> None:
    assert await forget_old_orders() == 0
    async with orders.database.transaction() as session:
        long_ago = clock.now() - timedelta(days=settings().order_data_kept_days + 1)
        await session.execute(sa.update(orders.Order).values(placed_at=long_ago))
    assert await forget_old_orders() == 1
    old = await orders.find(order.number)
    assert (old.email, old.billing_address, old.shipping_address) == ("", None, orders.Address("", "", "", "DE"))
    assert (old.total, old.lines[0].title) == (order.total, "Mug")
    assert [each.to for each in await notifications.deliveries_about(order.id)] == [""]
    assert await forget_old_orders() == 0
    assert (await browser.get(f"/orders/{order.number}?token={order.token}")).status_code == 200


async def test_who_is_not_forgotten_everywhere_is_named_by_the_books(shop: None) -> None:
    person = await make_person()
    await users.erase(person.id)
    async with users.database.transaction() as session:
        await session.execute(sa.text("UPDATE erasures SET asked_at = now() - interval '11 minutes'"))
    told = [each for each in books.compare(await books.figures()) if "erased" in each.name]
    assert [each.subject for each in told] == [f"erasure {person.id}"]
