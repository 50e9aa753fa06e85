"""which import a level heard last"""

import sqlalchemy as sa
from alembic import op

revision = "inventory_0003"
down_revision = "inventory_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for column in ("quantity_sequence", "policy_sequence"):
        op.add_column("levels", sa.Column(column, sa.BigInteger(), nullable=False, server_default="0"))


def downgrade() -> None:
    op.drop_column("levels", "policy_sequence")
    op.drop_column("levels", "quantity_sequence")
