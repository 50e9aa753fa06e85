"""What people do with goods: they come in, come back, break, are mended and written off. Each time with a reason."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from uuid import UUID

from domains.shared import inbox
from domains.shared.errors import Invalid

from . import counting, projection
from .database import database
from .errors import TooFew
from .models import MOST, Cause, MovementKind, StockLevel

LONGEST_REASON: Final = 200


class Deed(StrEnum):
    RECEIVE = "receive"
    TAKE_BACK = "take_back"
    TAKE_BACK_DAMAGED = "take_back_damaged"
    SET_ASIDE = "set_aside"
    MEND = "mend"
    WRITE_OFF = "write_off"
    WRITE_OFF_DAMAGED = "write_off_damaged"


@dataclass(frozen=True)
class Effect:
    """What one unit changes: of what lies there, and of what is damaged of it."""

    kind: MovementKind
    on_hand: int
    damaged: int

    def most(self, level: StockLevel) -> int:
        """To how many of these it can be done: what orders hold stays for them."""
        if self.damaged < 0:
            return level.damaged
        if self.on_hand > 0:
            return MOST - level.on_hand
        return max(0, min(level.on_hand - level.damaged, level.on_hand - level.least))


EFFECTS: Final = {
    Deed.RECEIVE: Effect(MovementKind.RECEIVED, 1, 0),
    Deed.TAKE_BACK: Effect(MovementKind.RETURNED, 1, 0),
    Deed.TAKE_BACK_DAMAGED: Effect(MovementKind.RETURNED, 1, 1),
    Deed.SET_ASIDE: Effect(MovementKind.DAMAGED, 0, 1),
    Deed.MEND: Effect(MovementKind.ADJUSTED, 0, -1),
    Deed.WRITE_OFF: Effect(MovementKind.WRITTEN_OFF, -1, 0),
    Deed.WRITE_OFF_DAMAGED: Effect(MovementKind.WRITTEN_OFF, -1, -1),
}


async def handle(
    sku: str, location_code: str, deed: Deed, quantity: int, *, reason: str, actor: str, key: UUID | None = None
) -> None:
    """Done to so many at once. `key` comes with the form: sent twice, it is done once. Invalid without a reason or a
    quantity from 1; TooFew where there are not so many that are free for it."""
    if not 1 <= quantity <= MOST:
        raise Invalid("Enter a whole number from 1.", {"quantity": "Enter a whole number from 1."})
    check_reason(reason)
    effect = EFFECTS[deed]
    async with database.transaction() as session:
        if not await inbox.first_time(session, "inventory.handle", key):
            return
        level = await counting.opened(session, sku, location_code)
        most = effect.most(level)
        if quantity > most:
            raise TooFew(most)
        cause = Cause(reason=reason, actor=actor)
        on_hand, damaged = effect.on_hand * quantity, effect.damaged * quantity
        session.add(level.move(effect.kind, cause, on_hand=on_hand, damaged=damaged))
    await projection.refresh([sku])


def check_reason(reason: str) -> None:
    if not 0 < len(reason) <= LONGEST_REASON:
        told = f"Say why, in {LONGEST_REASON} characters at most."
        raise Invalid(told, {"reason": told})
