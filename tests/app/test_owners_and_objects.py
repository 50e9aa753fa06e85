"""Whose things are whose: every route that finds somebody's own, asked by another with the ids of the one they belong
to. What is another's is not there. A route that is added stands in one of the two tables, or the test names it."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx
import pytest
import sqlalchemy as sa
from litestar import Litestar

from app.gateway import own_data
from app.security.declarations import Of
from domains import catalog, orders, users
from domains.shared.database import Database
from domains.shared.settings import settings
from tests.app.making import browser_of, forget_limits
from tests.support import emptying, office
from tests.support.orders import make_order, pay, send
from tests.support.payments import save_card
from tests.support.people import make_person
from tests.support.reviews import words
from tests.support.routes import ways
from tests.support.visiting import CONTACT, line_id, on_the_shelf, put_in_cart

LINES, LISTS, ORDERS = "/cart/lines/{line}", "/wishlists/{list}", "/orders/{order}"
MIXED = "/wishlists/{my_list}/items/{item}"  # a list of one's own, and on it what lies on another's
# By route: where another's thing would be, what is sent along, and the answer. 410 is that of links in letters, which
# do not tell whether they were ever there; 422 of a form's field, which leaves what was typed.
OF_ANOTHER: dict[str, tuple[str, dict[str, str], int]] = {
    "address_book.edit": ("/account/addresses/{address}", {}, 404),
    "address_book.change": ("/account/addresses/{address}", CONTACT, 404),
    "address_book.remove": ("/account/addresses/{address}/removal", {}, 404),
    "payment_methods.ask_removal": ("/account/payment-methods/{card}/removal", {}, 404),
    "payment_methods.remove": ("/account/payment-methods/{card}/removal", {}, 404),
    "payment_methods.prefer": ("/account/payment-methods/{card}/default", {}, 404),
    "passkeys.rename": ("/account/second-factor/passkeys/{passkey}/name", {"name": "Mine now"}, 404),
    "passkeys.remove": ("/account/second-factor/passkeys/{passkey}/removal", {}, 404),
    "security.end": ("/account/sessions/{session}/ending", {}, 404),
    "checkout.save_contact": ("/checkout", {"email": "eve@example.com", "saved": "{address}"}, 422),
    "cart.change": (LINES, {"quantity": "7"}, 404),
    "cart.remove": (LINES + "/removal", {}, 404),
    "cart.save_for_later": (LINES + "/wish", {}, 404),
    "wishlists.show": (LISTS, {}, 404),
    "wishlists.rename": (LISTS + "/name", {"name": "Mine now"}, 404),
    "wishlists.delete": (LISTS + "/removal", {}, 404),
    "wishlists.restore": (LISTS + "/restoration", {}, 404),
    "wishlists.share": (LISTS + "/link", {"by": "Eve", "notes": "yes"}, 404),
    "wishlists.unshare": (LISTS + "/link/removal", {}, 404),
    "wishlists.shared": ("/wishlists/shared/{list}", {}, 404),
    "wishes.add": ("/wishlists/items", {"sku": "MUG", "list": "{list}"}, 404),
    "wishes.describe": (MIXED, {"note": "mine", "quantity": "3"}, 404),
    "wishes.move": (MIXED + "/place", {"list": "{my_list}"}, 404),
    "wishes.take_off": (MIXED + "/removal", {}, 404),
    "wishes.to_cart": (MIXED + "/cart", {}, 404),
    "wishes.all_to_cart": (LISTS + "/cart", {}, 404),
    "votes.cast": ("/products/mug/reviews/{review}/vote", {}, 404),  # one that waits to be read
    "orders.show": (ORDERS + "?token={my_token}", {}, 404),
    "orders.timeline": (ORDERS + "/timeline?token={my_token}", {}, 404),
    "orders.document": (ORDERS + "/documents/I-2026-000001?token={my_token}", {}, 404),
    "returns.new": (ORDERS + "/return?token={my_token}", {}, 404),
    "returns.ask": (ORDERS + "/returns?token={my_token}", {"reason": "late", "key": "{my_list}"}, 404),
    "reviews.show": (ORDERS + "/reviews/{product}?token={my_token}", {}, 404),
    "reviews.write": (ORDERS + "/reviews/{product}?token={my_token}", {"rating": "1", "text": "Bad", "name": "E"}, 404),
    "reviews.withdraw": (ORDERS + "/reviews/{product}/withdrawal?token={my_token}", {}, 404),
    "checkout.back": ("/checkout/return?order={order}&token={my_token}", {}, 404),
    "checkout.given_up": ("/checkout/cancelled?order={order}&token={my_token}", {}, 404),
    "alerts.confirmation": ("/alerts/confirmations/{address}", {}, 404),
    "alerts.confirm": ("/alerts/confirmations/{address}", {}, 404),
    "alerts.ending": ("/alerts/endings/{address}", {}, 404),
    "lost_password.link": ("/account/lost-password/{session}", {}, 410),
    "lost_password.replace": ("/account/lost-password/{session}", {"password": "a long passphrase"}, 410),
    "registration.link": ("/register/{session}", {}, 410),
    "registration.begin": ("/register/{session}", {"password": "a long passphrase"}, 410),
    "security.link": ("/account/address/{session}", {}, 410),
    "security.follow": ("/account/address/{session}", {}, 410),
}
# They name nothing: whatever they find or do is of the one who asks.
OF_WHOEVER_ASKS = {
    "account.show", "account.forget", "address_book.show", "address_book.new", "address_book.add", "cart.show",
    "cart.add", "cart.restore", "cart.stock", "cart.enter_code", "cart.take_out_code", "checkout.contact",
    "checkout.delivery",
    "checkout.choose_delivery", "checkout.review", "checkout.create", "own_data.show", "own_data.export",
    "own_data.delete", "payment_methods.show", "payment_methods.add", "profile.show", "profile.save",
    "profile.consent", "proof.show", "proof.give", "proof.ask_passkey", "proof.give_passkey", "passkeys.ask",
    "passkeys.add", "second_factor.show", "second_factor.begin", "second_factor.confirm", "second_factor.renew",
    "second_factor.remove", "security.show", "security.password", "security.address", "security.end_all",
    "wishlists.index", "wishlists.begin", "api.me", "api.end_session", "admin.choose_stock_letters",
    "alerts.end",  # a mail program's click on a link that may be long gone: nothing is ended, and it is thanked
}  # fmt: skip


@dataclass(frozen=True)
class Two:
    """Ada has everything, Eve asks for it. `ids` fill the gaps of the table."""

    ada: httpx.AsyncClient
    eve: httpx.AsyncClient
    ada_is: users.Person
    eve_is: users.Person
    ids: dict[str, str]


async def owned_by(browser: httpx.AsyncClient, person: users.Person, product: catalog.Product) -> dict[str, str]:
    """A paid order with a review, an address, a cart, a list, a passkey, and the session itself."""
    await office.signed_in(browser, person)
    order = await pay(await make_order(person.party_id, email=person.email))
    await send(order)
    bought = catalog.Purchase(order.id, order.number, product.id, [catalog.Bought(sku="MUG")])
    review = await catalog.write_review(bought, words(name=person.name))
    here = orders.Address(person.name, f"{person.name}straße 1", "Berlin", "DE", postal_code="10119")
    saved = await users.save_address(person.id, here)
    await put_in_cart(browser)
    await browser.post("/wishlists/items", data={"sku": "MUG"})
    [own] = await catalog.wishlists(person.party_id)
    [session] = await users.sessions(person.id)
    ids = {"order": order.number, "token": order.token, "review": review.id, "address": saved.id, "list": own.id}
    ids |= {"card": (await save_card(person.party_id, email=person.email)).id, "item": own.items[0].id}
    ids |= {
        "passkey": await keep_passkey(person),
        "session": session.id,
        "line": await line_id(browser),
        "product": product.id,
    }
    return {name: str(value) for name, value in ids.items()}


async def keep_passkey(person: users.Person) -> UUID:
    key = users.Passkey(person_id=person.id, credential_id=person.id.bytes, public_key=b"", sign_count=0)
    key.name, key.transports, key.backed_up = "A stick", [], False
    async with users.database.transaction() as session:
        session.add(key)
    return key.id


@pytest.fixture(scope="module")
async def two(app: Litestar, outside: str) -> AsyncIterator[Two]:
    """For all tests of this module: what they do to Eve's things none of the others looks at."""
    unhurried = dict.fromkeys(("RATE_ACT", "RATE_REVIEW", "RATE_SIGN_IN"), "100000/minute")
    with pytest.MonkeyPatch.context() as surroundings:
        for name, value in unhurried.items():
            surroundings.setenv(name, value)
        settings.cache_clear()
        forget_limits()
        await emptying.empty()
        mug = await on_the_shelf(slug="mug", stock=50)
        people = await make_person(), await make_person("eve@example.com", name="Eve")
        async with browser_of(app) as ada, browser_of(app) as eve:
            theirs = await owned_by(ada, people[0], mug)
            mine = await owned_by(eve, people[1], mug)
            ids = theirs | {f"my_{name}": value for name, value in mine.items()}
            yield Two(ada, eve, *people, ids)
    settings.cache_clear()
    forget_limits()


