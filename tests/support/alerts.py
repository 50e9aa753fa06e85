"""What tests need of those who wait for something: they ask, confirm by their letter, and read what they were told."""

import re

from domains import catalog, inventory, notifications
from domains.catalog.models import StockAlert
from domains.notifications.models import Delivery
from tests.support.draining import drain
from workers import schedule

CONFIRMING = re.compile(r"/alerts/confirmations/([\w=-]+)")
ENDING = re.compile(r"/alerts/endings/([\w=-]+)")


async def letters(template: str, to: str = "") -> list[notifications.Delivery]:
    """What was written by this template, oldest first."""
    wanted = {"template": template} | ({"to": to} if to else {})
    return await Delivery.find(wanted).sort("queued_at", "_id").to_list()


async def ask(email: str, sku: str = "MUG") -> str:
    """The token with which it can be confirmed."""
    await catalog.ask_alert(sku, email)
    await drain()
    [letter] = (await letters("alert_confirmation", email))[-1:]
    return found(CONFIRMING, letter)


async def wait(*emails: str, sku: str = "MUG") -> None:
    """Asked for and confirmed, one after the other and before any letter was sent."""
    for email in emails:
        await catalog.ask_alert(sku, email)
        [alert] = await StockAlert.find({"email": email, "state": "asked"}).to_list()
        letter = await catalog.letter_to_confirm(alert.id, alert.letter_id)
        assert letter
        await catalog.confirm_alert(letter.confirming)


async def count(quantity: int, sku: str = "MUG") -> None:
    """What lies on the shelf from now on, and everything that follows from it."""
    await inventory.set_on_hand(sku, "main", quantity, reason="counted", actor="tests")
    await inventory.tell_turned()
    await drain()


async def call() -> int:
    """One turn of the clock; how many were called."""
    called = await schedule.call_waiting()
    await drain()
    return called


async def told() -> list[str]:
    """The addresses to which we wrote that it is back, in order."""
    return [letter.to for letter in await letters("back_in_stock")]


def found(pattern: re.Pattern[str], letter: notifications.Delivery) -> str:
    [token] = set(pattern.findall(letter.text))
    assert token in letter.html
    return str(token)
