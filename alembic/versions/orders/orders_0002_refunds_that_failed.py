"""what became of each refund"""

import sqlalchemy as sa
from alembic import op

revision = "orders_0002"
down_revision = "orders_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("order_refunds", sa.Column("status", sa.Text(), nullable=False, server_default="succeeded"))
    op.add_column("order_refunds", sa.Column("told_by", sa.UUID()))
    op.create_check_constraint("status", "order_refunds", "status IN ('succeeded', 'failed')")


def downgrade() -> None:
    op.drop_constraint("status", "order_refunds", type_="check")
    op.drop_column("order_refunds", "told_by")
    op.drop_column("order_refunds", "status")
