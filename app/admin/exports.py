"""Products, prices, stock and codes as files, piece by piece; an import reads them again."""

from collections.abc import AsyncIterator, Callable
from typing import Final

from litestar import get
from litestar.params import FromPath
from litestar.response import Stream

from domains import catalog, inventory
from domains.shared import clock
from domains.shared.errors import NotFound

EXPORTS: Final[dict[str, Callable[[], AsyncIterator[str]]]] = {
    "products": catalog.export_products,
    "prices": catalog.export_prices,
    "stock": inventory.export_stock,
    "codes": catalog.export_codes,
}


@get("/exports/{what:str}", name="admin.export")
async def export(what: FromPath[str]) -> Stream:
    if what not in EXPORTS:
        raise NotFound("There is no such export.")
    headers = {"Content-Disposition": f'attachment; filename="{what}-{clock.now():%Y-%m-%d}.csv"'}
    return Stream(EXPORTS[what](), media_type="text/csv", headers=headers)


routes = [export]
