"""Acting for a customer in the shop: their cart and orders, a banner everywhere, nothing of what is theirs alone."""

from collections.abc import Callable

import httpx
import pytest
import sqlalchemy as sa
from litestar import Litestar

from app.security.declarations import Who
from domains import orders, users
from domains.users import AuditFilter
from tests.app.making import forget_limits
from tests.support import office
from tests.support.forms import forms
from tests.support.orders import make_order, pay
from tests.support.people import EMAIL, make_person
from tests.support.routes import ways
from tests.support.visiting import CONTACT, on_the_shelf, put_in_cart, quantities

BANNER = 'id="acting-for"'
REVIEW = ("POST", "/orders/B-1001/reviews/01a20ac3-db2e-77ce-8352-dcbb8394bb9e")
ONES_OWN = "proof."  # of who really sits there


@pytest.fixture
async def customer(shop: None) -> users.Person:
    return await make_person()


async def begin(staff: httpx.AsyncClient) -> None:
    page = await staff.get("/admin/impersonation", params={"email": EMAIL})
    form = office.form_to(page, "/admin/impersonation")
    assert form.fields["email"] == EMAIL
    answer = await staff.post(form.action, data=form.fields | {"reason": "a call"})
    assert answer.headers["location"] == "/account"


async def test_the_shop_is_seen_as_the_customer_sees_it_under_a_banner(
    staff: httpx.AsyncClient, customer: users.Person
) -> None:
    await on_the_shelf(stock=9)
    order = await pay(await make_order(customer.party_id))
    await put_in_cart(staff, quantity=1)
    await begin(staff)
    account = await staff.get("/account")
    assert (order.number in account.text, BANNER in account.text, "/account/security" in account.text) == (
        True, True, False,
    )  # fmt: skip
    await put_in_cart(staff, quantity=3)
    cart = await orders.cart(customer.party_id)
    assert cart is not None
    assert [line.quantity for line in cart.lines] == [3]
    for path in ("/", "/cart", "/no/such/page", "/admin/orders", "/checkout", "/login"):
        answer = await staff.get(path, follow_redirects=True)
        assert (path, BANNER in answer.text) == (path, True)
    ending = office.form_to(await staff.get("/cart"), "/impersonation/ending")
    assert (await staff.post(ending.action)).headers["location"] == "/admin"
    assert BANNER not in (await staff.get("/cart")).text
    assert await quantities(staff) == [1]


async def test_every_deed_names_both_and_tells_nothing_typed(staff: httpx.AsyncClient, customer: users.Person) -> None:
    await on_the_shelf(stock=9)
    await begin(staff)
    await put_in_cart(staff, quantity=2)
    assert (await staff.post("/cart/lines", data={"sku": "NONE", "quantity": "1"})).status_code == 409
    [entry] = (await users.audit_entries(AuditFilter(action="cart.add"))).entries
    assert (entry.actor, entry.behalf_of, entry.outcome) == (office.EMAIL, f"customer {customer.id}", "done")
    assert entry.after == {"quantity": "2", "sku": "MUG"}
    assert (await staff.post("/account/proof", data={"current": office.PASSWORD})).status_code == 303
    proved, *_ = (await users.audit_entries(AuditFilter(action="proof.give"))).entries
    assert proved.after is None  # a password is nobody's to read, whoever it was given for
    async with users.database.reading() as session:
        written = await session.scalar(sa.text("SELECT string_agg(row(e.*)::text, ' ') FROM audit_entries e"))
    assert EMAIL not in written


async def test_what_is_the_customers_alone_stays_closed(
    app: Litestar, staff: httpx.AsyncClient, customer: users.Person, surroundings: Callable[..., None]
) -> None:
    """Whatever asks for somebody who is signed in, also what is built tomorrow."""
    surroundings(**dict.fromkeys(("RATE_SIGN_IN", "RATE_MAIL", "RATE_CODE"), "100000/minute"))
    forget_limits()
    await begin(staff)
    theirs = [way for way in ways(app) if way.declared and way.declared.who is Who.PERSON and way.method != "HEAD"]
    alone = [
        (way.method, way.address) for way in theirs if not way.name.startswith(ONES_OWN) and "/api/" not in way.path
    ]
    assert {("GET", "/account/payment-methods"), ("POST", "/account/deletion"), ("GET", "/account/data/file")} <= {
        *alone
    }
    opened = []
    for method, path in (*alone, REVIEW):
        answer = await staff.request(method, path, data={} if method == "POST" else None)
        if answer.status_code != 403 or "the customer's alone" not in office.read(answer):
            opened.append((method, path, answer.status_code))
    assert opened == []
    refused = (await users.audit_entries(AuditFilter(action="security.password"))).entries
    assert [(entry.outcome, entry.behalf_of) for entry in refused] == [("refused", f"customer {customer.id}")]


async def test_an_order_is_got_ready_and_is_the_customers_to_place(
    staff: httpx.AsyncClient, customer: users.Person, outside: str
) -> None:
    await on_the_shelf(stock=9)
    await begin(staff)
    await put_in_cart(staff)
    kept = {"save-address": "yes"}
    assert (await staff.post("/checkout", data=CONTACT | kept)).headers["location"] == "/checkout/delivery"
    await staff.post("/checkout/delivery", data={"shipping": "standard"})
    assert (await users.address_book(customer.id)).saved == []
    for answer in (await staff.get("/checkout/review"), await staff.post("/checkout/order")):
        assert "they find it in their cart when they sign in" in office.read(answer)
        assert [form.action for form in forms(answer.text, "") if form.action == "/checkout/order"] == []
    assert answer.status_code == 403
    assert (await orders.recent(limit=1)).orders == ()
    await staff.post("/admin/impersonation/ending")
    await office.signed_in(staff, customer)
    assert (await staff.post("/checkout/order")).status_code == 303
    [order] = (await orders.recent(limit=1)).orders
    assert order.customer_id == customer.party_id


async def test_it_is_over_after_half_an_hour(staff: httpx.AsyncClient, customer: users.Person) -> None:
    await begin(staff)
    async with users.database.transaction() as session:
        await session.execute(sa.update(users.Session).values(acts_until=sa.func.now()))
    assert BANNER not in (await staff.get("/account")).text
    assert (await staff.get("/account/security")).status_code == 200


async def test_staff_and_strangers_are_told_why_not(staff: httpx.AsyncClient) -> None:
    for email, told in ((office.EMAIL, "somebody who works here"), ("nobody@example.com", "Nobody has an account")):
        answer = await staff.post("/admin/impersonation", data={"email": email, "reason": "a call"})
        assert answer.status_code == 422
        assert told in office.summary(answer)[0]
    assert (await users.audit_entries(AuditFilter(action="begin_impersonation"))).entries == []
