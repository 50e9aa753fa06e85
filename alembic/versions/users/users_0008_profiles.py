"""profiles: a phone, a language, an address book and consents that are only ever added to"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql as pg

revision = "users_0008"
down_revision = "users_0007"
branch_labels = None
depends_on = None

NOW = sa.func.now()
AT = sa.DateTime(timezone=True)
REFUSE = """
    CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION '% of % is refused: {what} only ever added to', TG_OP, TG_TABLE_NAME
            USING ERRCODE = 'insufficient_privilege';
    END $$
"""
GUARD = """
    CREATE TRIGGER only_added_to BEFORE UPDATE OR DELETE OR TRUNCATE ON consents
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
"""


def upgrade() -> None:
    op.add_column("people", sa.Column("phone", sa.Text, nullable=False, server_default=""))
    op.add_column("people", sa.Column("language", sa.Text, nullable=False, server_default="en"))
    op.add_column("people", sa.Column("marketing_at", AT))
    op.create_table(
        "addresses",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("person_id", sa.Uuid, sa.ForeignKey("people.id"), nullable=False, index=True),
        sa.Column("address", pg.JSONB, nullable=False),
        sa.Column("for_delivery", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("for_billing", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("saved_at", AT, nullable=False, server_default=NOW),
    )
    for use in ("delivery", "billing"):
        only = sa.text(f"for_{use}")
        op.create_index(f"uq_addresses_{use}", "addresses", ["person_id"], unique=True, postgresql_where=only)
    op.create_table(
        "consents",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("person_id", sa.Uuid, nullable=False),
        sa.Column("given", sa.Boolean, nullable=False),
        sa.Column("wording", sa.Text, nullable=False),
        sa.Column("at", AT, nullable=False, server_default=NOW),
    )
    op.create_index("ix_consents_person_id", "consents", ["person_id", "id"])
    op.execute(REFUSE.format(what="it is"))
    op.execute(GUARD)


def downgrade() -> None:
    op.drop_table("consents")
    op.drop_table("addresses")
    for column in ("marketing_at", "language", "phone"):
        op.drop_column("people", column)
    op.execute(REFUSE.format(what="the audit log is"))
