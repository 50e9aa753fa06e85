"""why somebody is kept out of their account"""

import sqlalchemy as sa
from alembic import op

revision = "users_0017"
down_revision = "users_0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("people", sa.Column("disabled_because", sa.Text, nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("people", "disabled_because")
