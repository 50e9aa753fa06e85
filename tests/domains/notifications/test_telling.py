"""A message is written down once per happening, sent once, and its state is kept."""

import asyncio
from dataclasses import dataclass, field
from uuid import UUID, uuid4

import pytest

from domains import notifications
from domains.shared.errors import Unavailable
from domains.shared.ids import new_id
from domains.shared.settings import settings
from tests.support.draining import drain
from tests.support.plainly import asking


@dataclass
class Line:
    title: str = "Oak board <b>"
    options_text: str = "Large"
    quantity: int = 2
    total: int = 5800
    image: str | None = None
    awaited: None = None


@dataclass
class Summary:
    number: str = "B-1001"
    token: str = "a-token"
    email: str = "ada@example.com"
    name: str = "Ada"
    currency: str = "EUR"
    lines: list[Line] = field(default_factory=lambda: [Line()])
    goods: int = 5800
    discount: int = 0
    shipping: int = 490
    tax: int = 1004
    total: int = 6290
    tax_included: bool = True
    address_lines: list[str] = field(default_factory=lambda: ["Ada Lovelace", "12 Analytical Row"])
    shipping_label: str = "Post"


async def tell(about: UUID, event_id: UUID | None = None) -> UUID:
    return await notifications.tell(
        "order_confirmed", "ada@example.com", about=about, order=Summary(), event_id=event_id
    )


async def inbox(outside: str) -> list[dict[str, str]]:
    async with asking() as client:
        mail: list[dict[str, str]] = (await client.get(f"{outside}/inbox.json")).json()["mail"]
        return mail


@pytest.fixture
async def empty_inbox(outside: str) -> str:
    async with asking() as client:
        await client.delete(f"{outside}/inbox.json")
    return outside


async def test_a_message_reaches_the_mailbox_in_text_and_html(shop: None, empty_inbox: str) -> None:
    await tell(order := new_id())
    await drain()
    [mail] = await inbox(empty_inbox)
    assert mail["to"] == ["ada@example.com"]
    assert mail["subject"] == "Your order B-1001 at Barrow"
    assert "2 × Oak board <b> (Large): €58.00" in mail["text"]
    assert f"{settings().base_url}/orders/B-1001?token=a-token" in mail["text"]
    assert "Oak board &lt;b&gt;" in mail["html"]
    assert "€62.90" in mail["html"]
    [delivery] = await notifications.deliveries_about(order)
    assert delivery.state is notifications.DeliveryState.SENT
    assert delivery.attempts == 1


async def test_telling_twice_or_at_once_is_one_message(shop: None, empty_inbox: str) -> None:
    order, event = new_id(), uuid4()
    await asyncio.gather(*(tell(order, event) for _ in range(5)))
    await tell(order)
    await drain()
    await drain()
    assert len(await inbox(empty_inbox)) == 1
    assert (await notifications.audit()).told == {("order_confirmed", order): 1}


async def test_two_workers_never_send_the_same_message(shop: None, empty_inbox: str) -> None:
    identity = await tell(new_id())
    results = await asyncio.gather(*(notifications.deliver(identity) for _ in range(4)), return_exceptions=True)
    assert [type(result) for result in results if isinstance(result, BaseException)] in (
        [Unavailable] * n for n in range(4)
    )
    assert len(await inbox(empty_inbox)) == 1


async def test_a_mail_server_that_is_away_loses_nothing(
    shop: None, empty_inbox: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    identity = await tell(new_id())
    away = settings().model_copy(update={"smtp_url": "smtp://127.0.0.1:1"})
    with monkeypatch.context() as patched:
        patched.setattr("domains.notifications.delivering.settings", lambda: away)
        with pytest.raises(Unavailable):
            await notifications.deliver(identity)
    assert (await notifications.deliver(identity)).state is notifications.DeliveryState.SENT
    assert len(await inbox(empty_inbox)) == 1
