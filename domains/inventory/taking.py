"""The statements that a sale hangs on. Made once, for making them takes longer than asking them."""

from datetime import timedelta
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.sql.dml import ReturningInsert

from . import stock
from .models import FIGURES, Bundle, MovementKind, Reservation, ReservationStatus, StockLevel, StockMovement

AGAIN_HOLD: Final = timedelta(hours=1)  # a reopened order is paid: its allocation follows within seconds
GIVEN: Final[dict[str, sa.types.TypeEngine[Any]]] = {
    "wanted_sku": sa.Text(),
    "wanted_at": sa.Uuid(),
    "wanted": sa.Integer(),
    "reservation_id": sa.Uuid(),
    "movement_id": sa.Uuid(),
    "customer_id": sa.Uuid(),
    "order_id": sa.Uuid(),
    "order_key": sa.Text(),
    "hold_id": sa.Uuid(),
    "caused_by": sa.Uuid(),
    "reference": sa.Text(),
    "zone": sa.Text(),
    "country": sa.Text(),
    "region": sa.Text(),
    "ends_at": sa.DateTime(timezone=True),
}


def _standing_question() -> sa.Select[bool, bool]:
    """Whether the order holds these goods already, and whether any hold of theirs has ended and waits to be swept."""
    mine = sa.and_(
        Reservation.order_id == sa.bindparam("order_id", type_=sa.Uuid()),
        sa.or_(stock.RUNNING, Reservation.status == ReservationStatus.CONVERTED),
    )
    return sa.select(sa.func.bool_or(mine).label("held"), sa.func.bool_or(stock.ENDED).label("ended")).where(
        Reservation.sku.in_(sa.bindparam("skus", expanding=True)), sa.or_(mine, stock.ENDED)
    )


def _looking() -> sa.Select[Any]:
    """All that is asked before goods are taken, and the turn of this order: its twin waits until this one is through.

    What stands in the answer is older than the turn: the statement that takes looks for the twin's hold once more."""
    turn = sa.func.pg_advisory_xact_lock(sa.func.hashtextextended(_given("order_key"), 0))
    standing = _standing_question().add_columns(turn).cte("standing")
    shelves = stock.shelf_question().cte("shelves")
    beside = standing.outerjoin(shelves, sa.true())
    named = sa.select(Bundle.sku).where(Bundle.sku.in_(sa.bindparam("skus", expanding=True)))
    flags = (standing.c.held, standing.c.ended, named.exists().label("bundled"))
    return sa.select(*flags, *shelves.c).select_from(beside)


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
        .where(*here, free >= _given("wanted"), ~_twin().exists())
        .values(
            reserved=StockLevel.reserved + _given("wanted"), version=StockLevel.version + 1, updated_at=sa.func.now()
        )
        .returning(*StockLevel.__table__.c)
        .cte("level")
    )
    return sa.select(_movement(level).cte("movement").c.id).add_cte(_reservation(level).cte("reservation"))


def _twin() -> sa.Select[UUID]:
    """What an act before this one holds of the SKU for the same order."""
    kept = sa.or_(stock.RUNNING, Reservation.status == ReservationStatus.CONVERTED)
    mine = (Reservation.sku == _given("wanted_sku"), Reservation.order_id == _given("order_id"))
    return sa.select(Reservation.id).where(*mine, Reservation.hold_id != _given("hold_id"), kept)


def _reservation(level: sa.CTE) -> ReturningInsert[UUID]:
    row = {
        "sku": level.c.sku,
        "id": _given("reservation_id"),
        "location_id": level.c.location_id,
        "customer_id": _given("customer_id"),
        "order_id": _given("order_id"),
        "hold_id": _given("hold_id"),
        "caused_by": _given("caused_by"),
        **{where: _given(where) for where in ("zone", "country", "region")},
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
        "reference": _given("reference"),
        "reason": sa.literal("an order waits for its payment"),
        "actor": sa.literal("system"),
    }
    return sa.insert(StockMovement).from_select(list(row), sa.select(*row.values())).returning(StockMovement.id)


def _given(name: str) -> sa.BindParameter[Any]:
    return sa.bindparam(name, type_=GIVEN[name])


LOOK: Final = _looking()
TAKE: Final = _taking()
