"""An order on the workbench: its money goes back, in part or whole, and its buyer is told; each of these refused."""

import asyncio
import re

import httpx
import pytest

from app.gateway import books
from domains import catalog, inventory, notifications, orders, payments
from domains.shared.ids import new_id
from tests.support import office
from tests.support import orders as order_factory
from tests.support.catalog import eur
from tests.support.draining import drain
from tests.support.inventory import figures
from tests.support.office import CONFIRMED, fill, page_of, refunded
from tests.support.payments import control, end_troubles
from tests.support.people import age_proofs

pytestmark = pytest.mark.usefixtures("outside")


async def sold() -> int:
    """Of the mug, as the catalogue counts it."""
    [mug] = await catalog.Product.find({}).to_list()
    return mug.sold


async def test_a_part_of_the_money_is_given_back(staff: httpx.AsyncClient, order: orders.Order) -> None:
    answer = await fill(staff, order, "refunds", amount="12,50", reason="One was chipped")
    assert office.said(await staff.get(answer.headers["location"])) == "The refund is made."
    await drain()
    page = await page_of(staff, order)
    [row] = office.rows(page, "Refunds")
    assert row[1:] == ["succeeded", "One was chipped", office.EMAIL, "€12.50"]
    assert "At most €29.90" in page.text
    assert office.sums(page)[-3:] == [("Total", "€42.40"), ("Refunded", "-€12.50"), ("Remaining", "€29.90")]
    shown = await staff.get(f"/orders/{order.number}?token={order.token}")
    assert [row for row in office.sums(shown) if not row[0].startswith("including")][-3:] == [
        ("Total", "€42.40"),
        ("Refunded", "-€12.50"),
        ("Remaining", "€29.90"),
    ]
    assert (await order_factory.again(order)).payment_status == orders.PaymentStatus.PARTIALLY_REFUNDED


async def test_money_is_given_back_only_by_who_proved_themselves_lately(
    staff: httpx.AsyncClient, order: orders.Order
) -> None:
    page = await page_of(staff, order)
    await age_proofs()
    for deed in ("refunds", "cancellation"):
        form = office.form_to(page, f"/{deed}")
        sent = form.fields | CONFIRMED | {"amount": "12,50", "reason": "One was chipped"}
        answer = await staff.post(form.action, data=sent, headers={"Referer": str(page.url)})
        asked = f"/account/proof?next=%2Fadmin%2Forders%2F{order.number}"
        assert (answer.status_code, answer.headers["location"]) == (303, asked)
    assert await refunded(order) == []
    proof = await staff.post("/account/proof", data={"current": office.PASSWORD, "next": page.url.path})
    assert proof.headers["location"] == page.url.path
    await fill(staff, order, "refunds", amount="12,50", reason="One was chipped")
    assert await refunded(order) == [1250]


async def test_the_customer_is_told_of_each_refund_once(staff: httpx.AsyncClient, order: orders.Order) -> None:
    for _ in range(2):
        await fill(staff, order, "refunds", amount="12.50", reason="One was chipped")
        await drain()
    assert await sold() == 3
    first, second = await payments.refunds(order.customer_id, order.id)
    [_], [letter] = [await notifications.deliveries_about(refund.id) for refund in (first, second)]
    assert (letter.template, letter.to, letter.state.value) == ("refund_made", order.email, "sent")
    assert letter.subject == f"€12.50 of your order {order.number} is on its way back"
    for body in (letter.text, letter.html):
        assert "What it is for: One was chipped" in body
        for amount in ("€12.50", "€42.40", "-€25.00", "€17.40"):
            assert amount in body
        assert f"/orders/{order.number}?token={order.token}" in body
    assert letter.subject in (await page_of(staff, order)).text
    await fill(staff, order, "refunds", amount="17.40")
    await drain()
    assert await sold() == 0


async def test_a_refund_that_failed_says_why_and_is_tried_again(staff: httpx.AsyncClient, order: orders.Order) -> None:
    await control(failures=[{"operation": "refunds.create", "how": "refuse", "times": 1}])
    await fill(staff, order, "cancellation", reason="Out of clay")
    await drain()
    page = await page_of(staff, order)
    assert "This charge has been disputed" in office.rows(page, "Refunds")[0][2]
    told_so = [letter.template for letter in await notifications.deliveries_about(order.id)]
    assert told_so == ["order_confirmed", "order_cancelled"]
    again = office.form_to(page, "/repetition")
    answers = await asyncio.gather(*(staff.post(again.action, data=again.fields) for _ in range(3)))
    assert {answer.headers["location"].partition("done=")[2] for answer in answers} <= {
        "refund-succeeded",
        "refund-pending",
    }
    await drain()
    page = await page_of(staff, order)
    assert [row[1] for row in office.rows(page, "Refunds")] == ["failed", "succeeded"]
    assert "/repetition" not in page.text
    made = (await payments.refunds(order.customer_id, order.id))[-1]
    assert [letter.template for letter in await notifications.deliveries_about(made.id)] == ["refund_made"]


