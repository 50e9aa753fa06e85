"""One unit for sale, one shopper, and the question whether it was sold exactly once."""

import os
from pathlib import Path

import httpx

from app.gateway import books
from domains import inventory, notifications
from tests.support.catalog import make_product
from tests.support.payments import control
from tests.support.plainly import asking
from tests.support.shopper import Shopper
from tests.support.waiting import eventually

SKU = "ONE-1"


async def put_on_the_shelf() -> None:
    """The last unit: a shopper who tries again must not stand before their own hold. Mail and webhooks that earlier
    sales left behind are none of its business."""
    await control(webhooks={"forget": True})
    await empty_inbox()
    await make_product(title="The one", sku=SKU)
    await inventory.set_on_hand(SKU, "main", 1, reason="counted", actor="test")


async def sold_once() -> bool:
    """Sold, and told of in one mail."""
    return len(await mails()) == 1 and await sold()  # books take longer to read than a mailbox


async def sold() -> bool:
    """One paid order, one payment, one confirmation noted as sent, one unit promised, and books that balance."""
    seen = await books.figures()
    paid = [order for order in seen.orders.orders if order.paid_by]
    captured = [attempt for attempt in seen.payments.attempts if attempt.captured]
    [level] = (await inventory.levels([SKU]))[SKU]
    confirmed = await notifications.deliveries_about(paid[0].id) if paid else []
    sent = [one for one in confirmed if one.state is notifications.DeliveryState.SENT]
    once = len(paid) == len(captured) == len(sent) == len(confirmed) == 1
    return once and level.allocated == 1 and level.reserved == 0 and seen.quiet and not list(books.compare(seen))


async def mails() -> list[dict[str, str]]:
    """What has really arrived in the mailbox, whatever we have noted."""
    async with asking() as client:
        arrived: list[dict[str, str]] = (await client.get(_inbox())).json()["mail"]
        return arrived


async def empty_inbox() -> None:
    async with asking() as client:
        (await client.delete(_inbox())).raise_for_status()


def _inbox() -> str:
    return os.environ["STRIPE_API_BASE"].removesuffix("/stripe") + "/inbox.json"


async def try_to_pay(shopper: Shopper) -> bool:
    """Go to the hosted page and pay; False when the shop died on the way."""
    try:
        hosted = await shopper.go_to_payment()
        if "/stripe/" not in str(hosted.url):
            return False
        await shopper.pay(hosted)
    except httpx.HTTPError:
        return False
    return True


async def death(marker: Path, point: str) -> None:
    """Wait until the process that was to die at `point` has died."""

    async def died() -> bool:
        return marker.exists()

    await eventually(died, told=f"the death at {point}")
