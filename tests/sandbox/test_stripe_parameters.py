"""Request bodies as nobody should send them: refused in Stripe's words, never a 500."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import stripe

from tests.sandbox.world import World, outside_world, session_params

FORM = {"Authorization": "Bearer sk_test_x", "Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture(scope="module")
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    async with outside_world(tmp_path_factory.mktemp("outside")) as running:
        yield running


@pytest.mark.parametrize(
    ("body", "param"),
    [
        (b"name", None),
        (b"\xff=\xfe", None),
        (b"name=", "name"),
        (b"name[first]=Ada", "name"),
        (b"metadata[a][b]=1", "metadata[a]"),
        (b"metadata=5", "metadata"),
        (b"address=Stockholm", "address"),
        (b"address[street]=Stockholm", "address[street]"),
        (b"name=a&name[b]=c", "name"),
        (b"a" + b"[a]" * 4000 + b"=1", "a"),
        (b"expand[0]=fortune", "expand"),
        (b"email=ada", "email"),
        (b"=1", ""),
        (b"metadata[k]=" + b"v" * 501, "metadata[k]"),
        (b"&".join(b"metadata[k%d]=v" % n for n in range(51)), "metadata"),
    ],
)
async def test_a_malformed_body_is_refused(world: World, body: bytes, param: str | None) -> None:
    answer = await world.http.post(f"{world.base}/stripe/v1/customers", content=body, headers=FORM)

    assert answer.status_code == 400
    error = answer.json()["error"]
    assert (error["type"], error.get("param")) == ("invalid_request_error", param)
    assert (await world.stripe.v1.customers.list_async()).data == []


def line(**change: Any) -> dict[str, Any]:
    item: dict[str, Any] = session_params()["line_items"][0]
    price = item["price_data"] | {name: value for name, value in change.items() if name in ("unit_amount", "currency")}
    return item | {"price_data": price} | {name: value for name, value in change.items() if name == "quantity"}


@pytest.mark.parametrize(
    ("change", "code", "param"),
    [
        ({"line_items": []}, "parameter_missing", "line_items"),
        ({"line_items": [line(quantity=0)]}, "parameter_invalid_integer", "line_items[0][quantity]"),
        ({"line_items": [line(quantity=1.5)]}, "parameter_invalid_integer", "line_items[0][quantity]"),
        ({"line_items": [line(unit_amount=-1)]}, "parameter_invalid_integer", "line_items[0][price_data][unit_amount]"),
        ({"line_items": [line(unit_amount=10**9)]}, "amount_too_large", "line_items"),
        ({"line_items": [line(unit_amount=1)]}, "amount_too_small", "line_items"),
        ({"line_items": [line(), line(currency="sek")]}, None, "line_items"),
        ({"line_items": [line(currency="xxy")]}, None, "currency"),
        ({"line_items": [line()] * 101}, None, "line_items"),
        ({"success_url": "/checkout/return"}, "url_invalid", "success_url"),
        ({"customer_email": "ada"}, "email_invalid", "customer_email"),
        ({"customer": "cus_nothing"}, "resource_missing", "customer"),
    ],
)
async def test_a_session_that_cannot_be_sold_is_refused(
    world: World, change: dict[str, Any], code: str | None, param: str
) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        await world.session(**change)

    assert (refused.value.code, refused.value.param) == (code, param)
    assert (await world.stripe.v1.checkout.sessions.list_async()).data == []


@pytest.mark.parametrize("limit", ["0", "101", "x"])
async def test_a_page_has_between_1_and_100_rows(world: World, limit: str) -> None:
    answer = await world.http.get(f"{world.base}/stripe/v1/events?limit={limit}", headers=FORM)
    assert (answer.status_code, answer.json()["error"]["param"]) == (400, "limit")


@pytest.mark.parametrize("form", [b"\xff\xfe", b"card_number", b"card_number=" + b"9" * 10_000])
async def test_a_malformed_payment_form_charges_nothing(world: World, form: bytes) -> None:
    customer = await world.stripe.v1.customers.create_async()
    session = await world.session(customer=customer.id)
    answer = await world.http.post(str(session.url), content=form, headers=FORM)

    assert answer.status_code == 422
    assert "Your card number is invalid." in answer.text
    assert (await world.stripe.v1.payment_intents.list_async()).data == []
