"""Every table of payments can be spread over many machines: see ARCHITECTURE, decision 5."""

from domains import payments
from tests.support import tables


def test_every_table_says_of_which_kind_it_is() -> None:
    assert tables.kinds(payments.database) == {
        "attempts": "distributed",
        "refunds": "distributed",
        "transactions": "distributed",
        "payers": "distributed",
        "stripe_events": "local",
        "marks": "local",
        "outbox": "local",
        "inbox": "local",
    }


def test_whatever_is_distributed_is_so_by_customer() -> None:
    tables.check_distributed(payments.database, "customer_id")


def test_a_local_table_is_bound_to_no_other() -> None:
    tables.check_local(payments.database)


async def test_the_migrations_make_the_tables_of_the_models(migrated: None) -> None:
    await tables.check_migrations(payments.database)
