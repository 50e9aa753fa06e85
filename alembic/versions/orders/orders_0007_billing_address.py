"""where the invoice goes, for carts and orders whose invoice goes elsewhere than the parcel"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql as pg

revision = "orders_0007"
down_revision = "orders_0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("carts", sa.Column("billing_address", pg.JSONB()))
    op.add_column("orders", sa.Column("billing_address", pg.JSONB()))


def downgrade() -> None:
    op.drop_column("orders", "billing_address")
    op.drop_column("carts", "billing_address")
