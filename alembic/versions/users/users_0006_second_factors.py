"""authenticator apps and recovery codes"""

import sqlalchemy as sa
from alembic import op

revision = "users_0006"
down_revision = "users_0005"
branch_labels = None
depends_on = None

AT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("people", sa.Column("second_factor_at", AT))
    op.create_table(
        "authenticators",
        sa.Column("person_id", sa.Uuid, sa.ForeignKey("people.id"), primary_key=True),
        sa.Column("sealed", sa.Text, nullable=False),
        sa.Column("last_step", sa.BigInteger, nullable=False, server_default="0"),
        sa.Column("made_at", AT, nullable=False, server_default=sa.func.now()),
        sa.Column("confirmed_at", AT),
    )
    op.create_table(
        "recovery_codes",
        sa.Column("code_hash", sa.Text, primary_key=True),
        sa.Column("person_id", sa.Uuid, sa.ForeignKey("people.id"), nullable=False, index=True),
        sa.Column("used_at", AT),
    )


def downgrade() -> None:
    op.drop_table("recovery_codes")
    op.drop_table("authenticators")
    op.drop_column("people", "second_factor_at")
