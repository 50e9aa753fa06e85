"""transfers and purchase orders, and from whom is bought; what arrived with them, and what it cost"""

import sqlalchemy as sa
from alembic import op

revision = "inventory_0009"
down_revision = "inventory_0008"
branch_labels = None
depends_on = None

KINDS = "kind IN ('transfer', 'purchase')"
STATES = "state IN ('draft', 'ready', 'ordered', 'in_transit', 'partially_received', 'received', 'cancelled')"
STEPS = (
    "kind IN ('created', 'changed', 'ready', 'taken_back', 'ordered', 'sent', 'received', 'closed', 'cancelled',"
    " 'noted')"
)
WHENCE = (
    "CASE kind WHEN 'transfer' THEN source_id IS NOT NULL AND supplier_id IS NULL"
    " ELSE source_id IS NULL AND supplier_id IS NOT NULL END"
)


def text(name: str, default: str | None = None) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False, server_default=default)


def now(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now())


def count(name: str, default: str | None = None) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False, server_default=default)


def upgrade() -> None:
    op.create_table("series", sa.Column("kind", sa.Text, primary_key=True), count("last"))
    op.create_table(
        "suppliers",
        sa.Column("id", sa.Uuid, primary_key=True),
        text("name"),
        text("email", ""),
        text("reference", ""),
        count("lead_days", "0"),
        sa.Column("revision", sa.Uuid, nullable=False),
        now("created_at"),
        sa.CheckConstraint("lead_days >= 0", name="lead_days"),
        sa.UniqueConstraint("name"),
    )
    _create_documents()
    _create_what_they_speak_of()


def _create_documents() -> None:
    op.create_table(
        "documents",
        sa.Column("id", sa.Uuid, primary_key=True),
        text("kind"),
        text("number"),
        text("state"),
        sa.Column("source_id", sa.Uuid, sa.ForeignKey("locations.id")),
        sa.Column("supplier_id", sa.Uuid, sa.ForeignKey("suppliers.id")),
        sa.Column("destination_id", sa.Uuid, sa.ForeignKey("locations.id"), nullable=False),
        text("currency", ""),
        text("reference", ""),
        text("note", ""),
        sa.Column("expected_on", sa.Date),
        sa.Column("revision", sa.Uuid, nullable=False),
        now("created_at"),
        sa.CheckConstraint(KINDS, name="kind"),
        sa.CheckConstraint(STATES, name="state"),
        sa.CheckConstraint("source_id <> destination_id", name="somewhere_else"),
        sa.CheckConstraint(WHENCE, name="whence"),
        sa.UniqueConstraint("number"),
    )
    op.create_index("ix_documents_kind", "documents", ["kind", "id"])
    op.create_index("ix_documents_state", "documents", ["kind", "state", "id"])
    op.create_table(
        "document_steps",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("document_id", sa.Uuid, sa.ForeignKey("documents.id"), nullable=False),
        text("kind"),
        text("told", ""),
        text("actor"),
        now("at"),
        sa.CheckConstraint(STEPS, name="kind"),
    )
    op.create_index("ix_document_steps_document", "document_steps", ["document_id", "id"])


def _create_what_they_speak_of() -> None:
    op.create_table(
        "document_lines",
        sa.Column("sku", sa.Text, primary_key=True),
        sa.Column("document_id", sa.Uuid, sa.ForeignKey("documents.id"), primary_key=True),
        count("position"),
        count("asked"),
        *(count(name, "0") for name in ("sent", "received", "damaged", "missing")),
        sa.Column("unit_cost", sa.BigInteger),
        sa.CheckConstraint("asked > 0", name="asked"),
        sa.CheckConstraint("sent BETWEEN 0 AND asked", name="sent"),
        sa.CheckConstraint("least(received, damaged, missing) >= 0", name="arrived"),
        sa.CheckConstraint("received + damaged + missing <= sent", name="no_more_than_sent"),
        sa.CheckConstraint("unit_cost >= 0", name="unit_cost"),
    )
    op.create_index("ix_document_lines_document", "document_lines", ["document_id", "position"])
    op.create_table(
        "receipts",
        sa.Column("sku", sa.Text, primary_key=True),
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column("document_id", sa.Uuid, sa.ForeignKey("documents.id"), nullable=False),
        *(count(name) for name in ("received", "damaged", "missing")),
        *(sa.Column(name, sa.BigInteger, nullable=False) for name in ("goods_cost", "charges")),
        *(text(name) for name in ("currency", "reason", "actor")),
        now("at"),
    )
    op.create_index("ix_receipts_document", "receipts", ["document_id"])


def downgrade() -> None:
    for table in ("receipts", "document_lines", "document_steps", "documents", "suppliers", "series"):
        op.drop_table(table)
