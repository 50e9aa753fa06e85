"""What Stripe tells us is taken from anywhere, but only with Stripe's signature over the very bytes."""

import json
import time

import httpx
import stripe

from domains import payments
from domains.shared.settings import settings

EVENT = json.dumps(
    {
        "id": "evt_test_of_the_edge",
        "object": "event",
        "api_version": stripe.api_version,
        "type": "checkout.session.completed",
        "created": 1_795_000_000,
        "livemode": False,
        "data": {"object": {"id": "cs_test_unknown", "object": "checkout.session"}},
    }
)


def signed(payload: str, at: int | None = None) -> dict[str, str]:
    stamp = int(time.time()) if at is None else at
    secret = settings().stripe_webhook_secret
    signature = stripe.WebhookSignature._compute_signature(f"{stamp}.{payload}", secret)
    return {"Stripe-Signature": f"t={stamp},v1={signature}", "Content-Type": "application/json"}


async def kept() -> int:
    return (await payments.database.outbox.backlog()).open


async def test_a_signed_event_is_kept_once(shop: None, browser: httpx.AsyncClient) -> None:
    first = await browser.post("/webhooks/stripe", content=EVENT, headers=signed(EVENT))
    again = await browser.post("/webhooks/stripe", content=EVENT, headers=signed(EVENT))
    assert (first.status_code, first.json()) == (200, {"received": True})
    assert again.status_code == 200
    assert await kept() == 1


async def test_stripe_needs_no_page_of_ours(shop: None, browser: httpx.AsyncClient) -> None:
    headers = {**signed(EVENT), "Origin": "https://api.stripe.com", "Sec-Fetch-Site": "cross-site"}
    assert (await browser.post("/webhooks/stripe", content=EVENT, headers=headers)).status_code == 200


async def test_what_is_not_signed_is_refused_and_not_kept(shop: None, browser: httpx.AsyncClient) -> None:
    tampered = EVENT.replace("cs_test_unknown", "cs_test_forged")
    attempts = [
        (EVENT, {}),
        (EVENT, {"Stripe-Signature": "t=1,v1=00"}),
        (tampered, signed(EVENT)),
        (EVENT, signed(EVENT, at=int(time.time()) - 3600)),
        ("", signed("")),
    ]
    for payload, headers in attempts:
        answer = await browser.post("/webhooks/stripe", content=payload, headers=headers)
        assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")
    assert await kept() == 0


async def test_a_body_no_event_has_is_refused(shop: None, browser: httpx.AsyncClient) -> None:
    payload = "x" * 1_100_000
    answer = await browser.post("/webhooks/stripe", content=payload, headers=signed(payload))
    assert answer.status_code == 413
