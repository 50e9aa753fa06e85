"""The figures of notifications that the books compare."""

from collections import Counter
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from domains.shared.outbox import Backlog

from .models import Delivery, DeliveryState, documents

ON_REQUEST: Final = (
    "order_link",
    "account_link",
    "account_known",
    "password_link",
    "address_leaving",
    "address_taking",
)


@dataclass(frozen=True)
class Undelivered:
    """A message that the mail server will never take. Those that one can unsubscribe from are not missed: anybody
    may have typed that address. Nor is a link that was asked for: it can be asked for again."""

    template: str
    about: UUID
    to: str
    subject: str
    error: str


@dataclass(frozen=True)
class NotificationsAudit:
    """`told` counts deliveries by (template, about); `states` by state."""

    told: dict[tuple[str, UUID], int]
    states: dict[str, int]
    undelivered: tuple[Undelivered, ...]
    backlog: Backlog


async def audit() -> NotificationsAudit:
    told: Counter[tuple[str, UUID]] = Counter()
    states: Counter[str] = Counter()
    async for row in Delivery.get_pymongo_collection().find({}, {"template": 1, "about": 1, "state": 1}):
        told[(row["template"], row["about"])] += 1
        states[row["state"]] += 1
    failed = await Delivery.find({"state": DeliveryState.FAILED.value}).sort("queued_at").to_list()
    missed = [one for one in failed if not one.unsubscribe and one.template not in ON_REQUEST]
    undelivered = tuple(Undelivered(one.template, one.about, one.to, one.subject, one.error or "") for one in missed)
    return NotificationsAudit(dict(told), dict(states), undelivered, await documents.outbox.backlog())
