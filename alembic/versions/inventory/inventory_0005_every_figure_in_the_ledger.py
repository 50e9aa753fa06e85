"""the ledger tells of every figure, in the order in which a level changed; what it did not tell of yet is booked in"""

import sqlalchemy as sa
from alembic import op

revision = "inventory_0005"
down_revision = "inventory_0004"
branch_labels = None
depends_on = None

ADDED = ("safety_stock", "incoming", "backorder_limit")
BEFORE = ("on_hand", "reserved", "allocated", "damaged")
NUMBER = """
    UPDATE movements SET number = counted.number FROM (
        SELECT sku, id, row_number() OVER (PARTITION BY sku, location_id ORDER BY id) AS number FROM movements
    ) AS counted
    WHERE movements.sku = counted.sku AND movements.id = counted.id
"""
# ids are UUIDv7, which PostgreSQL makes by itself from version 18 on only
OPEN = """
    WITH levels AS (
        UPDATE levels SET version = version + 1 WHERE safety_stock <> 0 OR incoming <> 0 OR backorder_limit <> 0
        RETURNING *
    )
    INSERT INTO movements (
        sku, id, location_id, number, kind, on_hand, reserved, allocated, damaged, safety_stock, incoming,
        backorder_limit, on_hand_after, reserved_after, allocated_after, damaged_after, safety_stock_after,
        incoming_after, backorder_limit_after, reason, actor
    )
    SELECT
        sku,
        encode(set_bit(set_bit(overlay(
            uuid_send(gen_random_uuid()) PLACING
            substring(int8send(floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint) FROM 3) FROM 1 FOR 6
        ), 52, 1), 53, 1), 'hex')::uuid,
        location_id, version, 'adjusted', 0, 0, 0, 0, safety_stock, incoming, backorder_limit,
        on_hand, reserved, allocated, damaged, safety_stock, incoming, backorder_limit,
        'what was so before the ledger told of it', 'system'
    FROM levels
"""
# For each statement, as TRUNCATE has no rows. On Citus: SET citus.enable_unsafe_triggers; it looks at no row at all.
GUARD = """
    CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON movements
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only()
"""
GUARD_BEFORE = """
    CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON movements
    FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only()
"""


def upgrade() -> None:
    op.execute("DROP TRIGGER append_only ON movements")
    op.add_column("movements", sa.Column("number", sa.BigInteger))
    op.execute(NUMBER)
    op.alter_column("movements", "number", nullable=False)
    op.create_unique_constraint("uq_movements_sku_location_id_number", "movements", ["sku", "location_id", "number"])
    for figure in ADDED:
        for name in (figure, f"{figure}_after"):
            op.add_column("movements", sa.Column(name, sa.Integer, nullable=False, server_default="0"))
        op.alter_column("movements", f"{figure}_after", server_default=None)
    for figure in BEFORE:
        op.alter_column("movements", figure, server_default="0")
    op.create_index("ix_movements_location", "movements", ["location_id", "id"])
    op.execute(OPEN)
    op.execute(GUARD)


def downgrade() -> None:
    op.execute("DROP TRIGGER append_only ON movements")
    op.drop_index("ix_movements_location", table_name="movements")
    op.drop_constraint("uq_movements_sku_location_id_number", "movements")
    for figure in ADDED:
        for name in (figure, f"{figure}_after"):
            op.drop_column("movements", name)
    for figure in BEFORE:
        op.alter_column("movements", figure, server_default=None)
    op.drop_column("movements", "number")
    op.execute(GUARD_BEFORE)