async def known_of(browser_of_owner: httpx.AsyncClient) -> Any:
    """All that every domain holds of who is signed in here."""
    known = json.loads((await browser_of_owner.get("/account/data/file")).text)
    return {name: value for name, value in known.items() if name not in ("at", "sessions")}


def test_every_route_that_finds_somebodys_own_is_in_one_of_the_tables(app: Litestar) -> None:
    owned = {way.name for way in ways(app) if way.declared and way.declared.of in (Of.PERSON, Of.PARTY, Of.TOKEN)}
    assert owned == OF_ANOTHER.keys() | OF_WHOEVER_ASKS
    assert not OF_ANOTHER.keys() & OF_WHOEVER_ASKS
    naming = {way.name for way in ways(app) if way.name in owned and "{" in way.path}
    assert naming - OF_ANOTHER.keys() == {"alerts.end"}


async def test_what_is_anothers_is_not_there_and_stays_as_it_was(app: Litestar, two: Two) -> None:
    methods = {way.name: way.method for way in ways(app) if way.method != "HEAD"}
    before, sessions = await known_of(two.ada), await users.sessions(two.ada_is.id)
    answers = {}
    for name, (path, form, _) in OF_ANOTHER.items():
        data = {field: value.format(**two.ids) for field, value in form.items()}
        sent = {"data": data} if methods[name] == "POST" else {}
        answer = await two.eve.request(methods[name], path.format(**two.ids), **sent)  # type: ignore[arg-type]
        told = [each for each in (two.ids["token"], "ada@example.com", "Adastraße") if each in answer.text]
        answers[name] = (answer.status_code, told)
    assert answers == {name: (status, []) for name, (_, _, status) in OF_ANOTHER.items()}
    assert await known_of(two.ada) == before
    assert [each.id for each in await users.sessions(two.ada_is.id)] == [each.id for each in sessions]


