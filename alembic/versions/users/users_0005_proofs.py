"""links in letters, by which people prove that they read a mailbox"""

import sqlalchemy as sa
from alembic import op

revision = "users_0005"
down_revision = "users_0004"
branch_labels = None
depends_on = None

AT = sa.DateTime(timezone=True)
KINDS = "'join', 'reset', 'leave_address', 'take_address'"


def upgrade() -> None:
    op.create_table(
        "proofs",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("email", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False, server_default=""),
        sa.Column("person_id", sa.Uuid, sa.ForeignKey("people.id"), index=True),
        sa.Column("change_id", sa.Uuid),
        sa.Column("token_hash", sa.Text, nullable=False, unique=True),
        sa.Column("asked_at", AT, nullable=False, server_default=sa.func.now()),
        sa.Column("ends_at", AT, nullable=False, index=True),
        sa.Column("used_at", AT),
        sa.CheckConstraint(f"kind IN ({KINDS})", name=op.f("ck_proofs_kind")),
    )


def downgrade() -> None:
    op.drop_table("proofs")
