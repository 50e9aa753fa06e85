"""Finding orders: by their link, by their number, and page by page for staff."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from . import tokens
from .database import database
from .errors import UnknownOrder
from .loading import loaded
from .models import FulfilmentStatus, Order, OrderNumber, OrderStatus, PaymentStatus, TimelineEvent
from .models.number import spelled

MOST = 200


@dataclass(frozen=True)
class OrderPage:
    """`next` continues where this page ends; None on the last one. Its orders have their lines loaded."""

    orders: tuple[Order, ...]
    next: str | None


async def order(number: str, token: str) -> Order:
    """By its link. An unknown number, a wrong token and no token at all get the same answer, in the same time."""
    customer_id = tokens.customer_of(token) or UUID(int=0)
    numbered = sa.select(Order.id, Order.token).where(Order.customer_id == customer_id, _is(number))
    async with database.reading() as session:
        row = (await session.execute(numbered)).one_or_none()
        order_id, known = row or (None, tokens.new_token(customer_id))
        if not tokens.same(known, token) or order_id is None:
            raise UnknownOrder
        return await loaded(session, customer_id, order_id)


async def own(customer_id: UUID, taken: Collection[tuple[UUID, str]] = (), limit: int = 50) -> Sequence[Order]:
    """A party's orders with their lines, newest first; not those that ended before they were paid. Of the parties that
    were `taken` on, each with an address in lower case, those that were placed with it."""
    parties = [customer_id, *{party for party, _ in taken}]
    placed = sa.tuple_(Order.customer_id, sa.func.lower(Order.email)).in_(list(taken))
    wanted = sa.select(Order).options(selectinload(Order.lines)).where(Order.customer_id.in_(parties))
    wanted = wanted.where(sa.or_(Order.customer_id == customer_id, placed))
    going = sa.or_(Order.status.not_in((OrderStatus.CANCELLED, OrderStatus.EXPIRED)), Order.paid_at.is_not(None))
    newest = wanted.where(going).order_by(Order.placed_at.desc(), Order.id.desc()).limit(limit)
    async with database.reading() as session:
        return list(await session.scalars(newest))


async def parties_of(email: str) -> frozenset[UUID]:
    """Under which something was ordered with this address, over all customers, so it fans out."""
    placed = sa.select(Order.customer_id).where(sa.func.lower(Order.email) == email.lower()).distinct()
    async with database.reading() as session:
        return frozenset(await session.scalars(placed))


async def pricing_of(customer_id: UUID, order_id: UUID) -> dict[str, Any] | None:
    """What the order's prices were made of; None for one that was placed before that was kept."""
    kept = sa.select(Order.pricing).where(Order.customer_id == customer_id, Order.id == order_id)
    async with database.reading() as session:
        found: dict[str, Any] | None = await session.scalar(kept)
        return found


async def numbers(placed: Mapping[UUID, UUID]) -> dict[UUID, str]:
    """The numbers of these orders, by their ids; `placed` maps an order to its customer."""
    mine = sa.tuple_(Order.customer_id, Order.id).in_([(customer, order) for order, customer in placed.items()])
    asked = sa.select(Order.id, Order.number).where(Order.customer_id.in_(set(placed.values())), mine)
    async with database.reading() as session:
        return {row.id: row.number for row in await session.execute(asked)}


async def find(number: str) -> Order:
    """For staff, by the number alone, however it is typed."""
    where = sa.select(OrderNumber).where(OrderNumber.number == spelled(_plain(number)))
    async with database.reading() as session:
        entry = await session.scalar(where)
        if entry is None:
            raise UnknownOrder
        return await loaded(session, entry.customer_id, entry.order_id)


async def recent(
    *,
    status: OrderStatus | None = None,
    payment: PaymentStatus | None = None,
    fulfilment: FulfilmentStatus | None = None,
    query: str = "",
    after: str | None = None,
    limit: int = 50,
) -> OrderPage:
    """For staff, newest first, over all customers, so it fans out. `query`: a number or an e-mail address."""
    limit = max(1, min(limit, MOST))
    wanted = sa.select(Order).options(selectinload(Order.lines)).where(*_matching(query.strip()))
    for column, value in (
        (Order.status, status),
        (Order.payment_status, payment),
        (Order.fulfilment_status, fulfilment),
    ):
        wanted = wanted.where(column == value) if value else wanted
    mark = _read_cursor(after)
    if mark:
        wanted = wanted.where(sa.tuple_(Order.placed_at, Order.id) < sa.tuple_(*map(sa.literal, mark)))
    async with database.reading() as session:
        page = wanted.order_by(Order.placed_at.desc(), Order.id.desc()).limit(limit + 1)
        found = list(await session.scalars(page))
    return OrderPage(tuple(found[:limit]), _cursor(found[limit - 1]) if len(found) > limit else None)


async def timeline(customer_id: UUID, order_id: UUID, public_only: bool) -> list[TimelineEvent]:
    """Oldest first."""
    happened = sa.select(TimelineEvent).where(
        TimelineEvent.customer_id == customer_id, TimelineEvent.order_id == order_id
    )
    if public_only:
        happened = happened.where(TimelineEvent.public)
    async with database.reading() as session:
        return list(await session.scalars(happened.order_by(TimelineEvent.number)))


def _is(number: str) -> sa.ColumnElement[bool]:
    return Order.number == spelled(_plain(number))


def _matching(query: str) -> list[sa.ColumnElement[bool]]:
    query = _plain(query)
    if not query:
        return []
    if "@" in query:
        return [sa.func.lower(Order.email).startswith(query.lower(), autoescape=True)]
    return [Order.number.startswith(spelled(query), autoescape=True)]


def _plain(text: str) -> str:
    """Without what PostgreSQL cannot hold."""
    return text.replace("\x00", "").encode(errors="ignore").decode()


def _cursor(last: Order) -> str:
    return urlsafe_b64encode(f"{last.placed_at.isoformat()}|{last.id}".encode()).decode()


def _read_cursor(text: str | None) -> tuple[datetime, UUID] | None:
    """A cursor that is none begins from the start."""
    try:
        at, _, order_id = urlsafe_b64decode(text or "").decode().partition("|")
        return datetime.fromisoformat(at).astimezone(UTC), UUID(order_id)
    except (ValueError, OverflowError):  # also a moment that is none once its zone is taken off
        return None
