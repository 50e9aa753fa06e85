"""Every table of inventory can be spread over many machines: see ARCHITECTURE, decision 5."""

import sqlalchemy as sa

from domains import inventory

TABLES = inventory.database.metadata.tables


def test_every_table_says_of_which_kind_it_is() -> None:
    kinds = {name: table.info["kind"] for name, table in TABLES.items()}
    assert kinds == {
        "locations": "reference",
        "levels": "distributed",
        "reservations": "distributed",
        "allocations": "distributed",
        "movements": "distributed",
        "outbox": "local",
        "inbox": "local",
    }


def test_keys_of_distributed_tables_begin_with_the_sku() -> None:
    for table in TABLES.values():
        if table.info["kind"] != "distributed":
            continue
        unique = [row for row in table.constraints if isinstance(row, sa.UniqueConstraint)]
        firsts = {next(iter(row.columns)).name for row in (table.primary_key, *unique)}
        firsts |= {next(iter(index.columns)).name for index in table.indexes if index.unique}
        assert firsts == {"sku"}, table.name


def test_foreign_keys_stay_with_the_sku_or_lead_to_a_reference_table() -> None:
    for table in TABLES.values():
        for key in table.foreign_key_constraints:
            pairs = {(element.parent.name, element.column.name) for element in key.elements}
            assert ("sku", "sku") in pairs or key.referred_table.info["kind"] == "reference", table.name
