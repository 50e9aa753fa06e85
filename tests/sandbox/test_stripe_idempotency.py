"""Idempotency-Key: replayed, mismatched, in use, kept failures; and the faults that tests can order."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import stripe

from tests.sandbox.world import World, outside_world

HEADERS = {"Authorization": "Bearer sk_test_x"}


@pytest.fixture
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    async with outside_world(tmp_path_factory.mktemp("outside")) as running:
        yield running


async def post(world: World, path: str, key: str, **data: str) -> httpx.Response:
    return await world.http.post(f"{world.base}/stripe/v1{path}", data=data, headers=HEADERS | {"Idempotency-Key": key})


async def customers(world: World) -> list[str | None]:
    return [row.name for row in (await world.stripe.v1.customers.list_async()).data]


async def test_a_key_replays_its_first_answer(world: World) -> None:
    first = await post(world, "/customers", "k", name="Ada")
    again = await post(world, "/customers", "k", name="Ada")

    assert again.json() == first.json()
    assert "idempotent-replayed" not in first.headers
    assert again.headers["idempotent-replayed"] == "true"
    assert await customers(world) == ["Ada"]


async def test_a_key_is_refused_for_another_request(world: World) -> None:
    await post(world, "/customers", "k", name="Ada")
    other_params = await post(world, "/customers", "k", name="Eve")
    other_path = await post(world, "/refunds", "k", payment_intent="pi_x")

    for answer, words in ((other_params, "same parameters"), (other_path, "same endpoint")):
        assert answer.status_code == 400
        assert answer.json()["error"]["type"] == "idempotency_error"
        assert words in answer.json()["error"]["message"]
    assert await customers(world) == ["Ada"]


async def test_a_key_in_use_is_a_conflict(world: World) -> None:
    await world.control(api_delay_ms=300)
    answers = await asyncio.gather(*(post(world, "/customers", "k", name="Ada") for _ in range(3)))
    await world.control(api_delay_ms=0)

    assert sorted(answer.status_code for answer in answers) == [200, 409, 409]
    refused = next(answer for answer in answers if answer.status_code == 409)
    assert refused.json()["error"]["code"] == "idempotency_key_in_use"
    assert (await post(world, "/customers", "k", name="Ada")).status_code == 200
    assert await customers(world) == ["Ada"]


async def test_a_failure_is_kept_but_a_refused_parameter_is_not(world: World) -> None:
    unknown = await post(world, "/customers", "a", colour="red")
    assert unknown.status_code == 400
    assert (await post(world, "/customers", "a", name="Ada")).status_code == 200

    missing = await post(world, "/refunds", "b", payment_intent="pi_x")
    assert missing.status_code == 404
    assert (await post(world, "/refunds", "b", payment_intent="pi_x")).headers["idempotent-replayed"] == "true"


async def test_a_key_has_a_longest_length(world: World) -> None:
    assert (await post(world, "/customers", "k" * 255, name="Ada")).status_code == 200
    assert (await post(world, "/customers", "k" * 256, name="Ada")).status_code == 400


async def test_a_decline_is_kept_under_its_key(world: World) -> None:
    params = {"amount": "500", "currency": "eur", "confirm": "true", "payment_method": "pm_card_chargeDeclined"}
    params |= {"automatic_payment_methods[enabled]": "true", "automatic_payment_methods[allow_redirects]": "never"}
    first = await post(world, "/payment_intents", "k", **params)
    again = await post(world, "/payment_intents", "k", **params)

    assert (first.status_code, again.status_code) == (402, 402)
    assert again.json() == first.json()
    assert len((await world.stripe.v1.payment_intents.list_async()).data) == 1


@pytest.mark.parametrize(("how", "done"), [("error", []), ("error_after", ["Ada"])])
async def test_an_ordered_500_is_kept_under_its_key(world: World, how: str, done: list[str]) -> None:
    await world.control(failures=[{"operation": "customers.create", "times": 1, "how": how}])

    assert (await post(world, "/customers", "k", name="Ada")).status_code == 500
    again = await post(world, "/customers", "k", name="Ada")
    assert (again.status_code, again.headers["idempotent-replayed"]) == (500, "true")
    assert await customers(world) == done
    assert (await post(world, "/customers", "other", name="Eve")).status_code == 200


@pytest.mark.parametrize(("how", "replayed"), [("drop", True), ("drop_before", False)])
async def test_a_lost_answer_is_had_by_asking_again(world: World, how: str, replayed: bool) -> None:
    await world.control(failures=[{"operation": "customers.create", "how": how}])

    with pytest.raises(httpx.RemoteProtocolError):
        await post(world, "/customers", "k", name="Ada")
    assert await customers(world) == (["Ada"] if replayed else [])
    again = await post(world, "/customers", "k", name="Ada")

    assert again.status_code == 200
    assert ("idempotent-replayed" in again.headers) is replayed
    assert await customers(world) == ["Ada"]


async def test_the_sdk_survives_a_lost_answer_by_itself(world: World) -> None:
    await world.control(failures=[{"operation": "customers.create", "how": "drop"}])
    transport = stripe.HTTPXClient()
    addresses: Any = {"api": f"{world.base}/stripe"}
    client = stripe.StripeClient("sk_test_x", base_addresses=addresses, http_client=transport, max_network_retries=2)
    made = await client.v1.customers.create_async({"name": "Ada"})
    await transport.close_async()  # type: ignore[no-untyped-call]

    assert [row.id for row in (await world.stripe.v1.customers.list_async()).data] == [made.id]


@pytest.mark.parametrize(
    "order",
    [
        {"failures": [{"operation": "coupons.create"}]},
        {"failures": [{"operation": "refunds.create", "how": "gently"}]},
        {"webhooks": {"lose": True}},
        {"api_delay_ms": -1},
    ],
)
async def test_an_order_that_means_nothing_is_refused(world: World, order: dict[str, Any]) -> None:
    answer = await world.http.post(f"{world.base}/stripe/_control", json=order)
    assert answer.status_code == 400
    state = (await world.http.get(f"{world.base}/stripe/_control")).json()
    assert (state["failures"], state["api_delay_ms"]) == ([], 0)


async def test_the_ledger_tells_what_was_taken_and_given_back(world: World) -> None:
    paid = await world.bought(payment_intent_data={"metadata": {"order": "1"}})
    held = await world.bought(payment_intent_data={"capture_method": "manual"})
    await world.stripe.v1.refunds.create_async({"payment_intent": paid.id, "amount": 400})

    rows = (await world.http.get(f"{world.base}/stripe/_control/ledger")).json()["payments"]

    told = [(row["payment_intent"], row["captured"], row["refunded"], row["currency"]) for row in rows]
    assert told == [(paid.id, 3000, 400, "eur"), (held.id, 0, 0, "eur")]
    assert [row["metadata"] for row in rows] == [{"order": "1"}, {}]
