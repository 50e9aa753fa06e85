"""From registration to the orders of an account, by plain forms; every answer tells strangers the same."""

import re
from datetime import timedelta
from uuid import UUID

import httpx
import pytest
import sqlalchemy as sa
from litestar import Litestar

from app.pages import registration
from app.security import cookies
from domains import orders, users
from domains.shared.errors import Unavailable
from tests.app.making import browser_of
from tests.support import office
from tests.support.draining import drain
from tests.support.forms import forms
from tests.support.orders import make_order, pay
from tests.support.people import EMAIL, PASSWORD, letters, link_in, make_person, sign_in
from tests.support.visiting import heading, on_the_shelf, put_in_cart, quantities, title

pytestmark = pytest.mark.usefixtures("outside")
ELSEWHERE = (
    "https://evil.example/",
    "//evil.example",
    "/\\evil.example",
    "/%5cevil.example",
    "///evil.example",
    "/..//evil.example",
    "javascript:alert(1)",
    "account",
    "/account\r\nSet-Cookie: a=b",
    "http:evil.example",
    "/@evil.example/%2f%2fevil.example",
    "/" + "a" * 600,
)


def guest_of(browser: httpx.AsyncClient) -> UUID:
    party = cookies.read_party(browser.cookies[cookies.PARTY])
    assert party
    return party


async def register(browser: httpx.AsyncClient, email: str = EMAIL) -> httpx.Response:
    return await browser.post("/register", data={"email": email, "name": "Ada"})


async def test_from_registration_to_the_account_by_plain_forms(browser: httpx.AsyncClient) -> None:
    assert 'href="/login"' in (await browser.get("/cart")).text
    asked = await register(browser)
    assert asked.headers["location"] == "/register?done=asked"
    assert "Please check your e-mail." in (await browser.get(asked.headers["location"])).text
    link = await link_in("account_link")
    page = await browser.get(link)
    assert heading(page) == "Choose a password"
    assert page.headers["referrer-policy"] == "no-referrer"
    begun = await browser.post(link, data={"password": PASSWORD})
    account = await browser.get(begun.headers["location"])
    assert heading(account) == "Your account"
    assert office.said(account) == "Welcome! Your account is ready, and you are signed in."
    assert account.headers["cache-control"] == "private, no-store"
    out = await browser.post("/sign-out")
    assert office.said(await browser.get(out.headers["location"])) == "You are signed out."
    entered = await sign_in(browser)
    assert (entered.status_code, entered.headers["location"]) == (303, "/account")
    assert (await browser.get("/login")).headers["location"] == "/account"


async def test_a_look_at_the_link_uses_nothing_up(browser: httpx.AsyncClient) -> None:
    await register(browser)
    link = await link_in("account_link")
    for _ in range(3):
        assert (await browser.get(link)).status_code == 200
        assert (await browser.head(link)).status_code == 200
    weak = await browser.post(link, data={"password": "password1"})
    assert (weak.status_code, title(weak)[:7]) == (422, "Error: ")
    assert (await browser.post(link, data={"password": PASSWORD})).status_code == 303
    over = await browser.get(link)
    assert (over.status_code, "This link no longer works" in over.text) == (410, True)
    assert 'href="/register">Ask for a new one</a>' in over.text


async def test_known_and_unknown_addresses_are_answered_alike(browser: httpx.AsyncClient) -> None:
    await make_person()
    for path in ("/register", "/account/lost-password"):
        answers = [await browser.post(path, data={"email": email}) for email in (EMAIL, "nobody@example.com")]
        assert len({(one.status_code, one.headers["location"], one.text) for one in answers}) == 1
    refused = [await sign_in(browser, email, "wrong") for email in (EMAIL, "nobody@example.com")]
    assert [one.status_code for one in refused] == [422, 422]
    assert len({one.text.replace(EMAIL, "…").replace("nobody@example.com", "…") for one in refused}) == 1
    assert [letter.to for letter in await letters("account_link")] == ["nobody@example.com"]
    assert [letter.to for letter in await letters("account_known")] == [EMAIL]
    assert [letter.to for letter in await letters("password_link")] == [EMAIL]


