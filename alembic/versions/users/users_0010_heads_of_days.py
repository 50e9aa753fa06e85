"""days of the audit log that are over have heads, so that it is checked without being read whole"""

import sqlalchemy as sa
from alembic import op

revision = "users_0010"
down_revision = "users_0009"
branch_labels = None
depends_on = None

GUARD = """
    CREATE TRIGGER only_added_to BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_days
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
"""
SO_FAR = """
    INSERT INTO audit_days (day, links, hash)
    SELECT DISTINCT ON (day) day, position, hash FROM audit_links
    WHERE day < (SELECT max(day) FROM audit_links) ORDER BY day, position DESC
"""


def upgrade() -> None:
    op.create_table(
        "audit_days",
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("links", sa.Integer, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
    )
    op.execute(SO_FAR)
    op.execute(GUARD)


def downgrade() -> None:
    op.drop_table("audit_days")
