"""A shop's web process in front of stores of its own, with one thing to look at."""

import asyncio
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from app.migrations import SQL_DOMAINS, migrate
from domains import inventory, orders, stores
from domains.shared.settings import settings
from tests.support import processes
from tests.support.catalog import make_product
from tests.support.ports import free_port

from .harness import fresh_stores

SKU: Final = "MUG"
# As `barrow web` serves it, without a line for each request among the figures
SERVE: Final = "import os; os.dup2(os.open(os.devnull, os.O_WRONLY), 1); from app.cli import main; main(['web'])"


@dataclass(frozen=True)
class Shop:
    """`page` is the path of the thing."""

    address: str
    page: str
    process: int


@contextmanager
def one_thing_for_sale() -> Iterator[Shop]:
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    with fresh_stores():
        os.environ.update(PORT=str(port), BASE_URL=address, TRUSTED_HOPS="1", LOG_LEVEL="ERROR")
        settings.cache_clear()
        for domain in SQL_DOMAINS:
            migrate(domain)
        page = asyncio.run(_prepare())
        with processes.running([sys.executable, "-c", SERVE], until=f"{address}/readyz") as web:
            yield Shop(address, page, web.pid)


async def _prepare() -> str:
    await stores.connect()
    await orders.ensure_defaults()
    await inventory.ensure_default_location()
    made = await make_product("Mug", sku=SKU)
    await inventory.set_on_hand(SKU, "main", 5, reason="counted", actor="bench")
    await stores.close()
    return f"/products/{made.slug}"
