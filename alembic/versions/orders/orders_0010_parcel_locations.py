"""from which location a parcel left; of those sent before nobody wrote it down"""

import sqlalchemy as sa
from alembic import op

revision = "orders_0010"
down_revision = "orders_0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("fulfilments", sa.Column("location", sa.Text))


def downgrade() -> None:
    op.drop_column("fulfilments", "location")
