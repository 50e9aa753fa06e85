"""Every table of inventory can be spread over many machines: see ARCHITECTURE, decision 5."""

from domains import inventory
from tests.support import tables


def test_every_table_says_of_which_kind_it_is() -> None:
    assert tables.kinds(inventory.database) == {
        "bundle_parts": "reference",
        "bundles": "reference",
        "locations": "reference",
        "ordered_bundles": "distributed",
        "routing_rules": "reference",
        "levels": "distributed",
        "reservations": "distributed",
        "allocations": "distributed",
        "movements": "distributed",
        "document_lines": "distributed",
        "receipts": "distributed",
        "documents": "reference",
        "document_steps": "reference",
        "suppliers": "reference",
        "series": "local",
        "reorder_rules": "reference",
        "shortages": "distributed",
        "counts": "reference",
        "count_lines": "distributed",
        "outbox": "local",
        "inbox": "local",
    }


def test_whatever_is_distributed_is_so_by_sku() -> None:
    tables.check_distributed(inventory.database, "sku")


def test_a_local_table_is_bound_to_no_other() -> None:
    tables.check_local(inventory.database)


async def test_the_migrations_make_the_tables_of_the_models(migrated: None) -> None:
    await tables.check_migrations(inventory.database)
