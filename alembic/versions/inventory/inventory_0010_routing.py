"""by which rules a shop chooses from where it sends; in which region a location is and a hold's order goes to"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql as pg

revision = "inventory_0010"
down_revision = "inventory_0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "routing_rules",
        sa.Column("number", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("rules", pg.ARRAY(sa.Text), nullable=False),
        sa.Column("revision", sa.Uuid, nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_routing_rules")),
        sa.CheckConstraint("number = 1", name=op.f("ck_routing_rules_one")),
    )
    op.add_column("locations", sa.Column("region", sa.Text, nullable=False, server_default=""))
    op.add_column("reservations", sa.Column("country", sa.Text, nullable=False, server_default=""))
    op.add_column("reservations", sa.Column("region", sa.Text, nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("reservations", "region")
    op.drop_column("reservations", "country")
    op.drop_column("locations", "region")
    op.drop_table("routing_rules")
