"""Every table of payments can be spread over many machines: see ARCHITECTURE, decision 5."""

import sqlalchemy as sa

from domains import payments

TABLES = payments.database.metadata.tables


def test_every_table_says_of_which_kind_it_is() -> None:
    kinds = {name: table.info["kind"] for name, table in TABLES.items()}
    assert kinds == {
        "attempts": "distributed",
        "refunds": "distributed",
        "transactions": "distributed",
        "stripe_events": "local",
        "marks": "local",
        "outbox": "local",
        "inbox": "local",
    }


def test_keys_of_distributed_tables_begin_with_the_customer() -> None:
    for table in TABLES.values():
        if table.info["kind"] != "distributed":
            continue
        unique = [row for row in table.constraints if isinstance(row, sa.UniqueConstraint)]
        firsts = {next(iter(row.columns)).name for row in (table.primary_key, *unique)}
        firsts |= {next(iter(index.columns)).name for index in table.indexes if index.unique}
        assert firsts == {"customer_id"}, table.name


def test_foreign_keys_stay_with_the_customer() -> None:
    for table in TABLES.values():
        for key in table.foreign_key_constraints:
            pairs = {(element.parent.name, element.column.name) for element in key.elements}
            assert ("customer_id", "customer_id") in pairs, table.name
