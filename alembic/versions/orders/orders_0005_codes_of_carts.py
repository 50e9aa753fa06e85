"""the coupon codes typed into a cart"""

import sqlalchemy as sa
from alembic import op

revision = "orders_0005"
down_revision = "orders_0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("carts", sa.Column("codes", sa.JSON(), nullable=False, server_default="[]"))


def downgrade() -> None:
    op.drop_column("carts", "codes")
