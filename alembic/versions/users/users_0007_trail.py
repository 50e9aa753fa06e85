"""the audit log and its chain: rows are only ever added"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql as pg

revision = "users_0007"
down_revision = "users_0006"
branch_labels = None
depends_on = None

AT = sa.DateTime(timezone=True)
TABLES = ("audit_entries", "audit_links")
REFUSE = """
    CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION '% of % is refused: the audit log is only ever added to', TG_OP, TG_TABLE_NAME
            USING ERRCODE = 'insufficient_privilege';
    END $$
"""
GUARD = """
    CREATE TRIGGER only_added_to BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
"""


def text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False, server_default="")


def upgrade() -> None:
    op.create_table(
        "audit_entries",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("at", AT, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("person_id", sa.Uuid),
        text("behalf_of"),
        sa.Column("action", sa.Text, nullable=False),
        text("subject"),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.Column("before", pg.JSONB),
        sa.Column("after", pg.JSONB),
        text("ip"),
        text("user_agent"),
        text("request_id"),
        sa.Column("digest", sa.Text, nullable=False),
    )
    op.create_index("ix_audit_entries_at", "audit_entries", ["at"])
    op.create_table(
        "audit_links",
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("entry_id", sa.Uuid, nullable=False, unique=True),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
        sa.Column("made_at", AT, nullable=False, server_default=sa.func.now()),
    )
    op.execute(REFUSE)
    for table in TABLES:
        op.execute(GUARD.format(table=table))


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
    op.execute("DROP FUNCTION refuse_change")
