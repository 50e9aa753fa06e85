"""what is sold out, promised beyond the shelf, damaged or coming is found among all levels"""

import sqlalchemy as sa
from alembic import op

revision = "inventory_0008"
down_revision = "inventory_0007"
branch_labels = None
depends_on = None

STANDINGS = {
    "sold_out": "on_hand - reserved - allocated - damaged - safety_stock + backorder_limit <= 0",
    "beyond": "reserved + allocated + damaged > on_hand",
    "damaged": "damaged > 0",
    "incoming": "incoming > 0",
}


def upgrade() -> None:
    for name, where in STANDINGS.items():
        op.create_index(f"ix_levels_are_{name}", "levels", ["sku", "location_id"], postgresql_where=sa.text(where))


def downgrade() -> None:
    for name in STANDINGS:
        op.drop_index(f"ix_levels_are_{name}", "levels")
