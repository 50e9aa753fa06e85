"""The link of an order for who has lost it: asked for with its number and its e-mail address, sent to that address."""

from typing import Final

import sqlalchemy as sa

from domains.shared import outbox
from domains.shared.errors import Invalid
from domains.shared.ids import new_id

from .database import database
from .events import OrderLinkAsked
from .loading import loaded
from .models import OrderNumber
from .models.number import HALF, spelled
from .summaries import OrderSummary

EXAMPLE: Final = "K7M2-9QXT"


def check_number(text: str) -> str:
    """As it is kept. Invalid for what cannot be the number of any order."""
    number = spelled(text)
    if len(number) != 2 * HALF + 1 or not number.isascii():
        told = f"Please enter the number as it stands in our e-mail, such as {EXAMPLE}."
        raise Invalid(told, {"number": told})
    return number


async def ask_link(number: str, email: str) -> None:
    """Right and wrong pairs are written down alike, in the same time: which it is shows only in a mailbox."""
    async with database.transaction() as session:
        outbox.record(session, OrderLinkAsked(new_id(), number, email))


async def lost_link(number: str, email: str) -> OrderSummary | None:
    """The order, where the two belong together."""
    async with database.reading() as session:
        entry = await session.scalar(sa.select(OrderNumber).where(OrderNumber.number == number))
        if entry is None:
            return None
        order = await loaded(session, entry.customer_id, entry.order_id)
    return OrderSummary.of(order) if order.email.casefold() == email.casefold() else None
