"""staff act for customers, in their own session and for a while"""

import sqlalchemy as sa
from alembic import op

revision = "users_0014"
down_revision = "users_0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sessions", sa.Column("acts_as_id", sa.Uuid))
    op.add_column("sessions", sa.Column("acts_until", sa.DateTime(timezone=True)))
    op.create_index(
        "ix_sessions_acts_as_id", "sessions", ["acts_as_id"], postgresql_where=sa.text("acts_as_id IS NOT NULL")
    )


def downgrade() -> None:
    op.drop_index("ix_sessions_acts_as_id", "sessions")
    op.drop_column("sessions", "acts_until")
    op.drop_column("sessions", "acts_as_id")
