"""customer groups, and who is put in them by hand"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql as pg

revision = "users_0009"
down_revision = "users_0008"
branch_labels = None
depends_on = None

NOW = sa.func.now()
AT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "groups",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("about", sa.Text, nullable=False, server_default=""),
        sa.Column("asked", pg.JSONB, nullable=False, server_default="{}"),
        sa.Column("revision", sa.Uuid, nullable=False),
        sa.Column("created_at", AT, nullable=False, server_default=NOW),
    )
    op.create_index("uq_groups_name", "groups", [sa.text("lower(name)")], unique=True)
    op.create_table(
        "group_members",
        sa.Column("group_key", sa.Text, sa.ForeignKey("groups.key", ondelete="CASCADE"), primary_key=True),
        sa.Column("person_id", sa.Uuid, sa.ForeignKey("people.id"), primary_key=True, index=True),
        sa.Column("added_at", AT, nullable=False, server_default=NOW),
    )


def downgrade() -> None:
    op.drop_table("group_members")
    op.drop_table("groups")
