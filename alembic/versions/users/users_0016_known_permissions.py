"""which permissions a shop's roles have been looked at for: a release's new ones go to those that nobody has changed"""

import sqlalchemy as sa
from alembic import op

revision = "users_0016"
down_revision = "users_0015"
branch_labels = None
depends_on = None

# Those of the first catalogue: what a role of a running shop lacks of them, somebody has taken away.
FIRST = (
    "orders:read orders:fulfil orders:message orders:cancel orders:refund products:read products:write stock:adjust"
    " prices:read prices:write promotions:read promotions:write reviews:read reviews:moderate pages:read pages:write"
    " imports:read imports:run exports:read search:read search:write books:read staff:read staff:write roles:write"
)


def upgrade() -> None:
    op.create_table("known_permissions", sa.Column("name", sa.Text, primary_key=True))
    held = sa.text(
        "INSERT INTO known_permissions SELECT DISTINCT unnest(permissions || string_to_array(:first, ' '))"
        " FROM roles WHERE NOT everything"
    )
    op.execute(held.bindparams(first=FIRST))


def downgrade() -> None:
    op.drop_table("known_permissions")
