"""what was not there yet when it was ordered, and when it was expected"""

import sqlalchemy as sa
from alembic import op

revision = "orders_0009"
down_revision = "orders_0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("order_lines", sa.Column("was_awaited", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column("order_lines", sa.Column("due_on", sa.Date))
    op.add_column("order_lines", sa.Column("preorder", sa.Boolean, nullable=False, server_default=sa.false()))


def downgrade() -> None:
    for column in ("preorder", "due_on", "was_awaited"):
        op.drop_column("order_lines", column)
