"""what is written down about people is closed with keys of their own, and accounts can be deleted"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql as pg

revision = "users_0013"
down_revision = "users_0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "person_keys",
        sa.Column("person_id", sa.Uuid, sa.ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("sealed", sa.Text, nullable=False),
    )
    op.create_table(
        "erasures",
        sa.Column("person_id", sa.Uuid, primary_key=True),
        sa.Column("parties", pg.ARRAY(sa.Text), nullable=False),
        sa.Column("waiting", pg.ARRAY(sa.Text), nullable=False),
        sa.Column("about", sa.Text),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
    )
    unfinished = sa.text("about IS NOT NULL")
    op.create_index("ix_erasures_waiting", "erasures", ["asked_at"], postgresql_where=unfinished)
    op.create_index("ix_erasures_parties", "erasures", ["parties"], postgresql_using="gin")
    op.add_column("audit_entries", sa.Column("about", sa.Uuid))
    op.create_index("ix_audit_entries_person_id", "audit_entries", ["person_id"])
    op.create_index("ix_audit_entries_about", "audit_entries", ["about"])


def downgrade() -> None:
    for column in ("about", "person_id"):
        op.drop_index(f"ix_audit_entries_{column}", table_name="audit_entries")
    op.drop_column("audit_entries", "about")
    op.drop_table("erasures")
    op.drop_table("person_keys")
