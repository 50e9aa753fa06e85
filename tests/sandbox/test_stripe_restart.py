"""The sandbox as a process of its own: what it knew survives a kill, and what was on its way still arrives."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import aiosmtplib
import httpx
import pytest
import stripe

from tests.sandbox.world import CARD, SECRET, Shop, sdk, served, session_params, until
from tests.support.plainly import asking
from tests.support.ports import free_port


@asynccontextmanager
async def process(home: Path, port: int, smtp_port: int, shop_url: str) -> AsyncIterator[asyncio.subprocess.Process]:
    command = ["-m", "sandbox.outside", "--port", str(port), "--smtp-port", str(smtp_port)]
    command += ["--shop-url", shop_url, "--home", str(home)]
    environment = os.environ | {"STRIPE_WEBHOOK_SECRET": f"{SECRET},whsec_the_older"}
    running = await asyncio.create_subprocess_exec(sys.executable, *command, env=environment)

    async def answers() -> bool:
        assert running.returncode is None
        try:
            async with asking() as http:
                return (await http.get(f"http://127.0.0.1:{port}/inbox.json")).status_code == 200
        except httpx.TransportError:
            return False

    try:
        await until(answers, 30)
        yield running
    finally:
        if running.returncode is None:
            running.terminate()
        await running.wait()


@asynccontextmanager
async def api(port: int) -> AsyncIterator[stripe.StripeClient]:
    client = sdk(f"http://127.0.0.1:{port}/stripe")
    yield client
    await client._requestor._client.close_async()  # type: ignore[union-attr]


async def deliver(smtp_port: int) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "shop@x.example", "a@x.example", "Hello"
    await aiosmtplib.send(mail, hostname="127.0.0.1", port=smtp_port)


@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGTERM])
async def test_money_mail_and_events_survive_a_restart(tmp_path: Path, ending: signal.Signals) -> None:
    port, smtp_port, shop_port, shop = free_port(), free_port(), free_port(), Shop()
    nowhere = f"http://127.0.0.1:{shop_port}"
    async with process(tmp_path, port, smtp_port, nowhere) as first, api(port) as client:
        params: Any = session_params()
        session = await client.v1.checkout.sessions.create_async(params, {"idempotency_key": "k"})
        async with asking() as http:
            assert (await http.post(str(session.url), data=CARD)).status_code == 303
        await deliver(smtp_port)
        first.send_signal(ending)
        await first.wait()

    async with (
        served(lambda _: shop.app()) as shop_url,
        process(tmp_path, port, smtp_port, shop_url),
        api(port) as client,
    ):
        again = await client.v1.checkout.sessions.create_async(params, {"idempotency_key": "k"})
        assert again.id == session.id
        paid = await client.v1.checkout.sessions.retrieve_async(session.id, {"expand": ["payment_intent"]})
        assert isinstance(paid.payment_intent, stripe.PaymentIntent)
        assert (paid.status, paid.payment_intent.amount_received) == ("complete", 3000)
        async with asking() as http:
            mail = (await http.get(f"http://127.0.0.1:{port}/inbox.json")).json()["mail"]
        assert [message["subject"] for message in mail] == ["Hello"]
        await until(lambda: "checkout.session.completed" in shop.types(), 45)
        refund = await client.v1.refunds.create_async({"payment_intent": paid.payment_intent.id})
        assert refund.amount == 3000


async def test_without_a_webhook_secret_it_says_what_is_missing(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "STRIPE_WEBHOOK_SECRET"}
    command = ["-m", "sandbox.outside", "--port", "1", "--smtp-port", "2", "--home", str(tmp_path)]
    running = await asyncio.create_subprocess_exec(
        sys.executable, *command, env=environment, stderr=asyncio.subprocess.PIPE
    )
    _, said = await running.communicate()

    assert running.returncode == 1
    assert said.decode() == "STRIPE_WEBHOOK_SECRET is not set: the sandbox signs its webhooks with it.\n"