async def test_a_message_that_was_refused_for_good_is_sent_again(staff: httpx.AsyncClient, order: orders.Order) -> None:
    [letter] = await notifications.deliveries_about(order.id)
    assert "/repetition" not in (await page_of(staff, order)).text
    await letter.set({"state": notifications.DeliveryState.FAILED, "error": "550 no such mailbox"})
    page = await page_of(staff, order)
    assert "550 no such mailbox" in page.text
    answer = await staff.post(office.form_to(page, "/repetition").action)
    assert office.said(await staff.get(answer.headers["location"])) == "The message is on its way once more."
    await drain()
    [letter] = await notifications.deliveries_about(order.id)
    assert (letter.state, letter.attempts) == (notifications.DeliveryState.SENT, 2)
    foreign = await staff.post(f"/admin/orders/{order.number}/messages/{order.id}/repetition")
    assert (foreign.status_code, office.summary(foreign)) == (404, ["There is no such message."])


async def test_a_message_to_a_mistyped_address_is_sent_to_another_one(
    staff: httpx.AsyncClient, order: orders.Order
) -> None:
    [letter] = await notifications.deliveries_about(order.id)
    await letter.set({"state": notifications.DeliveryState.FAILED, "error": "550 no such mailbox"})
    form = office.form_to(await page_of(staff, order), "/repetition")
    assert form.fields["email"] == letter.to
    wrong = await staff.post(form.action, data={"email": "ada@"})
    assert wrong.status_code == 422
    assert office.summary(wrong) == ["Please enter an e-mail address, such as name@example.com."]
    assert 'value="ada@"' in wrong.text
    assert (await staff.post(form.action, data={"email": "ada.lovelace@example.com"})).status_code == 303
    await drain()
    [sent] = await notifications.deliveries_about(order.id)
    assert (sent.id, sent.to, sent.state) == (letter.id, "ada.lovelace@example.com", notifications.DeliveryState.SENT)
    assert sent.refused_at == (letter.to,)
    assert f"Refused before at {letter.to}" in office.read(await page_of(staff, order))
    assert await books.reconcile() == []


async def test_a_message_told_another_way_is_not_sent_and_the_books_are_clean(
    staff: httpx.AsyncClient, order: orders.Order
) -> None:
    [letter] = await notifications.deliveries_about(order.id)
    await letter.set({"state": notifications.DeliveryState.FAILED, "error": "550 no such mailbox"})
    told = office.form_to(await page_of(staff, order), "/suppression")
    again = office.form_to(await page_of(staff, order), "/repetition")
    answer = await staff.post(told.action)
    said = "The message will not be sent: you have told it another way."
    assert office.said(await staff.get(answer.headers["location"])) == said
    await staff.post(again.action, data=again.fields)  # a page that was left open
    await drain()
    [kept] = await notifications.deliveries_about(order.id)
    assert (kept.state, kept.told_by, kept.attempts) == (notifications.DeliveryState.SUPPRESSED, office.EMAIL, 1)
    page = await page_of(staff, order)
    assert f"Told another way by {office.EMAIL}" in office.read(page)
    assert "/suppression" not in page.text
    assert await books.reconcile() == []
    foreign = await staff.post(f"/admin/orders/{order.number}/messages/{order.id}/suppression")
    assert (foreign.status_code, office.summary(foreign)) == (404, ["There is no such message."])


async def test_a_refund_sent_twice_is_one_refund(staff: httpx.AsyncClient, order: orders.Order) -> None:
    form = office.form_to(await page_of(staff, order), "/refunds")
    fields = form.fields | CONFIRMED | {"amount": "10"}
    answers = await asyncio.gather(*(staff.post(form.action, data=fields) for _ in range(3)))
    assert [answer.status_code for answer in answers] == [303, 303, 303]
    assert await refunded(order) == [10_00]


async def test_the_same_form_with_another_amount_gives_nothing_more_and_says_so(
    staff: httpx.AsyncClient, order: orders.Order
) -> None:
    form = office.form_to(await page_of(staff, order), "/refunds")
    await staff.post(form.action, data=form.fields | CONFIRMED | {"amount": "10"})
    answer = await staff.post(form.action, data=form.fields | CONFIRMED | {"amount": "20"})
    assert answer.status_code == 409
    assert office.summary(answer) == [
        "This form has already given back 10.00 EUR, and nothing more now. To give back more, ask anew."
    ]
    assert await refunded(order) == [10_00]


@pytest.mark.parametrize(
    ("typed", "status", "told_so"),
    [
        ("42.41", 422, "At most 42.40 EUR can still be refunded."),
        ("0", 422, "Say what is given back."),
        ("-5", 422, "Give an amount in EUR, such as 12.50."),
        ("1.234", 422, "Give an amount in EUR, such as 12.50."),
        ("NaN", 422, "Give an amount in EUR, such as 12.50."),
        ("", 422, "Say what is given back."),
    ],
)
async def test_a_refund_that_cannot_be_is_refused_and_what_was_typed_is_kept(
    staff: httpx.AsyncClient, order: orders.Order, typed: str, status: int, told_so: str
) -> None:
    answer = await fill(staff, order, "refunds", amount=typed, reason="Chipped")
    assert (answer.status_code, office.summary(answer)) == (status, [told_so])
    kept = office.form_to(answer, "/refunds").fields
    assert (kept["amount"], kept["reason"]) == (typed, "Chipped")
    assert await refunded(order) == []


