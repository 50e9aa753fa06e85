"""roles are rows, with permissions from the catalogue; a person has them everywhere or at some locations"""

import uuid

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql as pg

revision = "users_0003"
down_revision = "users_0002"
branch_labels = None
depends_on = None

NAMES = pg.ARRAY(sa.Text)
NONE = sa.text("'{}'")


def upgrade() -> None:
    roles = op.create_table(
        "roles",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("about", sa.Text, nullable=False, server_default=""),
        sa.Column("everything", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("permissions", NAMES, nullable=False, server_default=NONE),
        sa.Column("revision", sa.Uuid, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
    )
    op.create_index("uq_roles_name", "roles", [sa.text("lower(name)")], unique=True)
    about = "May do everything, also what is added later."
    op.bulk_insert(
        roles, [{"key": "owner", "name": "Owner", "about": about, "everything": True, "revision": uuid.uuid4()}]
    )
    op.drop_constraint("ck_person_roles_role", "person_roles")
    op.add_column("person_roles", sa.Column("locations", NAMES, nullable=False, server_default=NONE))
    op.create_foreign_key(op.f("fk_person_roles_role"), "person_roles", "roles", ["role"], ["key"])
    op.create_index("ix_person_roles_role", "person_roles", ["role"])


def downgrade() -> None:
    op.execute("DELETE FROM person_roles WHERE role <> 'owner'")
    op.drop_index("ix_person_roles_role", "person_roles")
    op.drop_constraint("fk_person_roles_role", "person_roles")
    op.drop_column("person_roles", "locations")
    op.create_check_constraint(op.f("ck_person_roles_role"), "person_roles", "role IN ('owner')")
    op.drop_table("roles")
