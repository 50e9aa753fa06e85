"""what an order's prices were made of"""

import sqlalchemy as sa
from alembic import op

revision = "orders_0004"
down_revision = "orders_0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("orders", sa.Column("pricing", sa.JSON()))


def downgrade() -> None:
    op.drop_column("orders", "pricing")
