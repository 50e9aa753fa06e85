"""The demo shop: goods for house and table, put on the shelves through the same doors a merchant uses."""

import asyncio

from domains import catalog, inventory

SECOND_LOCATION = ("hamburg", "Shop in Hamburg", "DE", 10)  # code, name, country, after the main warehouse


async def seed_demo() -> bool:
    """False, and nothing done, in a shop that has products already."""
    if (await catalog.products()).total:
        return False
    pictures = await asyncio.to_thread(catalog.demo_pictures)
    uploaded = await catalog.upload_import("demo.csv", catalog.demo_csv(), currency="EUR", by="demo", background=False)
    await catalog.run_import(uploaded.id, images=pictures)
    location = await inventory.create_location(*SECOND_LOCATION)
    for sku, quantity in catalog.demo_second_location_stock().items():
        await inventory.set_on_hand(sku, location.code, quantity, reason="the demo shop opens", actor="demo")
    return True
