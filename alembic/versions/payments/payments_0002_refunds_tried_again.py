"""refunds that failed and are tried again"""

import sqlalchemy as sa
from alembic import op

revision = "payments_0002"
down_revision = "payments_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("refunds", sa.Column("repetition", sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column("refunds", sa.Column("again_at", sa.DateTime(timezone=True)))
    due = sa.text("again_at IS NOT NULL")
    op.create_index("ix_refunds_again", "refunds", ["again_at"], postgresql_where=due)


def downgrade() -> None:
    op.drop_index("ix_refunds_again", "refunds")
    op.drop_column("refunds", "again_at")
    op.drop_column("refunds", "repetition")
