"""A level as a file of stock tells of it, and what a file may make of it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final, Self

from domains.shared import clock

from .models import FIGURES, StockLevel

Said = Mapping[str, bool | int | str | None]
OF_QUANTITY: Final = frozenset({"damaged"})  # what follows goods; the rest follows what is decided about them
OF_LOWNESS: Final = frozenset({"low_units", "low_days", "pack"})


@dataclass(frozen=True)
class Filed:
    """`beyond` may be sold that are not there, before `until` (to the minute) or for ever: none once that is over. Low
    at `low_units` or at what sells in `low_days`, never both; None of both asks the shop's rule."""

    on_hand: int
    damaged: int
    safety_stock: int
    beyond: int
    until: datetime | None
    due_on: date | None
    preorder: bool
    low_units: int | None
    low_days: int | None
    pack: int

    @classmethod
    def of(cls, level: StockLevel) -> Self:
        over = level.beyond_until is not None and level.beyond_until <= clock.now()
        beyond = 0 if over else level.backorder_limit
        until = level.beyond_until.replace(second=0, microsecond=0) if beyond and level.beyond_until else None
        return cls(
            on_hand=level.on_hand,
            damaged=level.damaged,
            safety_stock=level.safety_stock,
            beyond=beyond,
            until=until,
            due_on=level.due_on,
            preorder=level.preorder,
            low_units=level.low_units,
            low_days=level.low_days if level.low_units is None else None,
            pack=level.pack,
        )

    def told(self, quantity: int | None, said: Said) -> Self:
        """As it is when what a file says is so; what it does not name stays."""
        read = dict(said)
        for name, of_text in (("until", datetime.fromisoformat), ("due_on", date.fromisoformat)):
            if isinstance(text := read.get(name), str):
                read[name] = of_text(text)  # type: ignore[assignment]  # a moment or a day, as the field is
        if read.get("low_units") is not None:
            read["low_days"] = None
        elif read.get("low_days") is not None:
            read["low_units"] = None
        if quantity is not None:
            read["on_hand"] = quantity
        told = replace(self, **read)  # type: ignore[arg-type]  # each was read as what its field is
        until = told.until.replace(second=0, microsecond=0) if told.until and told.beyond else None
        return replace(told, until=until)


def never_counted() -> StockLevel:
    """Of what never lay there."""
    return StockLevel(**dict.fromkeys(FIGURES, 0), preorder=False, pack=1)


def problem(level: StockLevel, told: Filed) -> str:
    """Why it cannot become so, in words that begin with the column; empty where it can."""
    was = Filed.of(level)
    orders = level.reserved - (level.ended or 0) + level.allocated
    beyond_already = max(0, orders + level.damaged - level.on_hand)
    limit = level.backorder_limit if told.beyond == was.beyond else told.beyond or beyond_already
    least = max(0, orders + told.damaged - limit)
    if told.on_hand < was.on_hand and told.on_hand < 0:
        return f"On hand: give a whole number from 0, not {told.on_hand}."
    if told.damaged > was.damaged and told.damaged > told.on_hand:
        return f"Damaged: {told.damaged} cannot be where {told.on_hand} are on hand."
    if told.on_hand < least and told.on_hand < was.on_hand:
        return f"On hand: {least} of these are promised to orders: the stock cannot be less than that."
    if told.on_hand < least and told.damaged > was.damaged:
        return f"Damaged: {orders} of what is on hand are promised to orders. What orders hold stays for them."
    if told.on_hand < least and told.beyond < was.beyond:
        short = orders + told.damaged - told.on_hand
        return f"Sold beyond: {short} are promised beyond the shelf already: the limit cannot be less than that."
    if told.until is not None and told.until != was.until and told.until <= clock.now():
        return "Sold beyond until: give a time that is not over."
    if told.preorder and told.due_on is None and (was.due_on or not was.preorder):
        return "Expected on: say when it comes out, for it is sold as a pre-order."
    return ""
