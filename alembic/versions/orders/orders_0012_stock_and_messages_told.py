"""timelines tell of stock and of messages"""

from alembic import op

revision = "orders_0012"
down_revision = "orders_0011"
branch_labels = None
depends_on = None

BEFORE = (
    "ordered, payment_processing, paid, payment_late, payment_unwanted, reopened, abandoned, expired, cancelled, "
    "shipped, delivered, completed, refunded, refund_failed, note"
)
AFTER = BEFORE.removesuffix("note") + "stock, message, note"


def upgrade() -> None:
    _allow(AFTER)


def downgrade() -> None:
    op.execute("DELETE FROM order_events WHERE kind IN ('stock', 'message')")
    _allow(BEFORE)


def _allow(kinds: str) -> None:
    op.drop_constraint(op.f("ck_order_events_kind"), "order_events")
    words = ", ".join(f"'{kind}'" for kind in kinds.split(", "))
    op.create_check_constraint(op.f("ck_order_events_kind"), "order_events", f"kind IN ({words})")
