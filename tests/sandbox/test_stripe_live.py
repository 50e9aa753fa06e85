"""The shared scenarios, against Stripe's own test mode: `STRIPE_LIVE_KEY=sk_test_… pytest -m stripe_live`."""

import os
from collections.abc import AsyncIterator

import pytest
import stripe

from tests.sandbox.stripe_scenarios import SCENARIOS, Scenario

KEY = os.environ.get("STRIPE_LIVE_KEY", "")

pytestmark = [
    pytest.mark.stripe_live,
    pytest.mark.skipif(not KEY.startswith("sk_test_"), reason="STRIPE_LIVE_KEY holds no sk_test_ key"),
]


@pytest.fixture(scope="module")
async def client() -> AsyncIterator[stripe.StripeClient]:
    transport = stripe.HTTPXClient()
    yield stripe.StripeClient(KEY, http_client=transport)
    await transport.close_async()  # type: ignore[no-untyped-call]


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.__name__)
async def test_stripe_answers_as_the_sandbox_does(client: stripe.StripeClient, scenario: Scenario) -> None:
    await scenario(client)