async def test_the_file_of_ones_data_names_nobody_else(two: Two) -> None:
    file = json.dumps(await known_of(two.eve))
    others = [two.ids[name] for name in ("order", "token", "review", "address", "list", "item", "line", "card")]
    assert [word for word in ("ada@example.com", *others) if word in file] == []
    session = await users.session((await users.start_session(two.eve_is.id, "", "")).access)
    assert session is not None
    assert len((await own_data.gathered(session))["orders"]) == 1


def every_column(*databases: Database) -> dict[str, str]:
    """A value for each column of each table, as a form would send it."""
    tables = [table for database in databases for table in database.metadata.sorted_tables]
    return {column.name: _a_value(column) for table in tables for column in table.columns}


def _a_value(column: "sa.Column[Any]") -> str:
    kind = type(column.type)
    if issubclass(kind, sa.Uuid):
        return str(UUID(int=7))
    if issubclass(kind, sa.DateTime):
        return "2001-01-01T00:00:00Z"
    return "1" if issubclass(kind, sa.Integer | sa.Boolean) else "owned"


async def row_of(person_id: UUID) -> dict[str, Any]:
    people = users.database.metadata.tables["people"]
    async with users.database.reading() as session:
        return dict((await session.execute(sa.select(people).where(people.c.id == person_id))).one()._mapping)


async def test_a_form_changes_what_it_asks_for_and_no_column_beside(two: Two) -> None:
    everything = every_column(users.database, orders.database)
    assert {"verified_at", "party_id", "for_billing", "second_factor", "total_amount", "paid_by"} <= everything.keys()
    before, eve = await row_of(two.eve_is.id), two.eve
    profile = {"name": "Eve K.", "phone": "", "language": "en"}
    assert (await eve.post("/account/profile", data=everything | profile)).status_code == 303
    words_seen = {"marketing": "yes", "wording": users.wording().mark}
    assert (await eve.post("/account/consent", data=everything | words_seen)).status_code == 303
    after = await row_of(two.eve_is.id)
    assert {name for name, value in after.items() if value != before[name]} == {"name", "marketing_at"}

    place = CONTACT | {"for_delivery": "", "for_billing": ""}
    assert (await eve.post("/account/addresses", data=everything | place)).status_code == 303
    mine = f"/account/addresses/{two.ids['my_address']}"
    assert (await eve.post(mine, data=everything | place)).status_code == 303
    book = (await users.address_book(two.eve_is.id)).saved
    assert (len(book), str(book[0].id), {each.person_id for each in book}) == (
        2,
        two.ids["my_address"],
        {two.eve_is.id},
    )
    assert [(each.for_delivery, each.for_billing) for each in book] == [(True, True), (False, False)]

    for path, typed in (
        ("/checkout", CONTACT),
        ("/checkout/delivery", {"shipping": "standard"}),
        ("/checkout/order", {}),
    ):
        assert (await eve.post(path, data=everything | {"seen-version": ""} | typed)).status_code in (303, 409)
    await eve.post("/checkout/order", data={name: value for name, value in everything.items() if "seen" not in name})
    order = (await orders.recent(limit=1)).orders[0]
    assert (order.customer_id, order.status.value, order.paid_amount, order.paid_by) == (
        two.eve_is.party_id, "pending_payment", 0, None,
    )  # fmt: skip
    assert (order.goods_amount, order.total_amount, order.email) == (12_50, 12_50 + 4_90, CONTACT["email"])
    assert (await users.find_person(two.eve_is.id)).is_staff is False  # type: ignore[union-attr]
