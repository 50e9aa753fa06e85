"""Goods are kept for a transfer, and sent; a purchase is ordered; either is called off."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Final

from domains.shared import clock
from domains.shared.errors import Invalid

from ..models import (
    Document,
    DocumentKind,
    DocumentLine,
    DocumentState,
    DocumentStep,
    MovementKind,
    StepKind,
    StockMovement,
)
from .acts import Act, Bench, carry_out, check_room, step
from .errors import LinesRefused, NotFree, NotNow

S = DocumentState
Rows = Iterator[StockMovement | DocumentStep]
BEFORE_LEAVING: Final = (S.DRAFT, S.READY, S.ORDERED)


async def ready_transfer(number: str, act: Act) -> None:
    """What a draft asks for is kept at its source: nobody else gets it. NotFree names whatever is short."""
    await carry_out(number, act, [S.DRAFT], _make_ready)


async def unready_transfer(number: str, act: Act) -> None:
    """A ready transfer becomes a draft again, and what was kept for it is free."""
    await carry_out(number, act, [S.READY], _take_back)


async def send_transfer(number: str, sent: Mapping[str, int], act: Act) -> None:
    """So many of each SKU leave the source and are on their way; what was asked for and is not sent is free again.
    LinesRefused by `sent-0` and so on for more than was asked for."""

    def deed(bench: Bench) -> Rows:
        return _send(bench, sent)

    await carry_out(number, act, [S.READY], deed, sets_off=True)


async def order_purchase(number: str, act: Act) -> None:
    """The purchase is ordered: all of it is on its way. Without a day, it is due when its supplier usually comes."""
    await carry_out(number, act, [S.DRAFT], _order, sets_off=True)


async def cancel_document(number: str, act: Act, reason: str = "") -> None:
    """Before anything has left or arrived."""

    def deed(bench: Bench) -> Rows:
        return _cancel(bench, reason)

    await carry_out(number, act, BEFORE_LEAVING, deed)


def _make_ready(bench: Bench) -> Rows:
    document = bench.document
    _check(document, DocumentKind.TRANSFER)
    short = {line.sku: free for line in document.lines if (free := _free(bench, line)) < line.asked}
    if short:
        raise NotFree(short, document.source.name if document.source else "")
    for line in document.lines:
        yield _kept(bench, line, line.asked)
    document.state = S.READY
    yield step(document, bench.act, StepKind.READY)


def _take_back(bench: Bench) -> Rows:
    for line in bench.document.lines:
        yield _kept(bench, line, -line.asked)
    bench.document.state = S.DRAFT
    yield step(bench.document, bench.act, StepKind.TAKEN_BACK)


def _send(bench: Bench, sent: Mapping[str, int]) -> Rows:
    document = bench.document
    wrong = {
        f"sent-{line.position}": f"{line.sku}: give a whole number from 0 to {line.asked}, as many as were asked for."
        for line in document.lines
        if not 0 <= sent.get(line.sku, 0) <= line.asked
    }
    if wrong:
        raise LinesRefused(wrong)
    if not any(sent.get(line.sku) for line in document.lines):
        raise Invalid("Say how many are sent of at least one of them.")
    for line in document.lines:
        line.sent = sent.get(line.sku, 0)
        if line.sent:
            yield from _leave(bench, line)
        else:
            yield _kept(bench, line, -line.asked)
    document.state = S.IN_TRANSIT
    less = sum(line.asked - line.sent for line in document.lines)
    told = f"{sum(line.sent for line in document.lines)} units" + (f", {less} fewer than asked for" if less else "")
    yield step(document, bench.act, StepKind.SENT, told)


def _leave(bench: Bench, line: DocumentLine) -> Rows:
    source = bench.at_source(line.sku)
    assert source is not None  # what is kept lies somewhere
    cause = bench.cause(f"sent to {bench.document.destination.name}")
    yield source.move(MovementKind.TRANSFERRED_OUT, cause, on_hand=-line.sent, allocated=-line.asked)
    yield _expected(bench, line, line.sent)


def _order(bench: Bench) -> Rows:
    document = bench.document
    _check(document, DocumentKind.PURCHASE)
    for line in document.lines:
        line.sent = line.asked
        yield _expected(bench, line, line.sent)
    lead = document.supplier.lead_days if document.supplier else 0
    if document.expected_on is None and lead:
        document.expected_on = clock.now().date() + timedelta(days=lead)
    document.state = S.ORDERED
    yield step(document, bench.act, StepKind.ORDERED, f"{sum(line.sent for line in document.lines)} units")


def _cancel(bench: Bench, reason: str) -> Rows:
    document = bench.document
    for line in document.lines:
        if document.state == S.READY:
            yield _kept(bench, line, -line.asked)
        if document.state == S.ORDERED:
            yield _expected(bench, line, -line.left)
            line.sent = 0
    document.state = S.CANCELLED
    yield step(document, bench.act, StepKind.CANCELLED, reason)


def _check(document: Document, kind: DocumentKind) -> None:
    if document.kind != kind:
        raise NotNow(document.number, f"a {document.kind}")
    if not document.lines:
        raise Invalid("There is nothing on it yet. Add a line first.")


def _free(bench: Bench, line: DocumentLine) -> int:
    level = bench.at_source(line.sku)
    return level.in_stock if level else 0


def _kept(bench: Bench, line: DocumentLine, units: int) -> StockMovement:
    level = bench.at_source(line.sku)
    assert level is not None  # what is kept lies somewhere
    kind = MovementKind.ALLOCATED if units > 0 else MovementKind.RELEASED
    return level.move(kind, bench.cause("" if units > 0 else "the transfer takes it no more"), allocated=units)


def _expected(bench: Bench, line: DocumentLine, units: int) -> StockMovement:
    level = bench.at_destination(line.sku)
    check_room(level.incoming + units, line.sku)
    return level.move(MovementKind.ADJUSTED, bench.cause(""), incoming=units)
