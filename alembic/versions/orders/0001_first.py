"""carts, orders with all that belongs to them, delivery prices, tax rates"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql as pg

revision = "orders_0001"
down_revision = None
branch_labels = None
depends_on = None

NOW = sa.func.now()
AT = sa.DateTime(timezone=True)


def upgrade() -> None:
    create_carts()
    create_orders()
    create_parcels()
    create_reference_tables()
    create_local_tables()


def downgrade() -> None:
    for table in (
        "payment_timers",
        "outbox",
        "order_numbers",
        "inbox",
        "shipping_zone_countries",
        "shipping_rates",
        "tax_rates",
        "shipping_zones",
        "shipping_methods",
        "fulfilment_lines",
        "fulfilments",
        "order_tax_lines",
        "order_refunds",
        "order_payments",
        "order_lines",
        "order_events",
        "orders",
        "cart_lines",
        "carts",
    ):
        op.drop_table(table)


def create_carts() -> None:
    op.create_table(
        "carts",
        sa.Column("customer_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("email", sa.Text()),
        sa.Column("shipping_address", pg.JSONB()),
        sa.Column("shipping_code", sa.Text()),
        sa.Column("created_at", AT, nullable=False, server_default=NOW),
        sa.Column("updated_at", AT, nullable=False, server_default=NOW),
        sa.CheckConstraint("status IN ('active', 'merged', 'converted', 'abandoned', 'expired')", name="status"),
        sa.PrimaryKeyConstraint("customer_id", "id", name="pk_carts"),
    )
    op.create_index(
        "uq_carts_active", "carts", ["customer_id"], unique=True, postgresql_where=sa.text("status = 'active'")
    )
    op.create_table(
        "cart_lines",
        sa.Column("customer_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("cart_id", sa.UUID(), nullable=False),
        sa.Column("sku", sa.Text(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("image", sa.Text()),
        sa.Column("alt", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("unit_amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.CHAR(length=3), nullable=False),
        sa.CheckConstraint("quantity BETWEEN 1 AND 999", name="quantity"),
        sa.CheckConstraint("unit_amount >= 0", name="unit_amount"),
        sa.ForeignKeyConstraint(
            ["customer_id", "cart_id"], ["carts.customer_id", "carts.id"], name="fk_cart_lines_customer_id_cart_id"
        ),
        sa.PrimaryKeyConstraint("customer_id", "id", name="pk_cart_lines"),
        sa.UniqueConstraint("customer_id", "cart_id", "sku", name="uq_cart_lines_customer_id_cart_id_sku"),
    )


def create_orders() -> None:
    op.create_table(
        "orders",
        sa.Column("customer_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("cart_id", sa.UUID(), nullable=False),
        sa.Column("cart_version", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("payment_status", sa.Text(), nullable=False),
        sa.Column("fulfilment_status", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("shipping_address", pg.JSONB(), nullable=False),
        sa.Column("shipping_code", sa.Text(), nullable=False),
        sa.Column("shipping_label", sa.Text(), nullable=False),
        sa.Column("days_min", sa.Integer(), nullable=False),
        sa.Column("days_max", sa.Integer(), nullable=False),
        sa.Column("currency", sa.CHAR(length=3), nullable=False),
        sa.Column("tax_included", sa.Boolean(), nullable=False),
        sa.Column("goods_amount", sa.BigInteger(), nullable=False),
        sa.Column("discount_amount", sa.BigInteger(), nullable=False),
        sa.Column("shipping_amount", sa.BigInteger(), nullable=False),
        sa.Column("tax_amount", sa.BigInteger(), nullable=False),
        sa.Column("total_amount", sa.BigInteger(), nullable=False),
        sa.Column("paid_amount", sa.BigInteger(), nullable=False),
        sa.Column("refunded_amount", sa.BigInteger(), nullable=False),
        sa.Column("placed_at", AT, nullable=False),
        sa.Column("pay_until", AT, nullable=False),
        sa.Column("paid_at", AT),
        sa.Column("paid_by", sa.UUID()),
        sa.Column("closed_at", AT),
        sa.Column("closed_reason", sa.Text()),
        sa.Column("cancelled_by", sa.Text()),
        sa.CheckConstraint(
            "fulfilment_status IN ('unfulfilled', 'partial', 'fulfilled', 'delivered', 'returned')",
            name="fulfilment_status",
        ),
        sa.CheckConstraint(
            "payment_status IN ('none', 'pending', 'authorized', 'paid', 'partially_refunded', 'refunded', "
            "'failed', 'voided', 'disputed')",
            name="payment_status",
        ),
        sa.CheckConstraint(
            "status IN ('pending_payment', 'placed', 'processing', 'completed', 'cancelled', 'expired')", name="status"
        ),
        sa.CheckConstraint(
            "goods_amount >= 0 AND discount_amount >= 0 AND shipping_amount >= 0 AND tax_amount >= 0 AND "
            "total_amount >= 0",
            name="amounts",
        ),
        sa.CheckConstraint("paid_amount IN (0, total_amount)", name="paid"),
        sa.CheckConstraint("refunded_amount BETWEEN 0 AND paid_amount", name="refunded"),
        sa.CheckConstraint(
            "total_amount = goods_amount - discount_amount + shipping_amount"
            " + CASE WHEN tax_included THEN 0 ELSE tax_amount END",
            name="parts",
        ),
        sa.ForeignKeyConstraint(
            ["customer_id", "cart_id"], ["carts.customer_id", "carts.id"], name="fk_orders_customer_id_cart_id"
        ),
        sa.PrimaryKeyConstraint("customer_id", "id", name="pk_orders"),
        sa.UniqueConstraint("customer_id", "number", name="uq_orders_customer_id_number"),
    )
    op.create_index("ix_orders_email", "orders", [sa.literal_column("lower(email)")], unique=False)
    op.create_index("ix_orders_recent", "orders", ["placed_at", "id"], unique=False)
    op.create_index("ix_orders_status_recent", "orders", ["status", "placed_at", "id"], unique=False)
    op.create_index(
        "uq_orders_open_cart",
        "orders",
        ["customer_id", "cart_id"],
        unique=True,
        postgresql_where=sa.text("status NOT IN ('cancelled', 'expired')"),
    )
    op.create_table(
        "order_events",
        sa.Column("customer_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("order_id", sa.UUID(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("actor", sa.Text()),
        sa.Column("before", sa.Text()),
        sa.Column("after", sa.Text()),
        sa.Column("happened_at", AT, nullable=False),
        sa.CheckConstraint(
            "after IN ('pending_payment', 'placed', 'processing', 'completed', 'cancelled', 'expired')", name="after"
        ),
        sa.CheckConstraint(
            "before IN ('pending_payment', 'placed', 'processing', 'completed', 'cancelled', 'expired')", name="before"
        ),
        sa.CheckConstraint(
            "kind IN ('ordered', 'payment_processing', 'paid', 'payment_late', 'payment_unwanted', "
            "'reopened', 'abandoned', 'expired', 'cancelled', 'shipped', 'delivered', 'completed', "
            "'refunded', 'refund_failed', 'note')",
            name="kind",
        ),
        sa.ForeignKeyConstraint(
            ["customer_id", "order_id"],
            ["orders.customer_id", "orders.id"],
            name="fk_order_events_customer_id_order_id",
        ),
        sa.PrimaryKeyConstraint("customer_id", "id", name="pk_order_events"),
    )
    op.create_index("ix_order_events_order", "order_events", ["customer_id", "order_id"], unique=False)
    op.create_table(
        "order_lines",
        sa.Column("customer_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("order_id", sa.UUID(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sku", sa.Text(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("image", sa.Text()),
        sa.Column("alt", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("fulfilled_quantity", sa.Integer(), nullable=False),
        sa.Column("weight_grams", sa.Integer(), nullable=False),
        sa.Column("unit_amount", sa.BigInteger(), nullable=False),
        sa.Column("discount_amount", sa.BigInteger(), nullable=False),
        sa.Column("total_amount", sa.BigInteger(), nullable=False),
        sa.Column("tax_class", sa.Text(), nullable=False),
        sa.Column("tax_rate", sa.Numeric(precision=6, scale=4), nullable=False),
        sa.Column("tax_amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.CHAR(length=3), nullable=False),
        sa.CheckConstraint("fulfilled_quantity BETWEEN 0 AND quantity", name="fulfilled"),
        sa.CheckConstraint("quantity > 0", name="quantity"),
        sa.CheckConstraint("total_amount = unit_amount * quantity - discount_amount", name="total"),
        sa.CheckConstraint("unit_amount >= 0 AND discount_amount >= 0 AND tax_amount >= 0", name="amounts"),
        sa.ForeignKeyConstraint(
            ["customer_id", "order_id"], ["orders.customer_id", "orders.id"], name="fk_order_lines_customer_id_order_id"
        ),
        sa.PrimaryKeyConstraint("customer_id", "id", name="pk_order_lines"),
        sa.UniqueConstraint("customer_id", "order_id", "sku", name="uq_order_lines_customer_id_order_id_sku"),
    )
    op.create_table(
        "order_payments",
        sa.Column("customer_id", sa.UUID(), nullable=False),
        sa.Column("order_id", sa.UUID(), nullable=False),
        sa.Column("attempt_id", sa.UUID(), nullable=False),
        sa.Column("receipt", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.CHAR(length=3), nullable=False),
        sa.Column("arrived_at", AT, nullable=False, server_default=NOW),
        sa.CheckConstraint("receipt IN ('accepted', 'late', 'unwanted')", name="receipt"),
        sa.ForeignKeyConstraint(
            ["customer_id", "order_id"],
            ["orders.customer_id", "orders.id"],
            name="fk_order_payments_customer_id_order_id",
        ),
        sa.PrimaryKeyConstraint("customer_id", "order_id", "attempt_id", name="pk_order_payments"),
    )
    op.create_index(
        "uq_order_payments_accepted",
        "order_payments",
        ["customer_id", "order_id"],
        unique=True,
        postgresql_where=sa.text("receipt = 'accepted'"),
    )
    op.create_table(
        "order_refunds",
        sa.Column("customer_id", sa.UUID(), nullable=False),
        sa.Column("order_id", sa.UUID(), nullable=False),
        sa.Column("refund_id", sa.UUID(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.CHAR(length=3), nullable=False),
        sa.Column("refunded_at", AT, nullable=False, server_default=NOW),
        sa.CheckConstraint("amount > 0", name="amount"),
        sa.ForeignKeyConstraint(
            ["customer_id", "order_id"],
            ["orders.customer_id", "orders.id"],
            name="fk_order_refunds_customer_id_order_id",
        ),
        sa.PrimaryKeyConstraint("customer_id", "order_id", "refund_id", name="pk_order_refunds"),
    )
    op.create_table(
        "order_tax_lines",
        sa.Column("customer_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("order_id", sa.UUID(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("rate", sa.Numeric(precision=6, scale=4), nullable=False),
        sa.Column("base_amount", sa.BigInteger(), nullable=False),
        sa.Column("tax_amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.CHAR(length=3), nullable=False),
        sa.CheckConstraint("base_amount >= 0 AND tax_amount >= 0", name="amounts"),
        sa.ForeignKeyConstraint(
            ["customer_id", "order_id"],
            ["orders.customer_id", "orders.id"],
            name="fk_order_tax_lines_customer_id_order_id",
        ),
        sa.PrimaryKeyConstraint("customer_id", "id", name="pk_order_tax_lines"),
        sa.UniqueConstraint(
            "customer_id", "order_id", "label", "rate", name="uq_order_tax_lines_customer_id_order_id_label_rate"
        ),
    )


def create_parcels() -> None:
    op.create_table(
        "fulfilments",
        sa.Column("customer_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("order_id", sa.UUID(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("carrier", sa.Text(), nullable=False),
        sa.Column("tracking_number", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text()),
        sa.Column("shipped_at", AT, nullable=False),
        sa.Column("delivered_at", AT),
        sa.CheckConstraint(
            "status IN ('pending', 'packed', 'shipped', 'delivered', 'cancelled', 'lost')", name="status"
        ),
        sa.ForeignKeyConstraint(
            ["customer_id", "order_id"], ["orders.customer_id", "orders.id"], name="fk_fulfilments_customer_id_order_id"
        ),
        sa.PrimaryKeyConstraint("customer_id", "id", name="pk_fulfilments"),
    )
    op.create_index("ix_fulfilments_order", "fulfilments", ["customer_id", "order_id"], unique=False)
    op.create_table(
        "fulfilment_lines",
        sa.Column("customer_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("fulfilment_id", sa.UUID(), nullable=False),
        sa.Column("order_line_id", sa.UUID(), nullable=False),
        sa.Column("sku", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.CheckConstraint("quantity > 0", name="quantity"),
        sa.ForeignKeyConstraint(
            ["customer_id", "fulfilment_id"],
            ["fulfilments.customer_id", "fulfilments.id"],
            name="fk_fulfilment_lines_customer_id_fulfilment_id",
        ),
        sa.ForeignKeyConstraint(
            ["customer_id", "order_line_id"],
            ["order_lines.customer_id", "order_lines.id"],
            name="fk_fulfilment_lines_customer_id_order_line_id",
        ),
        sa.PrimaryKeyConstraint("customer_id", "id", name="pk_fulfilment_lines"),
        sa.UniqueConstraint(
            "customer_id",
            "fulfilment_id",
            "order_line_id",
            name="uq_fulfilment_lines_customer_id_fulfilment_id_order_line_id",
        ),
    )
    # ### end Alembic commands ###


def create_reference_tables() -> None:
    op.create_table(
        "shipping_methods",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_shipping_methods"),
    )
    op.create_table(
        "shipping_zones",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_shipping_zones"),
    )
    op.create_table(
        "tax_rates",
        sa.Column("country", sa.CHAR(length=2), nullable=False),
        sa.Column("tax_class", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date()),
        sa.Column("rate", sa.Numeric(precision=6, scale=4), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.CheckConstraint("rate >= 0 AND rate < 1", name="rate"),
        sa.CheckConstraint("valid_until IS NULL OR valid_until >= valid_from", name="valid"),
        sa.PrimaryKeyConstraint("country", "tax_class", "valid_from", name="pk_tax_rates"),
    )
    op.create_table(
        "shipping_rates",
        sa.Column("zone_code", sa.Text(), nullable=False),
        sa.Column("method_code", sa.Text(), nullable=False),
        sa.Column("currency", sa.CHAR(length=3), nullable=False),
        sa.Column("max_grams", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("free_above", sa.BigInteger()),
        sa.Column("days_min", sa.Integer(), nullable=False),
        sa.Column("days_max", sa.Integer(), nullable=False),
        sa.CheckConstraint("amount >= 0", name="amount"),
        sa.CheckConstraint("days_min BETWEEN 0 AND days_max", name="days"),
        sa.CheckConstraint("free_above IS NULL OR free_above >= 0", name="free_above"),
        sa.CheckConstraint("max_grams > 0", name="max_grams"),
        sa.ForeignKeyConstraint(["method_code"], ["shipping_methods.code"], name="fk_shipping_rates_method_code"),
        sa.ForeignKeyConstraint(["zone_code"], ["shipping_zones.code"], name="fk_shipping_rates_zone_code"),
        sa.PrimaryKeyConstraint("zone_code", "method_code", "currency", "max_grams", name="pk_shipping_rates"),
    )
    op.create_table(
        "shipping_zone_countries",
        sa.Column("country", sa.CHAR(length=2), nullable=False),
        sa.Column("zone_code", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["zone_code"], ["shipping_zones.code"], name="fk_shipping_zone_countries_zone_code"),
        sa.PrimaryKeyConstraint("country", name="pk_shipping_zone_countries"),
    )


def create_local_tables() -> None:
    op.create_table(
        "inbox",
        sa.Column("consumer", sa.Text(), nullable=False),
        sa.Column("event_id", sa.UUID(), nullable=False),
        sa.Column("handled_at", AT, nullable=False, server_default=NOW),
        sa.PrimaryKeyConstraint("consumer", "event_id", name="pk_inbox"),
    )
    op.create_table(
        "order_numbers",
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.UUID(), nullable=False),
        sa.Column("order_id", sa.UUID(), nullable=False),
        sa.Column("created_at", AT, nullable=False, server_default=NOW),
        sa.PrimaryKeyConstraint("number", name="pk_order_numbers"),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), server_default="open", nullable=False),
        sa.Column("waiting", pg.ARRAY(sa.Text())),
        sa.Column("failures", sa.Integer(), server_default="0", nullable=False),
        sa.Column("recorded_at", AT, nullable=False, server_default=NOW),
        sa.Column("due_at", AT, nullable=False, server_default=NOW),
        sa.Column("done_at", AT),
        sa.Column("last_error", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
    )
    op.create_index("ix_outbox_due", "outbox", ["due_at"], unique=False, postgresql_where=sa.text("state = 'open'"))
    op.create_table(
        "payment_timers",
        sa.Column("order_id", sa.UUID(), nullable=False),
        sa.Column("customer_id", sa.UUID(), nullable=False),
        sa.Column("due_at", AT, nullable=False),
        sa.PrimaryKeyConstraint("order_id", name="pk_payment_timers"),
    )
    op.create_index("ix_payment_timers_due_at", "payment_timers", ["due_at"], unique=False)
