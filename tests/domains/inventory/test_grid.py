"""20,000 SKUs at three locations: a page of them is read along an index, whatever is looked for."""

from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Engine

from domains import inventory
from domains.inventory import Sought, Standing

MANY = """INSERT INTO levels (sku, location_id, on_hand, damaged, incoming)
SELECT 'S-' || lpad(number::text, 5, '0'), id, CASE WHEN number % 700 = 0 THEN 0 ELSE 9 END,
       CASE WHEN number % 900 = 3 THEN 2 ELSE 0 END, CASE WHEN number % 800 = 5 THEN 4 ELSE 0 END
FROM generate_series(1, 20000) AS number, locations"""


def scans(plan: dict[str, Any]) -> list[str]:
    """What of levels is read, each by the name of its index or by how it is read without one."""
    below = [each for part in plan.get("Plans", ()) for each in scans(part)]
    name = plan.get("Index Name", f"{plan['Node Type']} of {plan.get('Relation Name')}")
    return [*below, name] if "levels" in name and not name.startswith("Bitmap") else below


def dropped(plan: dict[str, Any]) -> int:
    """The most rows that were read for nothing anywhere."""
    return max([plan.get("Rows Removed by Filter", 0), *(dropped(part) for part in plan.get("Plans", ()))])


async def test_a_page_of_sixty_thousand_levels_is_read_along_an_index(monkeypatch: pytest.MonkeyPatch) -> None:
    for code in ("hamburg", "vienna"):
        await inventory.create_location(code, code.title(), "DE", 10)
    async with inventory.database.transaction() as session:
        await session.execute(sa.text(MANY))
        await session.execute(sa.text("ANALYZE levels"))
    places = [place.id for place in await inventory.locations()]
    asked: list[tuple[str, Any]] = []

    def note(_: object, __: object, statement: str, parameters: Any, *___: object) -> None:
        asked.append((statement, parameters))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        first = await inventory.grid(Sought(places))
        second = await inventory.grid(Sought(places), first.onward)
        damaged = await inventory.grid(Sought(places, standing=Standing.DAMAGED))
        await inventory.grid(Sought(places[:1]), ("S-10000", places[0]), backwards=True)
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert [row.sku for row in (first.rows[0], second.rows[-1])] == ["S-00001", "S-00034"]
    assert {row.damaged for row in damaged.rows} == {2}
    assert len(asked) == 4
    async with inventory.database.reading() as session:
        connection = await session.connection()
        explained = [
            (await connection.exec_driver_sql(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}", given)).scalar()
            for statement, given in asked
        ]
    plans = [found[0]["Plan"] for found in explained if found]
    assert [scans(plan) for plan in plans] == [["pk_levels"], ["pk_levels"], ["ix_levels_are_damaged"], ["pk_levels"]]
    assert max(map(dropped, plans)) <= 2 * 51
