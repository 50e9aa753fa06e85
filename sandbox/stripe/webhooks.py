"""The courier: signs each event and sends it to the shop until it is taken, also after a restart."""

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import Sequence
from functools import partial

import httpx

from .objects import StripeDict
from .site import Site

AT_ONCE = 8
ATTEMPTS = 20
LONGEST_WAIT_S = 180
GATHERING_S, GATHERED = 0.5, 1000  # how long a reversed batch is collected, and its size

Delivery = tuple[int, str, int]  # seq, event id, attempts so far


def signature(payload: str, secret: str, at: int) -> str:
    digest = hmac.new(secret.encode(), f"{at}.{payload}".encode(), hashlib.sha256).hexdigest()
    return f"t={at},v1={digest}"


def wait_s(attempts: int) -> int:
    """1, 2, 4, 8 … seconds after the first, second, third failure."""
    return LONGEST_WAIT_S if attempts > 8 else min(1 << max(attempts - 1, 0), LONGEST_WAIT_S)


class Courier:
    def __init__(self, site: Site) -> None:
        self._site = site
        self._database = site.objects.database
        self._client = httpx.AsyncClient(timeout=10, trust_env=False)
        self._on_the_way: dict[int, asyncio.Task[None]] = {}

    async def run(self) -> None:
        try:
            while True:
                self._site.webhooks_due.clear()
                await self._send_due()
                await self._until_next()
        finally:
            for task in self._on_the_way.values():
                task.cancel()
            await asyncio.gather(*self._on_the_way.values(), return_exceptions=True)
            await self._client.aclose()

    async def _send_due(self) -> None:
        faults = self._site.faults.webhooks
        if faults.hold:
            return
        if faults.reverse and self._due(1):
            await asyncio.sleep(GATHERING_S)
            for delivery in sorted(self._due(GATHERED), reverse=True):
                await self._deliver(delivery)
            return
        for delivery in self._due(AT_ONCE - len(self._on_the_way)):
            task = asyncio.create_task(self._deliver(delivery))
            self._on_the_way[delivery[0]] = task
            task.add_done_callback(partial(self._arrived, delivery[0]))

    def _due(self, most: int) -> Sequence[Delivery]:
        """Those whose time has come and that are not on their way, the longest waiting first."""
        sql = (
            "SELECT seq, event, attempts FROM deliveries WHERE state = 'pending' AND due <= ? ORDER BY due, seq LIMIT ?"
        )
        rows = self._database.execute(sql, time.time(), most + len(self._on_the_way))
        return [row for row in rows if row[0] not in self._on_the_way][:most]

    def _arrived(self, seq: int, _: asyncio.Task[None]) -> None:
        self._on_the_way.pop(seq, None)
        self._site.webhooks_due.set()

    async def _until_next(self) -> None:
        sql = "SELECT min(due) FROM deliveries WHERE state = 'pending' AND due > ?"
        (due,) = self._database.execute(sql, time.time()).fetchone()
        wait = None if due is None else max(due - time.time(), 0.01)
        try:
            await asyncio.wait_for(self._site.webhooks_due.wait(), wait)
        except TimeoutError:
            return

    async def _deliver(self, delivery: Delivery) -> None:
        seq, event_id, attempts = delivery
        answer = await self._post(self._site.objects.get("event", event_id))
        taken = answer.startswith("2")
        state = "delivered" if taken else "pending" if attempts + 1 < ATTEMPTS else "given up"
        sql = "UPDATE deliveries SET attempts = attempts + 1, state = ?, answer = ?, due = ? WHERE seq = ?"
        still = " AND state = 'pending'"  # it may have been given up meanwhile
        self._database.execute(sql + still, state, answer, time.time() + wait_s(attempts + 1), seq)

    async def _post(self, event: StripeDict) -> str:
        payload = json.dumps(event, indent=2)
        signed = signature(payload, self._site.webhook_secret, int(time.time()))
        headers = {"Content-Type": "application/json; charset=utf-8", "Stripe-Signature": signed}
        try:
            answer = await self._client.post(self._site.webhook_url, content=payload, headers=headers)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            return type(error).__name__
        return str(answer.status_code)
