"""what of an order is given back, part by part"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql as pg

revision = "orders_0013"
down_revision = "orders_0012"
branch_labels = None
depends_on = None

BEFORE = (
    "ordered, payment_processing, paid, payment_late, payment_unwanted, reopened, abandoned, expired, cancelled, "
    "shipped, delivered, completed, refunded, refund_failed, stock, message, note"
)
AFTER = BEFORE.replace("refunded,", "credited, refunded,")
ID = pg.UUID(as_uuid=True)


def upgrade() -> None:
    op.create_table(
        "order_credits",
        sa.Column("customer_id", ID, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("order_id", ID, nullable=False),
        sa.Column("shipping_amount", sa.BigInteger, nullable=False),
        sa.Column("shipping_tax_amount", sa.BigInteger, nullable=False),
        sa.Column("goodwill_amount", sa.BigInteger, nullable=False),
        sa.Column("fee_amount", sa.BigInteger, nullable=False),
        sa.Column("total_amount", sa.BigInteger, nullable=False),
        sa.Column("tax_amount", sa.BigInteger, nullable=False),
        sa.Column("currency", sa.CHAR(3), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("refused", sa.Text),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("total_amount > 0", name="total"),
        sa.CheckConstraint("shipping_amount >= 0 AND goodwill_amount >= 0 AND fee_amount >= 0", name="amounts"),
        sa.CheckConstraint("tax_amount BETWEEN 0 AND total_amount", name="tax"),
        sa.ForeignKeyConstraint(
            ["customer_id", "order_id"],
            ["orders.customer_id", "orders.id"],
            name="fk_order_credits_customer_id_order_id",
        ),
        sa.PrimaryKeyConstraint("customer_id", "id", name="pk_order_credits"),
    )
    op.create_index("ix_order_credits_order", "order_credits", ["customer_id", "order_id"])
    op.create_table(
        "order_credit_lines",
        sa.Column("customer_id", ID, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("credit_id", ID, nullable=False),
        sa.Column("order_line_id", ID, nullable=False),
        sa.Column("quantity", sa.Integer, nullable=False),
        sa.Column("amount", sa.BigInteger, nullable=False),
        sa.Column("tax_amount", sa.BigInteger, nullable=False),
        sa.Column("currency", sa.CHAR(3), nullable=False),
        sa.CheckConstraint("quantity >= 0 AND amount >= 0 AND tax_amount BETWEEN 0 AND amount", name="amounts"),
        sa.ForeignKeyConstraint(
            ["customer_id", "credit_id"],
            ["order_credits.customer_id", "order_credits.id"],
            name="fk_order_credit_lines_customer_id_credit_id",
        ),
        sa.ForeignKeyConstraint(
            ["customer_id", "order_line_id"],
            ["order_lines.customer_id", "order_lines.id"],
            name="fk_order_credit_lines_customer_id_order_line_id",
        ),
        sa.PrimaryKeyConstraint("customer_id", "id", name="pk_order_credit_lines"),
        sa.UniqueConstraint(
            "customer_id",
            "credit_id",
            "order_line_id",
            name="uq_order_credit_lines_customer_id_credit_id_order_line_id",
        ),
    )
    _allow(AFTER)


def downgrade() -> None:
    op.drop_table("order_credit_lines")
    op.drop_table("order_credits")
    op.execute("UPDATE order_events SET kind = 'note' WHERE kind = 'credited'")
    _allow(BEFORE)


def _allow(kinds: str) -> None:
    op.drop_constraint(op.f("ck_order_events_kind"), "order_events")
    words = ", ".join(f"'{kind}'" for kind in kinds.split(", "))
    op.create_check_constraint(op.f("ck_order_events_kind"), "order_events", f"kind IN ({words})")
