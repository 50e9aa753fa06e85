"""until when more is sold than lies on the shelf, and when it is expected"""

import sqlalchemy as sa
from alembic import op

revision = "inventory_0007"
down_revision = "inventory_0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("levels", sa.Column("beyond_until", sa.DateTime(timezone=True)))
    op.add_column("levels", sa.Column("due_on", sa.Date))
    op.add_column("levels", sa.Column("preorder", sa.Boolean, nullable=False, server_default=sa.false()))
    op.create_index(
        "ix_levels_beyond", "levels", ["beyond_until"], postgresql_where=sa.text("beyond_until IS NOT NULL")
    )


def downgrade() -> None:
    op.drop_index("ix_levels_beyond", table_name="levels")
    for column in ("preorder", "due_on", "beyond_until"):
        op.drop_column("levels", column)
