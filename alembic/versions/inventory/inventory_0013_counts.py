"""count sheets: what was found at a location beside what the books had then"""

import sqlalchemy as sa
from alembic import op

revision = "inventory_0013"
down_revision = "inventory_0012"
branch_labels = None
depends_on = None

NOW = sa.func.now()
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "counts",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("location_id", sa.Uuid, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("scope", sa.Text, nullable=False),
        sa.Column("blind", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("revision", sa.Uuid, nullable=False),
        sa.Column("created_by", sa.Text, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False, server_default=NOW),
        sa.Column("ended_by", sa.Text),
        sa.Column("ended_at", MOMENT),
        sa.ForeignKeyConstraint(["location_id"], ["locations.id"]),
        sa.CheckConstraint("status IN ('open', 'counted', 'applied', 'cancelled')", name="status"),
    )
    op.create_index("ix_counts_location", "counts", ["location_id", "id"])
    op.create_table(
        "count_lines",
        sa.Column("sku", sa.Text, nullable=False),
        sa.Column("count_id", sa.Uuid, nullable=False),
        sa.Column("location_id", sa.Uuid, nullable=False),
        sa.Column("quantity", sa.Integer),
        sa.Column("expected", sa.Integer),
        sa.Column("reason", sa.Text, nullable=False, server_default=""),
        sa.Column("counted_by", sa.Text),
        sa.Column("counted_at", MOMENT),
        sa.Column("applied_at", MOMENT),
        sa.PrimaryKeyConstraint("sku", "count_id"),
        sa.ForeignKeyConstraint(["count_id"], ["counts.id"]),
        sa.CheckConstraint("quantity >= 0", name="quantity"),
        sa.CheckConstraint("(quantity IS NULL) = (expected IS NULL)", name="expected"),
    )
    op.create_index("ix_count_lines_count", "count_lines", ["count_id", "sku"])


def downgrade() -> None:
    op.drop_table("count_lines")
    op.drop_table("counts")
