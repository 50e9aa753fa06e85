"""From where to ship: the fewest parcels, the first location, stock before back-orders."""

from itertools import combinations
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from domains.inventory.routing import Destination, Fate, Pick, Rule, Shelf, explain, route, short

NORTH, SOUTH, SHOP = UUID(int=1), UUID(int=2), UUID(int=3)
LYON = Destination("eu", "FR", "Rhône")


def shelf(location: UUID, in_stock: int, backorder: int = 0, **where: object) -> Shelf:
    return Shelf(location, location.int, in_stock, in_stock + backorder, **where)  # type: ignore[arg-type]  # its place


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


def test_the_first_rule_that_tells_two_ways_apart_decides() -> None:
    here = [
        shelf(NORTH, 2, country="US"),
        shelf(SOUTH, 9, country="DE"),
        shelf(SHOP, 1, country="FR", region="rhône"),
        shelf(UUID(int=4), 9, country="FR", zones=("home",)),
    ]

    def sent(quantity: int, *rules: Rule) -> dict[int, int]:
        return {
            pick.location_id.int: pick.quantity for pick in explain({"A": quantity}, {"A": here}, LYON, rules).picks
        }

    assert sent(1) == sent(1, Rule.FEWEST_PARCELS) == sent(1, Rule.PRIORITY) == {1: 1}
    assert sent(1, Rule.NEAREST) == {3: 1}
    assert sent(2, Rule.NEAREST, Rule.FEWEST_PARCELS) == {2: 2}
    assert sent(1, Rule.HIGHEST_STOCK, Rule.NEAREST) == {2: 1}
    assert sent(10, Rule.FEWEST_PARCELS, Rule.NEAREST) == {3: 1, 2: 9}
    assert sent(10, Rule.FEWEST_PARCELS, Rule.PRIORITY) == {1: 2, 2: 8}
    assert sent(12) == {1: 2, 2: 9, 3: 1}


def test_every_location_is_told_why_it_sends_or_does_not() -> None:
    far = [shelf(UUID(int=4), 0), shelf(UUID(int=5), 2, zones=("home",))]
    here = {"A": [shelf(NORTH, 2), shelf(SOUTH, 2), shelf(SHOP, 1), *far]}
    route = explain({"A": 2}, here, LYON)
    assert [(each.fate, each.by) for each in route.candidates] == [
        (Fate.CHOSEN, None), (Fate.OVERRULED, Rule.PRIORITY), (Fate.OVERRULED, Rule.FEWEST_PARCELS),
        (Fate.HAS_NONE, None), (Fate.SHIPS_ELSEWHERE, None),
    ]  # fmt: skip
    assert (route.ways, route.left, route.parcels) == (2, ((Rule.FEWEST_PARCELS, 2), (Rule.PRIORITY, 1)), 1)
    too_many = explain({"A": 9}, here, LYON)
    assert (too_many.picks, too_many.short, too_many.candidates[0].fate) == ((), {"A": 5}, Fate.TOO_LITTLE)


STOCK = st.dictionaries(
    st.sampled_from("ABC"),
    st.dictionaries(st.integers(1, 10), st.tuples(st.integers(0, 6), st.integers(0, 3)), min_size=1),
    min_size=1,
)


RULES = st.lists(st.sampled_from(Rule), unique=True)


@given(STOCK, st.dictionaries(st.sampled_from("ABC"), st.integers(1, 12), min_size=1), RULES)
def test_what_is_not_short_is_routed_whole_and_never_beyond_a_shelf(
    stock: dict[str, dict[int, tuple[int, int]]], wanted: dict[str, int], rules: list[Rule]
) -> None:
    shelves = {sku: [shelf(UUID(int=n), *figures) for n, figures in row.items()] for sku, row in stock.items()}
    missing = short(wanted, shelves)
    met = {sku: wanted[sku] for sku in wanted if sku not in missing}
    picks = route(met, shelves, LYON, rules) if met else []
    available = {(sku, row.location_id): row.available for sku, rows in shelves.items() for row in rows}
    assert picks == sorted(picks)
    assert all(0 < pick.quantity <= available[pick.sku, pick.location_id] for pick in picks)
    for sku in wanted.keys() - missing.keys():
        assert sum(pick.quantity for pick in picks if pick.sku == sku) == wanted[sku]
    if met:
        assert route(met, {sku: row[::-1] for sku, row in shelves.items()}, LYON, rules) == picks
        assert list(explain(met, shelves, LYON, rules).picks) == picks


@given(STOCK, st.dictionaries(st.sampled_from("ABC"), st.integers(1, 8), min_size=1))
def test_few_parcels_are_the_fewest_that_can_be(
    stock: dict[str, dict[int, tuple[int, int]]], wanted: dict[str, int]
) -> None:
    shelves = {
        sku: [shelf(UUID(int=n), there) for n, (there, _) in row.items() if n <= 8] for sku, row in stock.items()
    }
    if short(wanted, shelves):
        return
    sending = {pick.location_id for pick in route(wanted, shelves)}
    places = {each.location_id for sku in wanted for each in shelves[sku]}
    for fewer in combinations(places, len(sending) - 1):
        assert short(wanted, {sku: [each for each in shelves[sku] if each.location_id in fewer] for sku in wanted})
