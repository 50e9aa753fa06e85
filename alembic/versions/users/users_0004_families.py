"""sessions are families of refresh tokens, people have a party to shop as and take on those of guests"""

import sqlalchemy as sa
from alembic import op

revision = "users_0004"
down_revision = "users_0003"
branch_labels = None
depends_on = None

NOW = sa.func.now()
AT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("people", sa.Column("party_id", sa.Uuid, nullable=False, server_default=sa.text("gen_random_uuid()")))
    op.alter_column("people", "party_id", server_default=None)
    op.create_unique_constraint("uq_people_party_id", "people", ["party_id"])
    op.add_column("people", sa.Column("verified_at", AT))
    op.create_table(
        "parties",
        sa.Column("party_id", sa.Uuid, primary_key=True),
        sa.Column("email", sa.Text, primary_key=True),
        sa.Column("person_id", sa.Uuid, sa.ForeignKey("people.id"), primary_key=True, index=True),
        sa.Column("joined_at", AT, nullable=False, server_default=NOW),
    )
    op.execute("DELETE FROM sessions")  # of an older make: who was signed in signs in again
    op.drop_column("sessions", "token_hash")
    op.add_column("sessions", sa.Column("second_factor", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column("sessions", sa.Column("proved_at", AT, nullable=False, server_default=NOW))
    op.add_column("sessions", sa.Column("idle", sa.Interval, nullable=False))
    op.create_table(
        "refresh_tokens",
        sa.Column("token_hash", sa.Text, primary_key=True),
        sa.Column("session_id", sa.Uuid, sa.ForeignKey("sessions.id", ondelete="CASCADE"), nullable=False, index=True),
        sa.Column("made_at", AT, nullable=False, server_default=NOW),
        sa.Column("used_at", AT),
    )


def downgrade() -> None:
    op.drop_table("refresh_tokens")
    op.execute("DELETE FROM sessions")
    for column in ("idle", "proved_at", "second_factor"):
        op.drop_column("sessions", column)
    op.add_column("sessions", sa.Column("token_hash", sa.Text, nullable=False))
    op.create_unique_constraint("uq_sessions_token_hash", "sessions", ["token_hash"])
    op.drop_table("parties")
    op.drop_column("people", "verified_at")
    op.drop_column("people", "party_id")
