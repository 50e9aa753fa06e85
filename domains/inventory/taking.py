"""The statements that a sale hangs on. Made once, for making them takes longer than asking them."""

from datetime import timedelta
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.sql.dml import ReturningInsert

from . import stock
from .models import FIGURES, MovementKind, Reservation, ReservationStatus, StockLevel, StockMovement

AGAIN_HOLD: Final = timedelta(hours=1)  # a reopened order is paid: its allocation follows within seconds
GIVEN: Final[dict[str, sa.types.TypeEngine[Any]]] = {
    "wanted_sku": sa.Text(),
    "wanted_at": sa.Uuid(),
    "wanted": sa.Integer(),
    "reservation_id": sa.Uuid(),
    "movement_id": sa.Uuid(),
    "customer_id": sa.Uuid(),
    "order_id": sa.Uuid(),
    "hold_id": sa.Uuid(),
    "caused_by": sa.Uuid(),
    "zone": sa.Text(),
    "ends_at": sa.DateTime(timezone=True),
}


def _standing_question() -> sa.Select[bool, bool]:
    mine = sa.and_(
        Reservation.order_id == sa.bindparam("order_id", type_=sa.Uuid()),
        sa.or_(stock.RUNNING, Reservation.status == ReservationStatus.CONVERTED),
    )
    return sa.select(sa.func.bool_or(mine), sa.func.bool_or(stock.ENDED)).where(
        Reservation.sku.in_(sa.bindparam("skus", expanding=True)), sa.or_(mine, stock.ENDED)
    )


def _taking() -> sa.Select[UUID]:
    free = (
        StockLevel.on_hand
        - StockLevel.reserved
        - StockLevel.allocated
        - StockLevel.damaged
        - StockLevel.safety_stock
        + stock.beyond()
    )
    here = (StockLevel.sku == _given("wanted_sku"), StockLevel.location_id == _given("wanted_at"))
    level = (
        sa.update(StockLevel)
        .where(*here, free >= _given("wanted"))
        .values(
            reserved=StockLevel.reserved + _given("wanted"), version=StockLevel.version + 1, updated_at=sa.func.now()
        )
        .returning(*StockLevel.__table__.c)
        .cte("level")
    )
    return sa.select(_movement(level).cte("movement").c.id).add_cte(_reservation(level).cte("reservation"))


def _reservation(level: sa.CTE) -> ReturningInsert[UUID]:
    row = {
        "sku": level.c.sku,
        "id": _given("reservation_id"),
        "location_id": level.c.location_id,
        "customer_id": _given("customer_id"),
        "order_id": _given("order_id"),
        "hold_id": _given("hold_id"),
        "caused_by": _given("caused_by"),
        "zone": _given("zone"),
        "quantity": _given("wanted"),
        "status": sa.literal(ReservationStatus.ACTIVE.value),
        "ends_at": sa.func.coalesce(_given("ends_at"), sa.func.now() + AGAIN_HOLD),
    }
    return sa.insert(Reservation).from_select(list(row), sa.select(*row.values())).returning(Reservation.id)


def _movement(level: sa.CTE) -> ReturningInsert[UUID]:
    row = {
        "sku": level.c.sku,
        "id": _given("movement_id"),
        "location_id": level.c.location_id,
        "number": level.c.version,
        "kind": sa.literal(MovementKind.RESERVED.value),
        "reserved": _given("wanted"),
        **{f"{figure}_after": level.c[figure] for figure in FIGURES},
        "order_id": _given("order_id"),
        "reason": sa.literal("an order waits for its payment"),
        "actor": sa.literal("system"),
    }
    return sa.insert(StockMovement).from_select(list(row), sa.select(*row.values())).returning(StockMovement.id)


def _given(name: str) -> sa.BindParameter[Any]:
    return sa.bindparam(name, type_=GIVEN[name])


STANDING: Final = _standing_question()
TAKE: Final = _taking()
