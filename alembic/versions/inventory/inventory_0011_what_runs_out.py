"""when a level is low, how fast it sells, and what was told of it"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql as pg

revision = "inventory_0011"
down_revision = "inventory_0010"
branch_labels = None
depends_on = None

ADDED = ("low_units", "low_days", "pack", "sold", "sold_days", "low_at", "low_step")
LEFT = "(on_hand - reserved - allocated - damaged - safety_stock)"
STEP_DUE = (
    f"(low_at IS NOT NULL AND (low_step = 0 AND {LEFT} <= low_at OR low_step < 2 AND {LEFT} <= 0))"
    f" OR (low_step > 0 AND {LEFT} > coalesce(low_at, 0) + greatest(2, (coalesce(low_at, 0) + 4) / 5))"
)
SOLD = "kind IN ('allocated', 'released', 'shipped')"
OPEN = sa.text("ended_at IS NULL")


def upgrade() -> None:
    for name in ("low_units", "low_days", "low_at"):
        op.add_column("levels", sa.Column(name, sa.Integer))
    for name, kind, value in (
        ("pack", sa.Integer, "1"),
        ("sold", sa.Integer, "0"),
        ("sold_days", sa.Integer, "0"),
        ("low_step", sa.SmallInteger, "0"),
    ):
        op.add_column("levels", sa.Column(name, kind, nullable=False, server_default=value))
    op.create_check_constraint("reordering", "levels", "low_units >= 0 AND low_days >= 0 AND pack > 0")
    op.create_index("ix_levels_step_due", "levels", ["sku"], postgresql_where=sa.text(STEP_DUE))
    op.create_index("ix_movements_sold", "movements", ["sku", "at"], postgresql_where=sa.text(SOLD))
    op.create_table(
        "reorder_rules",
        sa.Column("id", sa.SmallInteger, primary_key=True, autoincrement=False),
        sa.Column("cover_days", sa.Integer, nullable=False, server_default="7"),
        sa.Column("units", sa.Integer, nullable=False, server_default="0"),
        sa.Column("target_days", sa.Integer, nullable=False, server_default="28"),
        sa.Column("digest_hour", sa.SmallInteger, nullable=False, server_default="6"),
        sa.Column("digest_on", sa.Date),
        sa.Column("measured_at", sa.DateTime(timezone=True)),
        sa.Column("revision", pg.UUID, nullable=False, server_default=sa.func.gen_random_uuid()),
        sa.CheckConstraint("id = 1", name="one"),
    )
    op.create_table(
        "shortages",
        sa.Column("sku", sa.Text, primary_key=True),
        sa.Column("id", pg.UUID, primary_key=True),
        sa.Column("location_id", pg.UUID, nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        sa.Column("out_at", sa.DateTime(timezone=True)),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("seen_by", sa.Text),
        sa.Column("quiet_until", sa.DateTime(timezone=True)),
        sa.Column("digest_id", pg.UUID),
        sa.ForeignKeyConstraint(["sku", "location_id"], ["levels.sku", "levels.location_id"]),
    )
    op.create_index("uq_shortages_open", "shortages", ["sku", "location_id"], unique=True, postgresql_where=OPEN)
    op.create_index("ix_shortages_open", "shortages", ["location_id"], postgresql_where=OPEN)
    op.create_index("ix_shortages_digest", "shortages", ["digest_id"], postgresql_where=OPEN)


def downgrade() -> None:
    op.drop_table("shortages")
    op.drop_table("reorder_rules")
    op.drop_index("ix_movements_sold", "movements")
    op.drop_index("ix_levels_step_due", "levels")
    for column in ADDED:
        op.drop_column("levels", column)
