"""a shortage ends when nobody wants to know of it any more, too"""

import sqlalchemy as sa
from alembic import op

revision = "inventory_0014"
down_revision = "inventory_0013"
branch_labels = None
depends_on = None

LEFT = "(on_hand - reserved - allocated - damaged - safety_stock)"
BEGINS = f"(low_at IS NOT NULL AND (low_step = 0 AND {LEFT} <= low_at OR low_step < 2 AND {LEFT} <= 0))"
ENDED = f"(low_step > 0 AND {LEFT} > coalesce(low_at, 0) + greatest(2, (coalesce(low_at, 0) + 4) / 5))"
ENDS = f"(low_step > 0 AND (low_at IS NULL OR {LEFT} > low_at + greatest(2, (low_at + 4) / 5)))"


def upgrade() -> None:
    _find_by(ENDS)


def downgrade() -> None:
    _find_by(ENDED)


def _find_by(end: str) -> None:
    op.drop_index("ix_levels_step_due", "levels")
    op.create_index("ix_levels_step_due", "levels", ["sku"], postgresql_where=sa.text(f"{BEGINS} OR {end}"))
