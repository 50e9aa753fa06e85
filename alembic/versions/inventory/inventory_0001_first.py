"""Locations, levels, reservations, allocations and the ledger of stock."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "inventory_0001"
down_revision: str | None = None
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

# On Citus: SET citus.enable_unsafe_triggers. The trigger looks at no other row, so it is as safe on a shard.
APPEND_ONLY = (
    """CREATE FUNCTION ledger_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'a ledger is never rewritten: add a compensating row'; END $$""",
    """CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON movements
    FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only()""",
)


def upgrade() -> None:
    op.create_table(
        "inbox",
        sa.Column("consumer", sa.Text(), nullable=False),
        sa.Column("event_id", sa.UUID(), nullable=False),
        sa.Column("handled_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("consumer", "event_id", name=op.f("pk_inbox")),
        info={"kind": "local"},
    )
    op.create_table(
        "locations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("country", sa.CHAR(length=2), nullable=False),
        sa.Column("priority", sa.Integer(), server_default="0", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_locations")),
        sa.UniqueConstraint("code", name=op.f("uq_locations_code")),
        info={"kind": "reference"},
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), server_default="open", nullable=False),
        sa.Column("waiting", postgresql.ARRAY(sa.Text()), nullable=True),
        sa.Column("failures", sa.Integer(), server_default="0", nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        info={"kind": "local"},
    )
    op.create_index("ix_outbox_due", "outbox", ["due_at"], unique=False, postgresql_where=sa.text("state = 'open'"))
    op.create_table(
        "levels",
        sa.Column("sku", sa.Text(), nullable=False),
        sa.Column("location_id", sa.Uuid(), nullable=False),
        sa.Column("on_hand", sa.Integer(), server_default="0", nullable=False),
        sa.Column("reserved", sa.Integer(), server_default="0", nullable=False),
        sa.Column("allocated", sa.Integer(), server_default="0", nullable=False),
        sa.Column("damaged", sa.Integer(), server_default="0", nullable=False),
        sa.Column("safety_stock", sa.Integer(), server_default="0", nullable=False),
        sa.Column("incoming", sa.Integer(), server_default="0", nullable=False),
        sa.Column("backorder_limit", sa.Integer(), server_default="0", nullable=False),
        sa.Column("version", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("allocated >= 0", name=op.f("ck_levels_allocated")),
        sa.CheckConstraint("backorder_limit >= 0", name=op.f("ck_levels_backorder_limit")),
        sa.CheckConstraint("damaged >= 0", name=op.f("ck_levels_damaged")),
        sa.CheckConstraint("incoming >= 0", name=op.f("ck_levels_incoming")),
        sa.CheckConstraint(
            "reserved + allocated + damaged <= on_hand + backorder_limit", name=op.f("ck_levels_promised")
        ),
        sa.CheckConstraint("reserved >= 0", name=op.f("ck_levels_reserved")),
        sa.CheckConstraint("safety_stock >= 0", name=op.f("ck_levels_safety_stock")),
        sa.ForeignKeyConstraint(["location_id"], ["locations.id"], name=op.f("fk_levels_location_id")),
        sa.PrimaryKeyConstraint("sku", "location_id", name=op.f("pk_levels")),
        info={"kind": "distributed", "by": "sku"},
    )
    op.create_table(
        "allocations",
        sa.Column("sku", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("location_id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("hold_id", sa.Uuid(), nullable=False),
        sa.Column("caused_by", sa.Uuid(), nullable=True),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("shipped", sa.Integer(), server_default="0", nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("status IN ('active', 'shipped', 'released')", name=op.f("ck_allocations_status")),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_allocations_quantity")),
        sa.CheckConstraint("shipped BETWEEN 0 AND quantity", name=op.f("ck_allocations_shipped")),
        sa.ForeignKeyConstraint(
            ["sku", "location_id"], ["levels.sku", "levels.location_id"], name=op.f("fk_allocations_sku_location_id")
        ),
        sa.PrimaryKeyConstraint("sku", "id", name=op.f("pk_allocations")),
        sa.UniqueConstraint(
            "sku", "order_id", "location_id", "hold_id", name=op.f("uq_allocations_sku_order_id_location_id_hold_id")
        ),
        info={"kind": "distributed", "by": "sku"},
    )
    op.create_table(
        "movements",
        sa.Column("sku", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("location_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("on_hand", sa.Integer(), nullable=False),
        sa.Column("reserved", sa.Integer(), nullable=False),
        sa.Column("allocated", sa.Integer(), nullable=False),
        sa.Column("damaged", sa.Integer(), nullable=False),
        sa.Column("on_hand_after", sa.Integer(), nullable=False),
        sa.Column("reserved_after", sa.Integer(), nullable=False),
        sa.Column("allocated_after", sa.Integer(), nullable=False),
        sa.Column("damaged_after", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=True),
        sa.Column("reference", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "kind IN ('received', 'reserved', 'released', 'allocated', 'shipped', 'expired', "
            "'returned', 'counted', 'adjusted', 'transferred_out', 'transferred_in', 'damaged', 'written_off')",
            name=op.f("ck_movements_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["sku", "location_id"], ["levels.sku", "levels.location_id"], name=op.f("fk_movements_sku_location_id")
        ),
        sa.PrimaryKeyConstraint("sku", "id", name=op.f("pk_movements")),
        info={"kind": "distributed", "by": "sku"},
    )
    op.create_index(
        "ix_movements_reference",
        "movements",
        ["sku", "reference"],
        unique=False,
        postgresql_where=sa.text("reference IS NOT NULL"),
    )
    op.create_table(
        "reservations",
        sa.Column("sku", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("location_id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("hold_id", sa.Uuid(), nullable=False),
        sa.Column("caused_by", sa.Uuid(), nullable=True),
        sa.Column("released_by", sa.Uuid(), nullable=True),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "status IN ('active', 'converted', 'released', 'expired')", name=op.f("ck_reservations_status")
        ),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_reservations_quantity")),
        sa.ForeignKeyConstraint(
            ["sku", "location_id"], ["levels.sku", "levels.location_id"], name=op.f("fk_reservations_sku_location_id")
        ),
        sa.PrimaryKeyConstraint("sku", "id", name=op.f("pk_reservations")),
        info={"kind": "distributed", "by": "sku"},
    )
    op.create_index(
        "ix_reservations_ends", "reservations", ["ends_at"], unique=False, postgresql_where=sa.text("status = 'active'")
    )
    op.create_index("ix_reservations_order", "reservations", ["sku", "order_id"], unique=False)
    op.create_index(
        "uq_reservations_active",
        "reservations",
        ["sku", "order_id", "location_id"],
        unique=True,
        postgresql_where=sa.text("status = 'active'"),
    )
    for statement in APPEND_ONLY:
        op.execute(statement)
    op.execute(
        """INSERT INTO locations (id, code, name, country, priority)
        VALUES (gen_random_uuid(), 'main', 'Main warehouse', 'DE', 0)"""
    )


def downgrade() -> None:
    op.drop_table("reservations")
    op.drop_table("movements")
    op.drop_table("allocations")
    op.drop_table("levels")
    op.drop_table("outbox")
    op.drop_table("locations")
    op.drop_table("inbox")
    op.execute("DROP FUNCTION ledger_is_append_only")
