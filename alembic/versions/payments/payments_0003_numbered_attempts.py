"""the attempts of an order are numbered"""

import sqlalchemy as sa
from alembic import op

revision = "payments_0003"
down_revision = "payments_0002"
branch_labels = None
depends_on = None

NUMBERED = """
UPDATE attempts SET ordinal = numbered.ordinal FROM (
    SELECT customer_id, id, row_number() OVER (PARTITION BY customer_id, order_id ORDER BY created_at, id) AS ordinal
    FROM attempts
) AS numbered WHERE attempts.customer_id = numbered.customer_id AND attempts.id = numbered.id
"""


def upgrade() -> None:
    op.add_column("attempts", sa.Column("ordinal", sa.BigInteger()))
    op.execute(NUMBERED)
    op.alter_column("attempts", "ordinal", nullable=False)
    name = op.f("uq_attempts_customer_id_order_id_ordinal")
    op.create_unique_constraint(name, "attempts", ["customer_id", "order_id", "ordinal"])
    op.drop_index("ix_attempts_order", "attempts")


def downgrade() -> None:
    op.create_index("ix_attempts_order", "attempts", ["customer_id", "order_id"])
    op.drop_column("attempts", "ordinal")
