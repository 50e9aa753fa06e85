"""The demo shop: goods for house and table, put on the shelves through the same doors a merchant uses."""

from app.gateway import demo_papers
from domains import catalog, inventory, users

BY, FILE = "demo", "demo.csv"
SECOND_LOCATION = ("hamburg", "Shop in Hamburg", "DE", 10)  # code, name, country, after the main warehouse
ITS_DAYS = inventory.LocationDraft(
    *SECOND_LOCATION[1:],
    address="Deichstraße 12\n20459 Hamburg",
    pickup=True,
    hours=("", "10:00-13:00, 14:00-18:30", *["10:00-18:30"] * 3, "10:00-16:00", ""),
)

RUNNING_LOW = {  # SKU and location → from how many left on that is told, and in what packs it is bought
    ("STL-ASH-NAT", "hamburg"): inventory.LowRule(units=3, pack=4),
    ("MIR-OAK-56", "hamburg"): inventory.LowRule(units=2),
    ("LMP-DOME-CHK", "hamburg"): inventory.LowRule(units=4, pack=2),
}


async def seed_demo() -> bool:
    """False, and nothing done, in a shop that has products of its own. What was interrupted is finished."""
    begun = next((each for each in await catalog.imports(200) if (each.by, each.name) == (BY, FILE)), None)
    if begun is None and (await catalog.products()).total:
        return False
    if begun is None or begun.state is not catalog.ImportState.COMPLETED:
        await _fill_the_shelves(begun)
    await _put_sets_together()
    await _stock_the_second_location()
    await demo_papers.write()
    await catalog.arrange_demo_shop()
    await catalog.write_demo_reviews()
    await catalog.write_demo_articles(BY)
    await users.settle_demo_customers()
    return True


async def _fill_the_shelves(begun: catalog.Import | None) -> None:
    if begun is None:
        begun = await catalog.upload_import(FILE, catalog.demo_csv(), by=BY, background=False)
    await catalog.keep_demo_sizes()
    await catalog.run_import(begun.id, images=catalog.demo_pictures())


async def _put_sets_together() -> None:
    """Only what was never put together: what a merchant has made of it since stays so."""
    for sku, parts in catalog.demo_sets().items():
        recipe, revision = await inventory.composition(sku)
        if not recipe.version:
            await inventory.compose(sku, parts, revision)


async def _stock_the_second_location() -> None:
    """Only what was never counted there: what has been sold since stays sold."""
    location = await inventory.create_location(*SECOND_LOCATION)
    if not location.address:
        await inventory.change_location(location.code, ITS_DAYS, location.revision)
    quantities = catalog.demo_second_location_stock()
    levels = await inventory.levels(list(quantities))
    for sku, quantity in quantities.items():
        if all(level.location_id != location.id for level in levels[sku]):
            reason = "the demo shop opens"
            await inventory.set_on_hand(sku, location.code, quantity, reason=reason, actor=BY)
            if rule := RUNNING_LOW.get((sku, location.code)):
                await inventory.set_low_rule(sku, location.code, rule)