async def test_while_stripe_is_away_a_refund_waits_and_says_so(staff: httpx.AsyncClient, order: orders.Order) -> None:
    await control(failures=[{"operation": "refunds.create", "how": "drop_before", "times": 2}])
    try:
        answer = await fill(staff, order, "refunds", amount="10")
    finally:
        await end_troubles()
    assert "will be asked again" in office.said(await staff.get(answer.headers["location"]))
    assert office.rows(await page_of(staff, order), "Refunds")[0][1] == "pending"


async def test_cancelling_a_paid_order_gives_back_money_and_stock(
    staff: httpx.AsyncClient, order: orders.Order
) -> None:
    assert await sold() == 3
    answer = await fill(staff, order, "cancellation", reason="Out of clay")
    assert "The order is cancelled." in office.said(await staff.get(answer.headers["location"]))
    await drain()
    assert await refunded(order) == [42_40]
    assert (await figures(), await sold()) == ((5, 0, 0), 0)
    assert await inventory.available("MUG") == 5
    after = await order_factory.again(order)
    assert (after.status, after.payment_status) == (orders.OrderStatus.CANCELLED, orders.PaymentStatus.REFUNDED)
    page = await page_of(staff, order)
    for deed in ("fulfilments", "refunds", "cancellation"):
        assert f'/{deed}"' not in page.text


@pytest.mark.parametrize(
    ("deed", "typed", "says"),
    [
        ("cancellation", {"reason": "Out of clay"}, "Cancel and give back €42.40"),
        ("refunds", {"amount": "10"}, "Refund"),
    ],
)
async def test_what_cannot_be_taken_back_wants_a_tick_and_says_what_it_gives_back(
    staff: httpx.AsyncClient, order: orders.Order, deed: str, typed: dict[str, str], says: str
) -> None:
    page = await page_of(staff, order)
    part = page.text.split(f'/{deed}"')[1].split("</form>")[0]
    assert says in part
    assert re.search(r'type="checkbox"[^>]*name="confirmed"[^>]*required', part)
    form = office.form_to(page, f"/{deed}")
    answer = await staff.post(form.action, data=form.fields | typed)
    assert (answer.status_code, office.summary(answer)) == (422, ["Please tick the box to confirm."])
    assert await refunded(order) == []
    assert (await order_factory.again(order)).status == orders.OrderStatus.PLACED


async def test_an_order_is_not_cancelled_without_a_reason(staff: httpx.AsyncClient, order: orders.Order) -> None:
    answer = await fill(staff, order, "cancellation", reason=" ")
    assert (answer.status_code, office.summary(answer)) == (422, ["Please say why."])
    assert (await order_factory.again(order)).status == orders.OrderStatus.PLACED


async def test_an_order_that_was_sent_meanwhile_is_not_cancelled(staff: httpx.AsyncClient, order: orders.Order) -> None:
    form = office.form_to(await page_of(staff, order), "/cancellation")
    await fill(staff, order, "fulfilments")
    answer = await staff.post(form.action, data=CONFIRMED | {"reason": "Too late"})
    assert answer.status_code == 409
    assert office.summary(answer) == ["This order is on its way; it can only become completed."]
    await drain()
    assert await refunded(order) == []


async def test_lines_and_delivery_are_given_back_less_a_fee_after_a_look(
    staff: httpx.AsyncClient, order: orders.Order
) -> None:
    form = office.form_to(await page_of(staff, order), "/refunds")
    wish = {f"credit-{order.lines[0].id}": "2", "shipping": "4.90", "fee": "1,50", "reason": "Too small"}
    seen = await staff.get(f"/admin/orders/{order.number}/refund", params=form.fields | wish)
    assert "€28.40 go back, €4.53 of them tax." in seen.text
    assert await refunded(order) == []
    again = office.form_to(seen, "/refunds")
    assert {name: again.fields[name] for name in wish} == wish
    for _ in range(2):
        answer = await staff.post(again.action, data=again.fields | CONFIRMED)
    assert answer.headers["location"].endswith("done=refund-succeeded")
    await drain()
    assert await refunded(order) == [28_40]
    assert await books.reconcile() == []
    left = office.rows(await page_of(staff, order), "Give back")
    assert left[0][1] == "1 for €13.75"


async def test_what_payments_refuse_is_not_credited(staff: httpx.AsyncClient, order: orders.Order) -> None:
    await payments.refund(order.customer_id, order.id, eur(40_00), reason="", actor="stripe", key=new_id())
    answer = await fill(staff, order, "refunds", amount="10")
    assert (answer.status_code, office.summary(answer)) == (409, ["At most 2.40 EUR can still be refunded."])
    assert orders.creditable(await orders.find(order.number))[0].left == 37_50
    await fill(staff, order, "refunds", amount="2.40")
    await drain()
    assert await refunded(order) == [40_00, 2_40]
    assert await books.reconcile() == []
