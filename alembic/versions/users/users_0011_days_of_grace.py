"""each role says for how many days who begins to work here may go without a second factor"""

import sqlalchemy as sa
from alembic import op

revision = "users_0011"
down_revision = "users_0010"
branch_labels = None
depends_on = None

SINCE = """
    UPDATE people SET staff_since = created_at
    WHERE EXISTS (SELECT FROM person_roles WHERE person_roles.person_id = people.id)
"""


def upgrade() -> None:
    op.add_column("roles", sa.Column("second_factor_days", sa.Integer, nullable=False, server_default="14"))
    op.add_column("people", sa.Column("staff_since", sa.DateTime(timezone=True)))
    op.execute(SINCE)


def downgrade() -> None:
    op.drop_column("people", "staff_since")
    op.drop_column("roles", "second_factor_days")
