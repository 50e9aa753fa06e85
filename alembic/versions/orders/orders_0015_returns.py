"""returns"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql as pg

revision = "orders_0015"
down_revision = "orders_0014"
branch_labels = None
depends_on = None

BEFORE = (
    "ordered, payment_processing, paid, payment_late, payment_unwanted, reopened, abandoned, expired, cancelled, "
    "shipped, delivered, completed, credited, refunded, refund_failed, document, stock, message, note"
)
AFTER = BEFORE.replace("document,", "return, document,")
STATUSES = (
    "'requested', 'approved', 'rejected', 'in_transit', 'received', 'inspected', 'refunded', 'closed', 'cancelled'"
)
REASONS = "'unwanted', 'unlike', 'wrong', 'damaged', 'broken', 'late', 'other'"
ID = pg.UUID(as_uuid=True)


def upgrade() -> None:
    op.create_table(
        "order_returns",
        sa.Column("customer_id", ID, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("order_id", ID, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("answer", sa.Text, nullable=False, server_default=""),
        sa.Column("requested_by", sa.Text),
        sa.Column("revision", ID, nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(f"status IN ({STATUSES})", name="status"),
        sa.CheckConstraint(f"reason IN ({REASONS})", name="reason"),
        sa.ForeignKeyConstraint(
            ["customer_id", "order_id"],
            ["orders.customer_id", "orders.id"],
            name="fk_order_returns_customer_id_order_id",
        ),
        sa.PrimaryKeyConstraint("customer_id", "id", name="pk_order_returns"),
    )
    op.create_index("ix_order_returns_order", "order_returns", ["customer_id", "order_id"])
    op.create_index("ix_order_returns_recent", "order_returns", ["status", "requested_at", "id"])
    op.create_table(
        "order_return_lines",
        sa.Column("customer_id", ID, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("return_id", ID, nullable=False),
        sa.Column("order_line_id", ID, nullable=False),
        sa.Column("sku", sa.Text, nullable=False),
        sa.Column("quantity", sa.Integer, nullable=False),
        sa.Column("good", sa.Integer, nullable=False, server_default="0"),
        sa.Column("damaged", sa.Integer, nullable=False, server_default="0"),
        sa.CheckConstraint("quantity > 0 AND good >= 0 AND damaged >= 0 AND good + damaged <= quantity", name="units"),
        sa.ForeignKeyConstraint(
            ["customer_id", "return_id"],
            ["order_returns.customer_id", "order_returns.id"],
            name="fk_order_return_lines_customer_id_return_id",
        ),
        sa.ForeignKeyConstraint(
            ["customer_id", "order_line_id"],
            ["order_lines.customer_id", "order_lines.id"],
            name="fk_order_return_lines_customer_id_order_line_id",
        ),
        sa.PrimaryKeyConstraint("customer_id", "id", name="pk_order_return_lines"),
        sa.UniqueConstraint(
            "customer_id",
            "return_id",
            "order_line_id",
            name="uq_order_return_lines_customer_id_return_id_order_line_id",
        ),
    )
    _allow(AFTER)


def downgrade() -> None:
    op.drop_table("order_return_lines")
    op.drop_table("order_returns")
    op.execute("UPDATE order_events SET kind = 'note' WHERE kind = 'return'")
    _allow(BEFORE)


def _allow(kinds: str) -> None:
    op.drop_constraint(op.f("ck_order_events_kind"), "order_events")
    words = ", ".join(f"'{kind}'" for kind in kinds.split(", "))
    op.create_check_constraint(op.f("ck_order_events_kind"), "order_events", f"kind IN ({words})")
