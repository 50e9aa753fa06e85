"""Goods arrive, in one go or in parts: good, damaged, or not at all. What is missing is no longer expected."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from domains.shared import money
from domains.shared.errors import Invalid

from ..handling import check_reason
from ..models import (
    ON_THE_WAY,
    DocumentKind,
    DocumentLine,
    DocumentState,
    DocumentStep,
    MovementKind,
    Receipt,
    StepKind,
    StockMovement,
)
from .acts import Act, Bench, carry_out, check_room, step
from .errors import LinesRefused

MOST_CHARGES: Final = 1_000_000_000_000  # minor units
Rows = Iterator[StockMovement | DocumentStep | Receipt]


@dataclass(frozen=True)
class Arrival:
    """Of one SKU: so many came in good, so many damaged, and so many will not come."""

    sku: str
    received: int = 0
    damaged: int = 0
    missing: int = 0

    @property
    def units(self) -> int:
        return self.received + self.damaged + self.missing

    @property
    def arrived(self) -> int:
        return self.received + self.damaged


async def receive_document(
    number: str, arrivals: Sequence[Arrival], act: Act, *, reason: str = "", charges: int = 0
) -> None:
    """`charges`, in minor units, came on top of what the goods cost and are spread over them by value. LinesRefused by
    `received-0` and so on for more than is on its way; damaged and missing ones want a reason."""
    if not 0 <= charges <= MOST_CHARGES:
        raise Invalid("Give an amount, 0 or more.", {"charges": "Give an amount, 0 or more."})
    come = {each.sku: each for each in arrivals if each.units or min(each.received, each.damaged, each.missing) < 0}
    if any(each.damaged or each.missing for each in come.values()):
        check_reason(reason)

    def deed(bench: Bench) -> Rows:
        return _receive(bench, come, reason, charges)

    await carry_out(number, act, ON_THE_WAY, deed)


async def close_document(number: str, act: Act, *, reason: str) -> None:
    """Nothing more will come: what is still on its way is missing."""
    check_reason(reason)

    def deed(bench: Bench) -> Rows:
        rest = {line.sku: Arrival(line.sku, missing=line.left) for line in bench.document.lines if line.left}
        return _receive(bench, rest, reason, 0, StepKind.CLOSED)

    await carry_out(number, act, ON_THE_WAY, deed)


def _receive(
    bench: Bench, come: Mapping[str, Arrival], reason: str, charges: int, kind: StepKind = StepKind.RECEIVED
) -> Rows:
    document = bench.document
    _check(document.lines, come)
    told = [line for line in document.lines if line.sku in come]
    shares = _shares(told, come, charges)
    for line, share in zip(told, shares, strict=True):
        arrival = come[line.sku]
        yield from _move(bench, arrival, reason)
        line.received += arrival.received
        line.damaged += arrival.damaged
        line.missing += arrival.missing
        yield Receipt(
            sku=line.sku,
            document_id=document.id,
            received=arrival.received,
            damaged=arrival.damaged,
            missing=arrival.missing,
            goods_cost=arrival.arrived * (line.unit_cost or 0),
            charges=share,
            currency=document.currency,
            reason=reason,
            actor=bench.act.actor,
        )
    waiting = any(line.left for line in document.lines)
    document.state = DocumentState.PARTIALLY_RECEIVED if waiting else DocumentState.RECEIVED
    yield step(document, bench.act, kind, _sentence(come, reason))


def _check(lines: Sequence[DocumentLine], come: Mapping[str, Arrival]) -> None:
    wrong = {}
    for line in lines:
        arrival = come.get(line.sku)
        if arrival is None:
            continue
        if min(arrival.received, arrival.damaged, arrival.missing) < 0 or arrival.units > line.left:
            wrong[f"received-{line.position}"] = f"{line.sku}: {line.left or 'none'} are still on their way, not more."
    strange = come.keys() - {line.sku for line in lines}
    if strange:
        raise Invalid(f"{min(strange)} is not on this document.")
    if wrong:
        raise LinesRefused(wrong)
    if not come:
        raise Invalid("Say how many have arrived of at least one of them.")


def _move(bench: Bench, arrival: Arrival, reason: str) -> Rows:
    level = bench.at_destination(arrival.sku)
    check_room(level.on_hand + arrival.arrived, arrival.sku)
    if arrival.arrived:
        transfer = bench.document.kind == DocumentKind.TRANSFER
        yield level.move(
            MovementKind.TRANSFERRED_IN if transfer else MovementKind.RECEIVED,
            bench.cause(reason if arrival.damaged else ""),
            on_hand=arrival.arrived,
            damaged=arrival.damaged,
            incoming=-arrival.arrived,
        )
    if arrival.missing:
        yield level.move(MovementKind.ADJUSTED, bench.cause(f"will not come: {reason}"), incoming=-arrival.missing)


def _shares(lines: Sequence[DocumentLine], come: Mapping[str, Arrival], charges: int) -> list[int]:
    """By what the goods cost, or by how many they are where they cost nothing."""
    units = [come[line.sku].arrived for line in lines]
    values = [(line.unit_cost or 0) * number for line, number in zip(lines, units, strict=True)]
    weights = values if any(values) else units
    if not charges:
        return [0] * len(lines)
    if not any(weights):
        raise Invalid("Nothing has arrived that this could be charged for.", {"charges": "Nothing has arrived."})
    return money.spread(charges, weights)


def _sentence(come: Mapping[str, Arrival], reason: str) -> str:
    sums = {
        "arrived": sum(each.received for each in come.values()),
        "damaged": sum(each.damaged for each in come.values()),
        "will not come": sum(each.missing for each in come.values()),
    }
    told = ", ".join(f"{units} {what}" for what, units in sums.items() if units)
    return f"{told} ({reason})" if reason else told