async def test_a_forgotten_password_is_replaced_by_letter(browser: httpx.AsyncClient) -> None:
    await make_person()
    await browser.post("/account/lost-password", data={"email": EMAIL})
    link = await link_in("password_link")
    assert heading(await browser.get(link)) == "Choose a new password"
    changed = await browser.post(link, data={"password": "another passphrase"})
    told = await browser.get(changed.headers["location"])
    assert office.said(told) == "Your password is changed. Please sign in with the new one."
    assert (await sign_in(browser)).status_code == 422
    assert (await sign_in(browser, password="another passphrase")).status_code == 303
    assert [letter.to for letter in await letters("password_changed")] == [EMAIL]


@pytest.mark.parametrize("away", ELSEWHERE)
async def test_nobody_is_led_elsewhere_after_signing_in(browser: httpx.AsyncClient, away: str) -> None:
    await make_person()
    page = await browser.get("/login", params={"next": away})
    [form] = [form for form in forms(page.text, str(page.url)) if form.action.endswith("/login")]
    assert form.fields["next"] == ""
    answer = await browser.post("/login", data={"email": EMAIL, "password": PASSWORD, "next": away})
    assert answer.headers["location"] == "/account"


async def test_who_has_to_sign_in_first_comes_back_to_the_page(browser: httpx.AsyncClient) -> None:
    await make_person()
    asked = await browser.get("/account/security")
    assert asked.headers["location"] == "/login?next=%2Faccount%2Fsecurity"
    for deed in ("/account/password", "/account/address", "/account/sessions/ending"):
        assert (await browser.post(deed)).headers["location"] == "/login"
    data = {"email": EMAIL, "password": PASSWORD, "next": "/account/security"}
    assert (await browser.post("/login", data=data)).headers["location"] == "/account/security"


async def test_cart_and_lists_of_the_guest_come_along_and_stay_with_the_account(
    app: Litestar, browser: httpx.AsyncClient
) -> None:
    await make_person()
    await on_the_shelf(stock=9)
    await put_in_cart(browser, quantity=2)
    await browser.post("/wishlists", data={"name": "For the kitchen"})
    await sign_in(browser)
    assert await quantities(browser) == [2]
    assert "For the kitchen" in (await browser.get("/account")).text
    async with browser_of(app) as elsewhere:
        await put_in_cart(elsewhere, quantity=3)
        await sign_in(elsewhere)
        assert await quantities(elsewhere) == [5]
        assert "For the kitchen" in (await elsewhere.get("/account")).text
    await browser.post("/sign-out")
    assert "Your cart is empty." in (await browser.get("/cart")).text
    assert "For the kitchen" not in (await browser.get("/account")).text


async def test_guests_orders_with_this_address_are_the_accounts_and_no_others(
    app: Litestar, browser: httpx.AsyncClient
) -> None:
    await on_the_shelf(stock=9)
    await put_in_cart(browser)
    guest = guest_of(browser)
    before = await pay(await make_order(guest))
    anothers = await pay(await make_order(guest, email="bob@example.com"))
    await register(browser)
    await browser.post(await link_in("account_link"), data={"password": PASSWORD})
    await drain()
    page = await browser.get("/account")
    assert before.number in page.text
    assert anothers.number not in page.text
    async with browser_of(app) as elsewhere:
        await put_in_cart(elsewhere)
        later = await pay(await make_order(guest_of(elsewhere), email="ADA@example.com"))
        await drain()
    assert later.number in (await browser.get("/account")).text
    assert [order.customer_id for order in (await orders.recent()).orders].count(guest) == 2


