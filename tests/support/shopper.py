"""A shopper over plain HTTP: follows the shop's own forms, with no JavaScript and no knowledge of its insides."""

import itertools
import re
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

import httpx

from tests.support.forms import Form, forms
from tests.support.plainly import asking

ADDRESS = {
    "email": "ada@example.com",
    "name": "Ada Lovelace",
    "address_line1": "Torstraße 1",
    "postal_code": "10119",
    "address_level2": "Berlin",
    "country": "DE",
}
CARD = {"cc_name": "Ada Lovelace", "cc_exp": "12/34", "cc_csc": "123"}
GOOD_CARD, DECLINED, SECURE = "4242424242424242", "4000000000000002", "4000002500003155"
_addresses = itertools.count(1)


class Shopper:
    """One visitor with cookies of its own and, behind a trusted hop, an address of its own."""

    def __init__(self, shop: str) -> None:
        number = next(_addresses)
        forwarded = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
        self.http = asking(base_url=shop, headers={"X-Forwarded-For": forwarded}, follow_redirects=True, timeout=60)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.http.aclose()

    async def add(self, sku: str, quantity: int = 1) -> httpx.Response:
        return await self.http.post("/cart/lines", data={"sku": sku, "quantity": str(quantity)})

    async def go_to_payment(self, **typed: str) -> httpx.Response:
        """From the cart to the answer to "place the order": the hosted page when all went well."""
        response = await self.http.get("/checkout")
        for _ in range(6):
            form = _next_step(response)
            if form is None or response.status_code >= 400:
                return response
            response = await self.http.post(form.action, data=_answers(form, ADDRESS | typed))
            if "/stripe/" in str(response.url):
                return response
        return response

    async def pay(self, hosted: httpx.Response, card: str = GOOD_CARD) -> httpx.Response:
        """Fill in the hosted page; the answer is wherever it leads."""
        [form] = [form for form in forms(hosted.text, str(hosted.url)) if "cc-number" in form.tokens]
        return await self.http.post(form.action, data=form.filled(cc_number=card, **CARD))

    async def buy(self, sku: str, quantity: int = 1) -> httpx.Response:
        await self.add(sku, quantity)
        return await self.pay(await self.go_to_payment())


def order_number(response: httpx.Response) -> str:
    """The number of the order whose page this is."""
    found = re.match(r"/orders/([^/]+)", urlsplit(str(response.url)).path)
    assert found, f"not an order's page: {response.url} {response.status_code}"
    return found[1]


def _next_step(response: httpx.Response) -> Form | None:
    steps = [
        form
        for form in forms(response.text, str(response.url))
        if form.method == "post" and urlsplit(form.action).path.startswith("/checkout")
    ]
    return steps[-1] if steps else None


def _answers(form: Form, typed: dict[str, str]) -> dict[str, str]:
    answers = form.filled(**typed)
    for name, values in form.choices.items():
        if not answers.get(name):
            answers[name] = next((value for value in values if value), "")
    return answers
