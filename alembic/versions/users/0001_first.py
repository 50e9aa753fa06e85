"""people, their roles, credentials and sessions"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql as pg

revision = "users_0001"
down_revision = None
branch_labels = None
depends_on = None

NOW = sa.func.now()
AT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "people",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("email", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False, server_default=""),
        sa.Column("created_at", AT, nullable=False, server_default=NOW),
        sa.Column("disabled_at", AT),
    )
    op.create_index("uq_people_email", "people", [sa.text("lower(email)")], unique=True)
    op.create_table(
        "person_roles",
        sa.Column("person_id", sa.Uuid, sa.ForeignKey("people.id"), primary_key=True),
        sa.Column("role", sa.Text, primary_key=True),
        sa.CheckConstraint("role IN ('owner')", name=op.f("ck_person_roles_role")),
    )
    op.create_table(
        "credentials",
        sa.Column("person_id", sa.Uuid, sa.ForeignKey("people.id"), primary_key=True),
        sa.Column("password_hash", sa.Text, nullable=False),
        sa.Column("changed_at", AT, nullable=False, server_default=NOW),
    )
    op.create_table(
        "sessions",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("person_id", sa.Uuid, sa.ForeignKey("people.id"), nullable=False, index=True),
        sa.Column("token_hash", sa.Text, nullable=False, unique=True),
        sa.Column("ip", sa.Text, nullable=False, server_default=""),
        sa.Column("user_agent", sa.Text, nullable=False, server_default=""),
        sa.Column("started_at", AT, nullable=False, server_default=NOW),
        sa.Column("seen_at", AT, nullable=False, server_default=NOW),
        sa.Column("ends_at", AT, nullable=False),
        sa.Column("ended_at", AT),
    )
    _messaging()


def _messaging() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("payload", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False, server_default="open"),
        sa.Column("waiting", pg.ARRAY(sa.Text)),
        sa.Column("failures", sa.Integer, nullable=False, server_default="0"),
        sa.Column("recorded_at", AT, nullable=False, server_default=NOW),
        sa.Column("due_at", AT, nullable=False, server_default=NOW),
        sa.Column("done_at", AT),
        sa.Column("last_error", sa.Text),
    )
    op.create_index("ix_outbox_due", "outbox", ["due_at"], postgresql_where=sa.text("state = 'open'"))
    op.create_table(
        "inbox",
        sa.Column("consumer", sa.Text, primary_key=True),
        sa.Column("event_id", sa.Uuid, primary_key=True),
        sa.Column("handled_at", AT, nullable=False, server_default=NOW),
    )


def downgrade() -> None:
    for table in ("inbox", "outbox", "sessions", "credentials", "person_roles", "people"):
        op.drop_table(table)
