"""Whether the others know that a level has sold out or come back."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "inventory_0002"
down_revision: str | None = "inventory_0001"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

UNTOLD = "told IS DISTINCT FROM (on_hand - reserved - allocated - damaged - safety_stock + backorder_limit > 0)"


def upgrade() -> None:
    op.add_column("levels", sa.Column("told", sa.Boolean(), nullable=True))
    op.create_index("ix_levels_untold", "levels", ["sku"], unique=False, postgresql_where=sa.text(UNTOLD))


def downgrade() -> None:
    op.drop_index("ix_levels_untold", table_name="levels")
    op.drop_column("levels", "told")
