"""Attempts, the money ledger, refunds and what Stripe told us."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "payments_0001"
down_revision: str | None = None
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

# On Citus: SET citus.enable_unsafe_triggers. The trigger looks at no other row, so it is as safe on a shard.
APPEND_ONLY = (
    """CREATE FUNCTION ledger_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'a ledger is never rewritten: add a compensating row'; END $$""",
    """CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON transactions
    FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only()""",
)


def upgrade() -> None:
    op.create_table(
        "attempts",
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.CHAR(length=3), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("request", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("idempotency_key", sa.Text(), nullable=False),
        sa.Column("tries", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("session_id", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("payment_intent_id", sa.Text(), nullable=True),
        sa.Column("captured", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("refunded", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("refunding", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.Column("held_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("heard_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "status IN ('created', 'open', 'processing', 'authorized', 'succeeded', 'failed', 'cancelled', 'expired')",
            name=op.f("ck_attempts_status"),
        ),
        sa.CheckConstraint("amount > 0", name=op.f("ck_attempts_amount")),
        sa.CheckConstraint("refunded + refunding <= captured", name=op.f("ck_attempts_refund_cap")),
        sa.CheckConstraint("refunded >= 0 AND refunding >= 0", name=op.f("ck_attempts_refunds")),
        sa.PrimaryKeyConstraint("customer_id", "id", name=op.f("pk_attempts")),
        info={"kind": "distributed", "by": "customer_id"},
    )
    op.create_index("ix_attempts_order", "attempts", ["customer_id", "order_id"], unique=False)
    op.create_index(
        "ix_attempts_quiet",
        "attempts",
        ["heard_at"],
        unique=False,
        postgresql_where=sa.text("status IN ('created', 'open', 'processing', 'authorized')"),
    )
    op.create_index(
        "uq_attempts_live",
        "attempts",
        ["customer_id", "order_id"],
        unique=True,
        postgresql_where=sa.text("status IN ('created', 'open', 'processing', 'authorized')"),
    )
    op.create_table(
        "inbox",
        sa.Column("consumer", sa.Text(), nullable=False),
        sa.Column("event_id", sa.UUID(), nullable=False),
        sa.Column("handled_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("consumer", "event_id", name=op.f("pk_inbox")),
        info={"kind": "local"},
    )
    op.create_table(
        "marks",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), server_default="", nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_marks")),
        info={"kind": "local"},
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), server_default="open", nullable=False),
        sa.Column("waiting", postgresql.ARRAY(sa.Text()), nullable=True),
        sa.Column("failures", sa.Integer(), server_default="0", nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        info={"kind": "local"},
    )
    op.create_index("ix_outbox_due", "outbox", ["due_at"], unique=False, postgresql_where=sa.text("state = 'open'"))
    op.create_table(
        "stripe_events",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("object_id", sa.Text(), nullable=False),
        sa.Column("payment_intent_id", sa.Text(), nullable=True),
        sa.Column("details", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("handled_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stripe_events")),
        info={"kind": "local"},
    )
    op.create_index(
        "ix_stripe_events_open",
        "stripe_events",
        ["received_at"],
        unique=False,
        postgresql_where=sa.text("handled_at IS NULL"),
    )
    op.create_table(
        "refunds",
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("attempt_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.CHAR(length=3), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("tries", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("stripe_refund_id", sa.Text(), nullable=True),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.Column("heard_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("status IN ('pending', 'succeeded', 'failed')", name=op.f("ck_refunds_status")),
        sa.CheckConstraint("amount > 0", name=op.f("ck_refunds_amount")),
        sa.ForeignKeyConstraint(
            ["customer_id", "attempt_id"],
            ["attempts.customer_id", "attempts.id"],
            name=op.f("fk_refunds_customer_id_attempt_id"),
        ),
        sa.PrimaryKeyConstraint("customer_id", "id", name=op.f("pk_refunds")),
        sa.UniqueConstraint("customer_id", "stripe_refund_id", name=op.f("uq_refunds_customer_id_stripe_refund_id")),
        info={"kind": "distributed", "by": "customer_id"},
    )
    op.create_index("ix_refunds_attempt", "refunds", ["customer_id", "attempt_id"], unique=False)
    op.create_index(
        "ix_refunds_quiet", "refunds", ["heard_at"], unique=False, postgresql_where=sa.text("status = 'pending'")
    )
    op.create_table(
        "transactions",
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("attempt_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.CHAR(length=3), nullable=False),
        sa.Column("stripe_id", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("kind IN ('captured', 'refunded', 'refund_returned')", name=op.f("ck_transactions_kind")),
        sa.CheckConstraint("amount > 0", name=op.f("ck_transactions_amount")),
        sa.ForeignKeyConstraint(
            ["customer_id", "attempt_id"],
            ["attempts.customer_id", "attempts.id"],
            name=op.f("fk_transactions_customer_id_attempt_id"),
        ),
        sa.PrimaryKeyConstraint("customer_id", "id", name=op.f("pk_transactions")),
        sa.UniqueConstraint(
            "customer_id", "kind", "stripe_id", name=op.f("uq_transactions_customer_id_kind_stripe_id")
        ),
        info={"kind": "distributed", "by": "customer_id"},
    )
    op.create_index("ix_transactions_order", "transactions", ["customer_id", "order_id"], unique=False)
    for statement in APPEND_ONLY:
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("transactions")
    op.drop_table("refunds")
    op.drop_table("stripe_events")
    op.drop_table("outbox")
    op.drop_table("marks")
    op.drop_table("inbox")
    op.drop_table("attempts")
    op.execute("DROP FUNCTION ledger_is_append_only")