async def test_sessions_are_listed_and_ended_one_by_one_or_all(app: Litestar, browser: httpx.AsyncClient) -> None:
    await make_person()
    await sign_in(browser)
    async with browser_of(app, **{"User-Agent": "Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/150.0"}) as other:
        await sign_in(other)
        page = await browser.get("/account/security")
        assert re.findall(r'account__name">([^<]+)<', page.text) == ["Firefox on Windows", "A browser"]
        [path] = re.findall(r'action="(/account/sessions/[0-9a-f-]{36}/ending)"', page.text)
        await browser.post(path)
        assert (await other.get("/account/security")).status_code == 303
        await sign_in(other)
        gone = await browser.post("/account/sessions/ending")
        assert office.said(await browser.get(gone.headers["location"])) == "You are signed out everywhere."
        for each in (browser, other):
            assert (await each.get("/account/security")).status_code == 303


async def test_a_session_of_somebody_else_is_not_ended(app: Litestar, browser: httpx.AsyncClient) -> None:
    await make_person()
    bob = await make_person("bob@example.com")
    await sign_in(browser)
    async with browser_of(app) as other:
        await sign_in(other, "bob@example.com")
        [session] = await users.sessions(bob.id)
        answer = await browser.post(f"/account/sessions/{session.id}/ending")
        nowhere = await browser.post(f"/account/sessions/{bob.id}/ending")
        assert (answer.status_code, nowhere.status_code) == (404, 404)
        assert office.read(answer) == office.read(nowhere)
        assert (await other.get("/account/security")).status_code == 200


async def test_password_and_address_are_changed_by_who_knows_the_password(browser: httpx.AsyncClient) -> None:
    await make_person()
    await sign_in(browser)
    wrong = await browser.post("/account/password", data={"current": "not it", "password": "another passphrase"})
    assert (wrong.status_code, office.summary(wrong)) == (422, ["This is not your password."])
    right = await browser.post("/account/password", data={"current": PASSWORD, "password": "another passphrase"})
    assert right.headers["location"] == "/account/security?done=password"
    moved = await browser.post("/account/address", data={"current": "another passphrase", "email": "ada@new.example"})
    assert moved.headers["location"] == "/account/security?done=asked"
    old, new = await link_in("address_leaving"), await link_in("address_taking")
    assert "follow the link in our e-mail to your other address" in (await browser.post(old)).text
    assert "Your e-mail address is changed" in (await browser.post(new)).text
    assert "ada@new.example" in (await browser.get("/account")).text
    assert [letter.to for letter in await letters("email_changed")] == [EMAIL]


async def test_a_copied_token_that_comes_back_late_ends_the_session_and_is_told(browser: httpx.AsyncClient) -> None:
    await make_person()
    await sign_in(browser)
    stolen = browser.cookies["barrow-refresh"]
    browser.cookies.delete("barrow-access")
    assert (await browser.get("/account/security")).status_code == 200
    async with users.database.transaction() as session:
        column = users.RefreshToken.used_at
        await session.execute(sa.update(users.RefreshToken).values(used_at=column - timedelta(minutes=2)))
    assert await users.refresh(stolen) is None
    assert (await browser.get("/account/security")).status_code == 303
    assert [letter.to for letter in await letters("session_ended")] == [EMAIL]


async def test_without_the_users_database_people_are_not_taken_for_guests(
    browser: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    await make_person()
    await on_the_shelf()
    await sign_in(browser)

    async def away(*_: object) -> None:
        raise Unavailable("The shop is very busy.")

    with monkeypatch.context() as broken:
        broken.setattr(users, "session", away)
        assert (await browser.get("/cart")).status_code == 200
        assert (await put_in_cart(browser)).status_code == 503
        assert (await browser.get("/account/security")).status_code == 503
    assert "barrow-refresh" in browser.cookies
    assert (await put_in_cart(browser)).status_code == 303


async def test_the_address_cannot_be_used_to_fill_a_mailbox(browser: httpx.AsyncClient) -> None:
    assert (
        len({registration.mailbox(spelled) for spelled in ("ada@example.com", "Ada@EXAMPLE.com", "ada@ｅxample.com")})
        == 1
    )
    answers = [(await register(browser)).status_code for _ in range(7)]
    assert answers == [303] * 6 + [429]
