"""since when an order says no more who bought it"""

import sqlalchemy as sa
from alembic import op

revision = "orders_0008"
down_revision = "orders_0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("orders", sa.Column("erased_at", sa.DateTime(timezone=True)))
    personal = sa.text("erased_at IS NULL")
    op.create_index("ix_orders_personal", "orders", ["placed_at"], postgresql_where=personal)


def downgrade() -> None:
    op.drop_index("ix_orders_personal", table_name="orders")
    op.drop_column("orders", "erased_at")
