"""The tables are ready for the day they are spread over several machines, and the migrations make exactly them."""

import pytest
import sqlalchemy as sa

from domains import orders
from domains.orders.models.columns import Choice

TABLES = orders.database.metadata.sorted_tables
DISTRIBUTED = [table for table in TABLES if table.info["kind"] == "distributed"]


def test_every_table_says_which_kind_it_is() -> None:
    kinds = {table.name: table.info["kind"] for table in TABLES}
    assert sorted(name for name, kind in kinds.items() if kind == "local") == [
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
    assert len(DISTRIBUTED) == len(TABLES) - 9 == 10


@pytest.mark.parametrize("table", DISTRIBUTED, ids=lambda table: table.name)
def test_a_distributed_table_has_its_customer_in_every_key(table: sa.Table) -> None:
    assert table.info["by"] == "customer_id"
    keys = [table.primary_key, *(c for c in table.constraints if isinstance(c, sa.UniqueConstraint))]
    unique_indexes = [index for index in table.indexes if index.unique]
    for key in (*keys, *unique_indexes):
        assert next(iter(key.columns)).name == "customer_id", key.name
    for foreign in table.foreign_key_constraints:
        pairs = [(element.parent.name, element.column.name) for element in foreign.elements]
        assert pairs[0] == ("customer_id", "customer_id"), foreign.name
        assert foreign.referred_table in DISTRIBUTED


@pytest.mark.parametrize("table", [t for t in TABLES if t.info["kind"] == "local"], ids=lambda table: table.name)
def test_a_local_table_is_bound_to_no_other(table: sa.Table) -> None:
    assert table.foreign_key_constraints == set()
    assert not any(foreign.referred_table is table for other in TABLES for foreign in other.foreign_key_constraints)


def test_every_column_of_states_has_its_check() -> None:
    checked = 0
    for table in TABLES:
        for column in table.columns:
            if isinstance(column.type, Choice):
                values = ", ".join(f"'{member.value}'" for member in column.type.enum)
                checks = {str(c.sqltext) for c in table.constraints if isinstance(c, sa.CheckConstraint)}
                assert f"{column.name} IN ({values})" in checks, column
                checked += 1
    assert checked == 10


def test_every_amount_has_its_currency_beside_it() -> None:
    for table in TABLES:
        if any(column.name.endswith("amount") for column in table.columns):
            assert "currency" in table.columns, table.name


def test_nothing_is_loaded_by_accident() -> None:
    for mapper in orders.Order.registry.mappers:
        for relationship in mapper.relationships:
            assert relationship.lazy == "raise", relationship


async def constraints(schema: str) -> set[tuple[str, str, str]]:
    """Each constraint and index as PostgreSQL itself spells it."""
    spelled = sa.text(
        """
        SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
        WHERE connamespace = to_regnamespace(:schema) AND conrelid::regclass::text NOT LIKE '%alembic%'
        UNION ALL
        SELECT tablename, indexname, indexdef FROM pg_indexes
        WHERE schemaname = :schema AND tablename <> 'alembic_version'
        UNION ALL
        SELECT table_name, column_name, concat(data_type, is_nullable, column_default)
        FROM information_schema.columns WHERE table_schema = :schema AND table_name <> 'alembic_version'
        """
    )
    async with orders.database.reading() as session:
        found = await session.execute(spelled, {"schema": schema})
        return {(a.removeprefix(f"{schema}."), b, c.replace(f"{schema}.", "")) for a, b, c in found}


async def test_the_migrations_make_the_tables_of_the_models(orders_database: None) -> None:
    async with orders.database.engine.connect() as connection:
        await connection.execute(sa.text("CREATE SCHEMA models"))
        try:
            mapped = await connection.execution_options(schema_translate_map={None: "models"})
            await mapped.run_sync(orders.database.metadata.create_all)
            await connection.commit()
            assert await constraints("models") == await constraints("public")
        finally:
            await connection.execute(sa.text("DROP SCHEMA models CASCADE"))
            await connection.commit()
