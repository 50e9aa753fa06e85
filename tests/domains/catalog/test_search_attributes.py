"""What products state of themselves, as a way to filter them: only what their type lets shoppers filter by."""

from collections.abc import Sequence

from domains import catalog
from domains.catalog import AttributeKind, AttributeSpec, Filters, Results, SearchIndex, Span, search
from tests.support.catalog import make_product

WATTS = AttributeSpec(key="watts", name="Power", kind=AttributeKind.DECIMAL, unit="W", filterable=True)
SOCKETS = AttributeSpec(key="sockets", name="Sockets", kind=AttributeKind.NUMBER, filterable=True)
ROOMS = AttributeSpec(
    key="rooms", name="Rooms", kind=AttributeKind.MULTISELECT, choices=["Kitchen", "Bath"], filterable=True
)
DIMMABLE = AttributeSpec(key="dimmable", name="Dimmable", kind=AttributeKind.BOOL, filterable=True)
MAKER = AttributeSpec(key="maker", name="Made by", kind=AttributeKind.TEXT)
WEIGHT = AttributeSpec(key="weight", name="Weight", kind=AttributeKind.NUMBER)
LAMP = [WATTS, SOCKETS, ROOMS, DIMMABLE, MAKER, WEIGHT]


async def make_lamps(index: SearchIndex) -> None:
    await make_type("Lamp", LAMP)
    said = {"maker": "Oak", "weight": 900}
    await make_product("Spot", type="lamp", attributes={"watts": "2.5", "rooms": ["Kitchen", "Bath"], **said})
    await make_product("Torch", type="lamp", attributes={"watts": "7", "sockets": 1, "dimmable": True, **said})
    await make_product("Chandelier", type="lamp", attributes={"watts": "60", "sockets": 12, "rooms": ["Bath"]})
    await make_product("Candle", attributes={"watts": "3", "rooms": ["Bath"]})
    await index.catch_up()


async def make_type(name: str, attributes: Sequence[AttributeSpec]) -> None:
    made = await catalog.create_product_type(name)
    await catalog.change_product_type(made.id, name, attributes, made.revision_id)


async def asked(filters: Filters | None = None) -> Results:
    return await search(filters=filters or Filters(), sort="name", counted=True)


def titles(results: Results) -> list[str]:
    return [card.title for card in results.cards]


def attributes(results: Results) -> dict[str, dict[str, int]]:
    facets = [facet for facet in results.facets if facet.name.startswith("a.")]
    return {facet.label: {value.label: value.count for value in facet.values} for facet in facets}


def numbers(results: Results) -> dict[str, tuple[str, float, float] | None]:
    told = {facet.label: (facet.unit, facet.there_is) for facet in results.number_facets}
    return {label: (unit, ends.lowest, ends.highest) if ends else None for label, (unit, ends) in told.items()}


async def test_only_what_a_type_lets_filter_by_is_offered(index: SearchIndex) -> None:
    await make_lamps(index)
    found = await asked()
    assert attributes(found) == {"Rooms": {"Bath": 2, "Kitchen": 1}, "Dimmable": {"Yes": 1}}
    assert numbers(found) == {"Power": ("W", 2.5, 60.0), "Sockets": ("", 1.0, 12.0)}


async def test_what_cannot_be_filtered_by_finds_nothing(index: SearchIndex) -> None:
    await make_lamps(index)
    assert titles(await asked(Filters({"a.rooms": ("Bath",)}))) == ["Chandelier", "Spot"]
    assert titles(await asked(Filters({"a.maker": ("Oak",)}))) == []
    assert titles(await asked(Filters(numbers={"n.weight": Span(1, None)}))) == []


async def test_numbers_are_filtered_by_their_ends_and_the_other_counts_follow(index: SearchIndex) -> None:
    await make_lamps(index)
    small = await asked(Filters(numbers={"n.watts": Span(2.5, 7)}))
    assert titles(small) == ["Spot", "Torch"]
    assert attributes(small) == {"Rooms": {"Bath": 1, "Kitchen": 1}, "Dimmable": {"Yes": 1}}
    assert numbers(small) == {"Power": ("W", 2.5, 60.0)}
    large = await asked(Filters({"a.rooms": ("Bath",)}, numbers={"n.watts": Span(2.51, None)}))
    assert titles(large) == ["Chandelier"]
    assert numbers(large) == {"Power": ("W", 2.5, 60.0)}
    assert titles(await asked(Filters(numbers={"n.watts": Span(None, 7), "n.sockets": Span(1, 1)}))) == ["Torch"]
    nowhere = await asked(Filters(numbers={"n.watts": Span(8, 7)}))
    assert (titles(nowhere), numbers(nowhere)) == ([], {"Power": ("W", 2.5, 60.0)})


async def test_a_type_that_changes_its_mind_reaches_its_products(index: SearchIndex) -> None:
    await make_lamps(index)
    kind = await catalog.product_type("lamp")
    power = WATTS.model_copy(update={"filterable": False})
    maker = MAKER.model_copy(update={"filterable": True, "name": "Maker"})
    changed = await catalog.change_product_type("lamp", "Lamp", [power, ROOMS, maker], kind.revision_id)
    await index.catch_up()
    found = await asked()
    assert attributes(found) == {"Rooms": {"Bath": 2, "Kitchen": 1}, "Maker": {"Oak": 2}}
    assert numbers(found) == {}
    as_text = WATTS.model_copy(update={"kind": AttributeKind.TEXT})
    await catalog.change_product_type("lamp", "Lamp", [as_text], changed.revision_id)
    await index.catch_up()
    assert attributes(await asked()) == {"Power": {"2.5": 1, "60": 1, "7": 1}}
