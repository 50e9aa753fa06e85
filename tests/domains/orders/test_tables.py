"""The tables are ready for the day they are spread over several machines, and the migrations make exactly them."""

import sqlalchemy as sa

from domains import orders
from domains.orders.models.columns import Choice
from tests.support import tables

TABLES = orders.database.metadata.sorted_tables


def test_every_table_says_which_kind_it_is() -> None:
    kinds = tables.kinds(orders.database)
    assert sorted(name for name, kind in kinds.items() if kind == "local") == [
        "document_numbers",
        "document_series",
        "inbox",
        "order_numbers",
        "outbox",
        "payment_timers",
    ]
    assert sorted(name for name, kind in kinds.items() if kind == "reference") == [
        "shipping_methods",
        "shipping_rates",
        "shipping_zone_countries",
        "shipping_zones",
        "tax_rates",
    ]
    assert len(tables.of_kind(orders.database, "distributed")) == len(TABLES) - 11 == 15


def test_whatever_is_distributed_is_so_by_customer() -> None:
    tables.check_distributed(orders.database, "customer_id")


def test_a_local_table_is_bound_to_no_other() -> None:
    tables.check_local(orders.database)


def test_every_column_of_states_has_its_check() -> None:
    checked = 0
    for table in TABLES:
        for column in table.columns:
            if isinstance(column.type, Choice):
                values = ", ".join(f"'{member.value}'" for member in column.type.enum)
                checks = {str(c.sqltext) for c in table.constraints if isinstance(c, sa.CheckConstraint)}
                assert f"{column.name} IN ({values})" in checks, column
                checked += 1
    assert checked == 13


def test_every_amount_has_its_currency_beside_it() -> None:
    for table in TABLES:
        if any(column.name.endswith("amount") for column in table.columns):
            assert "currency" in table.columns, table.name


def test_nothing_is_loaded_by_accident() -> None:
    for mapper in orders.Order.registry.mappers:
        for relationship in mapper.relationships:
            assert relationship.lazy == "raise", relationship


async def test_the_migrations_make_the_tables_of_the_models(orders_database: None) -> None:
    await tables.check_migrations(orders.database)
