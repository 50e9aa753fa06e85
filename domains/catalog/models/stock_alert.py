"""Who wants to be told when a variant is back, and the queue of those who wait for one."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import ClassVar, Final
from uuid import UUID, uuid5

from beanie import Document
from pydantic import Field
from pymongo import ASCENDING, DESCENDING, IndexModel

from ...shared import clock
from ...shared.ids import new_id

NAMESPACE: Final = UUID("b7f4f8a0-3c0d-4c57-9a3e-6a1d2f0f5e42")  # any constant: it only keeps our uuid5s apart
TO_CONFIRM: Final = timedelta(hours=48)
BETWEEN_LETTERS: Final = timedelta(hours=1)


class AlertState(StrEnum):
    """Called: it is back and the letter is being written. Ended: not wanted, or never to be; the address is gone."""

    ASKED = "asked"
    WAITING = "waiting"
    CALLED = "called"
    TOLD = "told"
    ENDED = "ended"


class StockAlert(Document):
    """One address and one variant, from which `id` follows. `since` is when it got into its state, `queued_at` when it
    was confirmed, which is its place in the queue. `letter_id` is another each time it is asked for."""

    id: UUID  # type: ignore[assignment]  # how Beanie lets us choose the key
    variant_id: UUID
    product_id: UUID
    email: str
    state: AlertState = AlertState.ASKED
    letter_id: UUID = Field(default_factory=new_id)
    asked_at: datetime = Field(default_factory=clock.now)
    since: datetime = Field(default_factory=clock.now)
    queued_at: datetime | None = None

    class Settings:
        name = "stock_alerts"
        indexes: ClassVar[list[IndexModel]] = [
            IndexModel([("variant_id", ASCENDING), ("state", ASCENDING), ("queued_at", ASCENDING)]),
            IndexModel([("state", ASCENDING), ("since", ASCENDING)]),
            IndexModel([("email", ASCENDING)]),
        ]

    @property
    def may_be_asked_for_again(self) -> bool:
        """Whoever waits already is not written to, and nobody more than once an hour."""
        waits = self.state in (AlertState.WAITING, AlertState.CALLED)
        return not waits and self.asked_at <= clock.now() - BETWEEN_LETTERS

    @property
    def can_be_confirmed(self) -> bool:
        return self.state is AlertState.ASKED and not self.run_out

    @property
    def run_out(self) -> bool:
        return self.state is AlertState.ASKED and self.since <= clock.now() - TO_CONFIRM

    def become(self, state: AlertState) -> None:
        self.state, self.since = state, clock.now()
        if state is AlertState.ENDED:
            self.email = ""


class AlertQueue(Document):
    """Of one variant, whose id is its key: how many wait. `calling` while it can be had and somebody waits for it; then
    the next of them are called at `due_at`."""

    id: UUID  # type: ignore[assignment]  # how Beanie lets us choose the key
    product_id: UUID
    sku: str
    waiting: int = 0
    calling: bool = False
    due_at: datetime = Field(default_factory=clock.now)

    class Settings:
        name = "alert_queues"
        indexes: ClassVar[list[IndexModel]] = [
            IndexModel([("calling", ASCENDING), ("due_at", ASCENDING)]),
            IndexModel([("calling", ASCENDING), ("waiting", DESCENDING)]),
        ]


def alert_id(variant_id: UUID, email: str) -> UUID:
    return uuid5(NAMESPACE, f"{variant_id}:{email.casefold()}")
