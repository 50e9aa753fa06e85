"""a session is for pages or for the API, and its tokens open nothing else"""

import sqlalchemy as sa
from alembic import op

revision = "users_0015"
down_revision = "users_0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Those of before are taken for pages: programs sign in once more."""
    op.add_column("sessions", sa.Column("audience", sa.Text, nullable=False, server_default="shop"))


def downgrade() -> None:
    op.drop_column("sessions", "audience")
