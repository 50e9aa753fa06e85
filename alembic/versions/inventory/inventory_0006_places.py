"""where a location is, where it ships to, and when shoppers may come; a hold knows where its order goes"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql as pg

revision = "inventory_0006"
down_revision = "inventory_0005"
branch_labels = None
depends_on = None

NAMES = pg.ARRAY(sa.Text)


def upgrade() -> None:
    op.add_column("locations", sa.Column("address", sa.Text, nullable=False, server_default=""))
    op.add_column("locations", sa.Column("zones", NAMES, nullable=False, server_default="{}"))
    op.add_column("locations", sa.Column("pickup", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column("locations", sa.Column("hours", NAMES, nullable=False, server_default="{}"))
    op.add_column("locations", sa.Column("revision", sa.Uuid, nullable=False, server_default=sa.func.gen_random_uuid()))
    op.add_column("reservations", sa.Column("zone", sa.Text, nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("reservations", "zone")
    for column in ("revision", "hours", "pickup", "zones", "address"):
        op.drop_column("locations", column)
