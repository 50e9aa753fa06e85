"""From where to ship: the fewest parcels, the first location, stock before back-orders."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from domains.inventory.routing import Pick, Shelf, route, short

NORTH, SOUTH, SHOP = UUID(int=1), UUID(int=2), UUID(int=3)


def shelf(location: UUID, in_stock: int, backorder: int = 0) -> Shelf:
    return Shelf(location, location.int, in_stock, in_stock + backorder)


def test_the_first_location_ships_what_it_has() -> None:
    assert route({"A": 2}, {"A": [shelf(SOUTH, 5), shelf(NORTH, 5)]}) == [Pick("A", NORTH, 2)]


def test_one_parcel_from_further_down_is_better_than_two() -> None:
    shelves = {"A": [shelf(NORTH, 5), shelf(SHOP, 5)], "B": [shelf(SOUTH, 1), shelf(SHOP, 1)]}
    assert route({"A": 1, "B": 1}, shelves) == [Pick("A", SHOP, 1), Pick("B", SHOP, 1)]


def test_a_line_is_split_only_when_no_one_has_it_all() -> None:
    shelves = {"A": [shelf(NORTH, 2), shelf(SOUTH, 3), shelf(SHOP, 1)]}
    assert route({"A": 4}, shelves) == [Pick("A", NORTH, 2), Pick("A", SOUTH, 2)]


def test_stock_is_sold_before_back_orders() -> None:
    assert route({"A": 2}, {"A": [shelf(NORTH, 0, 100), shelf(SHOP, 2)]}) == [Pick("A", SHOP, 2)]
    assert route({"A": 3}, {"A": [shelf(NORTH, 0, 100), shelf(SHOP, 2)]}) == [Pick("A", NORTH, 3)]


def test_everything_short_is_named() -> None:
    assert short({"A": 3, "B": 1, "C": 1}, {"A": [shelf(NORTH, 1), shelf(SOUTH, 1)], "B": [shelf(SHOP, 1)]}) == {
        "A": 2, "C": 0,
    }  # fmt: skip


STOCK = st.dictionaries(
    st.sampled_from("ABC"),
    st.dictionaries(st.integers(1, 10), st.tuples(st.integers(0, 6), st.integers(0, 3)), min_size=1),
    min_size=1,
)


@given(STOCK, st.dictionaries(st.sampled_from("ABC"), st.integers(1, 12), min_size=1))
def test_what_is_not_short_is_routed_whole_and_never_beyond_a_shelf(
    stock: dict[str, dict[int, tuple[int, int]]], wanted: dict[str, int]
) -> None:
    shelves = {sku: [shelf(UUID(int=n), *figures) for n, figures in row.items()] for sku, row in stock.items()}
    missing = short(wanted, shelves)
    picks = route({sku: wanted[sku] for sku in wanted if sku not in missing}, shelves)
    available = {(sku, row.location_id): row.available for sku, rows in shelves.items() for row in rows}
    assert picks == sorted(picks)
    assert all(0 < pick.quantity <= available[pick.sku, pick.location_id] for pick in picks)
    for sku in wanted.keys() - missing.keys():
        assert sum(pick.quantity for pick in picks if pick.sku == sku) == wanted[sku]
