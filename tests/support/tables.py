"""What the tables of every domain promise: ready to be spread over many machines (ARCHITECTURE, decision 5), and made
by the migrations exactly as they are mapped."""

import sqlalchemy as sa

from domains.shared.database import Database

SPELLED = """
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE connamespace = to_regnamespace(:schema) AND conrelid::regclass::text NOT LIKE '%alembic%'
    UNION ALL
    SELECT tablename, indexname, indexdef FROM pg_indexes
    WHERE schemaname = :schema AND tablename <> 'alembic_version'
    UNION ALL
    SELECT table_name, column_name, concat(data_type, is_nullable, column_default)
    FROM information_schema.columns WHERE table_schema = :schema AND table_name <> 'alembic_version'
"""


def kinds(database: Database) -> dict[str, str]:
    return {table.name: table.info["kind"] for table in database.metadata.sorted_tables}


def of_kind(database: Database, kind: str) -> list[sa.Table]:
    return [table for table in database.metadata.sorted_tables if table.info["kind"] == kind]


def check_distributed(database: Database, column: str) -> None:
    """Every key, unique constraint and index begins with the column; foreign keys stay with it, or lead to a table
    that every machine has."""
    for table in of_kind(database, "distributed"):
        assert table.info["by"] == column, table.name
        unique = [row for row in table.constraints if isinstance(row, sa.UniqueConstraint)]
        firsts = {next(iter(row.columns)).name for row in (table.primary_key, *unique)}
        firsts |= {next(iter(index.columns)).name for index in table.indexes if index.unique}
        assert firsts == {column}, table.name
        for key in table.foreign_key_constraints:
            pairs = [(element.parent.name, element.column.name) for element in key.elements]
            kept = pairs[0] == (column, column) and key.referred_table.info["kind"] == "distributed"
            assert kept or key.referred_table.info["kind"] == "reference", key.name


def check_local(database: Database) -> None:
    """Beside distributed tables, a local one is bound to no other."""
    for table in of_kind(database, "local"):
        assert table.foreign_key_constraints == set(), table.name
    for table in database.metadata.sorted_tables:
        for key in table.foreign_key_constraints:
            assert key.referred_table.info["kind"] != "local", key.name


async def check_migrations(database: Database) -> None:
    """Mapped anew beside what the migrations made, each constraint, index and column is spelled the same."""
    async with database.engine.connect() as connection:
        await connection.execute(sa.text("CREATE SCHEMA models"))
        try:
            mapped = await connection.execution_options(schema_translate_map={None: "models"})
            await mapped.run_sync(database.metadata.create_all)
            await connection.commit()
            assert await _spelled(database, "models") == await _spelled(database, "public")
        finally:
            await connection.execute(sa.text("DROP SCHEMA models CASCADE"))
            await connection.commit()


async def _spelled(database: Database, schema: str) -> set[tuple[str, str, str]]:
    """Each constraint, index and column as PostgreSQL itself has it."""
    async with database.reading() as session:
        found = await session.execute(sa.text(SPELLED), {"schema": schema})
        return {(a.removeprefix(f"{schema}."), b, c.replace(f"{schema}.", "")) for a, b, c in found}
