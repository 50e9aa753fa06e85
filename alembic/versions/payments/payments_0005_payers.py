"""people whom Stripe knows, so that it can keep their cards"""

import sqlalchemy as sa
from alembic import op

revision = "payments_0005"
down_revision = "payments_0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "payers",
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("stripe_id", sa.Text(), nullable=True),
        sa.Column("tries", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("customer_id", name=op.f("pk_payers")),
        info={"kind": "distributed", "by": "customer_id"},
    )


def downgrade() -> None:
    op.drop_table("payers")
