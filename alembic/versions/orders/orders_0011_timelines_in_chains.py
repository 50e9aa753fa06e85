"""the entries of a timeline are numbered and hold on to each other

Not in SQL alone: what is there already is chained as the shop does it, order by order.
"""

import hashlib
import json
from datetime import UTC
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "orders_0011"
down_revision = "orders_0010"
branch_labels = None
depends_on = None

TOLD = ("kind", "message", "public", "actor", "before", "after")
AT_ONCE = 2_000
EVENTS = sa.text(
    "SELECT customer_id, order_id, id, kind, message, public, actor, before, after, happened_at FROM order_events"
    " ORDER BY customer_id, order_id, id"
)
CHAINED = sa.text(
    "UPDATE order_events SET number = :number, digest = :digest, hash = :hash"
    " WHERE customer_id = :customer AND id = :id"
)
ENDS = sa.text("UPDATE orders SET timeline_end = :hash WHERE customer_id = :customer AND id = :id")


def upgrade() -> None:
    op.add_column("orders", sa.Column("timeline_end", sa.Text, nullable=False, server_default=""))
    for name, kind in (("number", sa.Integer), ("digest", sa.Text), ("hash", sa.Text)):
        op.add_column("order_events", sa.Column(name, kind))
    _chain(op.get_bind())
    for name in ("number", "digest", "hash"):
        op.alter_column("order_events", name, nullable=False)
    op.drop_index("ix_order_events_order", "order_events")
    op.create_unique_constraint(
        "uq_order_events_customer_id_order_id_number", "order_events", ["customer_id", "order_id", "number"]
    )


def _chain(bind: sa.Connection) -> None:
    links: list[dict[str, Any]] = []
    ends: dict[tuple[Any, Any], str] = {}
    place, number, last = None, 0, ""
    for event in bind.execute(EVENTS).mappings().all():
        if (event["customer_id"], event["order_id"]) != place:
            place, number, last = (event["customer_id"], event["order_id"]), 0, ""
        number += 1
        told = {name: event[name] for name in TOLD}
        told["happened_at"] = event["happened_at"].astimezone(UTC).isoformat()
        digest = hashlib.sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
        last = hashlib.sha256(f"{last} {number} {digest}".encode()).hexdigest()
        links.append({"customer": place[0], "id": event["id"], "number": number, "digest": digest, "hash": last})
        ends[place] = last
    for first in range(0, len(links), AT_ONCE):
        bind.execute(CHAINED, links[first : first + AT_ONCE])
    standing = [{"customer": customer, "id": order, "hash": last} for (customer, order), last in ends.items()]
    for first in range(0, len(standing), AT_ONCE):
        bind.execute(ENDS, standing[first : first + AT_ONCE])


def downgrade() -> None:
    op.drop_constraint("uq_order_events_customer_id_order_id_number", "order_events")
    op.create_index("ix_order_events_order", "order_events", ["customer_id", "order_id"])
    for name in ("number", "digest", "hash"):
        op.drop_column("order_events", name)
    op.drop_column("orders", "timeline_end")
