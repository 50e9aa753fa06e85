"""Messages without the people they went to: that they were written stays, what they said and to whom goes."""

from collections.abc import Collection
from typing import Any, Final
from uuid import UUID

from .models import Delivery, DeliveryState

EMPTY: Final[dict[str, Any]] = {"to": "", "subject": "", "text": "", "html": "", "refused_at": [], "unsubscribe": ""}
UNSENT: Final = [DeliveryState.QUEUED.value, DeliveryState.FAILED.value]


async def forget_reader(addresses: Collection[str]) -> None:
    """Whatever went to these mailboxes, or was still to go there."""
    every = {spelled for each in addresses if each for spelled in (each, each.lower())}
    await _empty({"to": {"$in": sorted(every)}})


async def forget_readers_of(about: Collection[UUID]) -> None:
    """Of what was told about these orders."""
    await _empty({"about": {"$in": list(about)}, "to": {"$ne": ""}})


async def sent_to(addresses: Collection[str]) -> list[Delivery]:
    """Oldest first."""
    every = {spelled for each in addresses if each for spelled in (each, each.lower())}
    return await Delivery.find({"to": {"$in": sorted(every)}}).sort("queued_at").to_list()


async def _empty(which: dict[str, Any]) -> None:
    deliveries = Delivery.get_pymongo_collection()
    await deliveries.update_many(
        which | {"state": {"$in": UNSENT}}, {"$set": {"state": DeliveryState.SUPPRESSED.value}}
    )
    await deliveries.update_many(which, {"$set": EMPTY})
