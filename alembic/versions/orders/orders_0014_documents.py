"""invoices and credit notes"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql as pg

revision = "orders_0014"
down_revision = "orders_0013"
branch_labels = None
depends_on = None

BEFORE = (
    "ordered, payment_processing, paid, payment_late, payment_unwanted, reopened, abandoned, expired, cancelled, "
    "shipped, delivered, completed, credited, refunded, refund_failed, stock, message, note"
)
AFTER = BEFORE.replace("stock,", "document, stock,")
ID = pg.UUID(as_uuid=True)


def upgrade() -> None:
    op.create_table(
        "order_documents",
        sa.Column("customer_id", ID, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("order_id", ID, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("number", sa.Text, nullable=False),
        sa.Column("about", ID, nullable=False),
        sa.Column("content", pg.JSONB, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("total_amount", sa.BigInteger, nullable=False),
        sa.Column("tax_amount", sa.BigInteger, nullable=False),
        sa.Column("currency", sa.CHAR(3), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint("kind IN ('invoice', 'credit_note')", name="kind"),
        sa.ForeignKeyConstraint(
            ["customer_id", "order_id"],
            ["orders.customer_id", "orders.id"],
            name="fk_order_documents_customer_id_order_id",
        ),
        sa.PrimaryKeyConstraint("customer_id", "id", name="pk_order_documents"),
        sa.UniqueConstraint(
            "customer_id", "order_id", "kind", "about", name="uq_order_documents_customer_id_order_id_kind_about"
        ),
    )
    op.create_index("ix_order_documents_recent", "order_documents", ["issued_at", "id"])
    op.create_table(
        "document_series",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("last", sa.Integer, nullable=False),
        sa.CheckConstraint("last >= 0", name="last"),
        sa.PrimaryKeyConstraint("name", name="pk_document_series"),
    )
    op.create_table(
        "document_numbers",
        sa.Column("series", sa.Text, nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("number", sa.Text, nullable=False),
        sa.Column("customer_id", ID, nullable=False),
        sa.Column("document_id", ID, nullable=False),
        sa.PrimaryKeyConstraint("series", "place", name="pk_document_numbers"),
        sa.UniqueConstraint("number", name="uq_document_numbers_number"),
    )
    _allow(AFTER)


def downgrade() -> None:
    for table in ("document_numbers", "document_series", "order_documents"):
        op.drop_table(table)
    op.execute("UPDATE order_events SET kind = 'note' WHERE kind = 'document'")
    _allow(BEFORE)


def _allow(kinds: str) -> None:
    op.drop_constraint(op.f("ck_order_events_kind"), "order_events")
    words = ", ".join(f"'{kind}'" for kind in kinds.split(", "))
    op.create_check_constraint(op.f("ck_order_events_kind"), "order_events", f"kind IN ({words})")
