"""The pages of customers: found by an order, too, with all that helps and nothing of how they pay; kept out there."""

import httpx
import pytest
from litestar import Litestar

from domains import users
from tests.app.making import browser_of
from tests.support import office
from tests.support.orders import make_order, pay
from tests.support.payments import save_card
from tests.support.people import EMAIL, age_proofs, make_person, sign_in
from tests.support.staff import hired


@pytest.fixture
async def customer(shop: None) -> users.Person:
    return await make_person()


async def test_a_customer_is_found_by_an_order_and_seen_whole_but_for_cards(
    staff: httpx.AsyncClient, customer: users.Person, outside: str
) -> None:
    order = await pay(await make_order(customer.party_id))
    guests = await make_order()
    card = await save_card(customer.party_id, email=EMAIL)
    owner = users.Actor("a test")
    group = await users.create_group(users.GroupDraft("Regulars"), actor=owner)
    await users.put_in_group(group.key, EMAIL, actor=owner)
    await users.start_session(customer.id, "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Firefox/128.0", "192.0.2.7")
    for query, whom in ((order.number.lower(), ["Ada"]), (guests.number, []), ("ada@", ["Ada"]), ("nobody", [])):
        found = await staff.get("/admin/customers", params={"q": query})
        assert [row[0] for row in office.rows(found, "Customers")] == whom
    page = await staff.get(f"/admin/customers/{customer.id}")
    assert [row[0] for row in office.rows(page, "Orders")] == [order.number]
    [[device, *_, place]] = office.rows(page, "Where they are signed in")
    assert (device, place) == ("Firefox on Linux", "192.0.2.7")
    assert "Regulars by hand" in office.read(page)
    assert (card.last4 in page.text, card.id in page.text) == (False, False)


async def test_kept_out_with_a_reason_they_are_out_with_their_next_click(
    app: Litestar, staff: httpx.AsyncClient, stranger: httpx.AsyncClient, customer: users.Person
) -> None:
    order = await pay(await make_order(customer.party_id))
    await sign_in(stranger)
    here = f"/admin/customers/{customer.id}"
    form = office.form_to(await staff.get(here), "/disabling")
    assert office.summary(await staff.post(form.action, data={"reason": " "})) == [
        "Say why, in 200 characters at most."
    ]
    assert (await stranger.get("/account/security")).status_code == 200
    kept_out = await staff.post(form.action, data={"reason": "<b>Three</b> disputes"}, follow_redirects=True)
    assert office.said(kept_out).startswith("They are signed out everywhere")
    assert "Kept out since" in office.read(kept_out)
    assert "&lt;b&gt;Three&lt;/b&gt; disputes" in kept_out.text
    assert (await stranger.get("/account/security")).headers["location"].startswith("/login")
    for password in ("correct horse battery staple", "wrong"):
        answer = await sign_in(stranger, password=password)
        assert (answer.status_code, office.summary(answer)) == (
            422, ["This e-mail address and password do not belong together."],
        )  # fmt: skip
    assert (await stranger.get(f"/orders/{order.number}?token={order.token}")).status_code == 200
    acting = await staff.post("/admin/impersonation", data={"email": EMAIL, "reason": "a call"})
    assert acting.status_code == 422
    again = office.form_to(kept_out, "/enabling")
    assert (await staff.post(again.action)).headers["location"] == f"{here}?done=enabled"
    assert (await sign_in(stranger)).headers["location"] == "/account"


async def test_support_looks_and_only_a_fresh_proof_of_who_may_keeps_out(
    app: Litestar, staff: httpx.AsyncClient, customer: users.Person
) -> None:
    here = f"/admin/customers/{customer.id}"
    async with browser_of(app) as other:
        await office.signed_in(other, await hired("sue@barrow.example", "support"))
        assert "disabling" not in (await other.get(here)).text
        assert (await other.post(f"{here}/disabling", data={"reason": "no"})).status_code == 403
    await age_proofs()
    asked = await staff.post(f"{here}/disabling", data={"reason": "no"})
    assert asked.headers["location"].startswith("/account/proof")
    [owner] = [each for each in await users.staff() if each.owns]
    assert (await staff.get(f"/admin/customers/{owner.id}")).status_code == 404
    assert (await users.find_customer(customer.id)).disabled_at is None
