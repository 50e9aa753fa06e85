"""bundles, their compositions, and which of them an order was promised"""

import sqlalchemy as sa
from alembic import op

revision = "inventory_0012"
down_revision = "inventory_0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bundles",
        sa.Column("sku", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("revision", sa.Uuid, nullable=False),
        sa.Column("told", sa.Boolean),
        sa.PrimaryKeyConstraint("sku", name=op.f("pk_bundles")),
        sa.CheckConstraint("version > 0", name=op.f("ck_bundles_version")),
    )
    op.create_table(
        "bundle_parts",
        sa.Column("sku", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("part", sa.Text, nullable=False),
        sa.Column("quantity", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("sku", "version", "part", name=op.f("pk_bundle_parts")),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_bundle_parts_quantity")),
        sa.CheckConstraint("part <> sku", name=op.f("ck_bundle_parts_part")),
    )
    op.create_index("ix_bundle_parts_part", "bundle_parts", ["part"])
    op.create_table(
        "ordered_bundles",
        sa.Column("sku", sa.Text, nullable=False),
        sa.Column("order_id", sa.Uuid, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("quantity", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("sku", "order_id", name=op.f("pk_ordered_bundles")),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_ordered_bundles_quantity")),
    )


def downgrade() -> None:
    op.drop_table("ordered_bundles")
    op.drop_table("bundle_parts")
    op.drop_table("bundles")
