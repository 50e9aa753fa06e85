import json
from datetime import timedelta
from random import Random
from uuid import UUID

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domains import catalog
from domains.catalog.pricing import ListedInput, ListTerms, Mark, PriceInputs, PriceListTerms, SaleInput
from domains.catalog.promotions.terms import PercentOff, Scope
from tests.support.catalog import eur
from tests.support.promotions import NOON, cart_line, context, promotion, random_context, random_lines

DAY = timedelta(days=1)


@settings(max_examples=300, deadline=None)
@given(seed=st.integers(0, 2**32), currency=st.sampled_from(["JPY", "EUR", "KWD"]))
def test_a_cart_is_priced_again_to_the_letter_from_what_was_kept(seed: int, currency: str) -> None:
    random = Random(seed)
    lines, under = random_lines(random, currency), random_context(random, currency)
    kept = json.loads(json.dumps(catalog.snapshot(lines, under)))
    assert catalog.explain(kept) == catalog.price(lines, under)


def test_of_a_promotion_over_a_whole_catalogue_only_what_the_cart_holds_is_kept() -> None:
    everything = Scope(products=frozenset(UUID(int=number) for number in range(1, 10_000)))
    lines = [cart_line("MUG", 10_00, product_id=UUID(int=7))]
    kept = catalog.snapshot(lines, context(promotion(PercentOff(1_000), scope=everything)))
    assert kept["context"]["promotions"][0]["scope"]["products"] == [str(UUID(int=7))]
    assert len(json.dumps(kept)) < 1_000


def test_of_price_lists_and_earlier_prices_only_what_a_price_was_made_of_is_kept() -> None:
    trade, staff, over = (PriceListTerms(id=UUID(int=number), name=f"List {number}") for number in (1, 2, 3))
    staff = msgspec.structs.replace(staff, groups=frozenset({"staff"}))
    window = {"starts_at": NOON - DAY, "ends_at": NOON + DAY}
    listed = (
        ListedInput(list_id=trade.id, amount=9_00, **window),
        ListedInput(list_id=trade.id, amount=8_00, ends_at=NOON - DAY),
        ListedInput(list_id=staff.id, amount=1_00),
        ListedInput(list_id=over.id, amount=7_00, ends_at=NOON - DAY),
    )
    trail = (Mark(at=NOON - 50 * DAY, amount=12_00), Mark(at=NOON - 9 * DAY, amount=10_00))
    sales = (SaleInput(amount=5_00, ends_at=NOON - DAY),)
    inputs = PriceInputs(currency="EUR", regular=10_00, listed=listed, trail=trail, sales=sales)
    line = msgspec.structs.replace(cart_line("MUG", 10_00), inputs=inputs)
    under = context(lists=(trade, staff, over))
    kept = catalog.snapshot([line], under)
    assert [each["name"] for each in kept["context"]["lists"]] == ["List 1"]
    assert [each["amount"] for each in kept["lines"][0]["inputs"]["listed"]] == [9_00]
    assert kept["lines"][0]["inputs"].keys() == {"currency", "regular", "listed"}
    assert catalog.explain(kept) == catalog.price([line], under)
    reduced = msgspec.structs.replace(line, inputs=msgspec.structs.replace(inputs, listed=listed[1:], compare_at=12_00))
    kept = catalog.snapshot([reduced], under)
    assert [each["name"] for each in kept["context"]["lists"]] == ["List 1", "List 2", "List 3"]
    assert catalog.explain(kept) == catalog.price([reduced], under)
    assert catalog.explain(kept).lines[0].lowest == eur(5_00)


def test_what_terms_a_list_had_before_is_kept_where_a_price_is_measured_by_it_and_nowhere_else() -> None:
    before = ListTerms(groups=frozenset({"trade"}))
    trade = PriceListTerms(id=UUID(int=1), name="Trade", priority=3, past=(before,), since=NOON - DAY)
    listed = (ListedInput(list_id=trade.id, amount=9_00),)
    inputs = PriceInputs(currency="EUR", regular=10_00, listed=listed, trail=(Mark(at=NOON - 50 * DAY, amount=10_00),))
    line = msgspec.structs.replace(cart_line("MUG", 10_00), inputs=inputs)
    under = context(lists=(trade,))
    kept = catalog.snapshot([line], under)
    assert list(kept["context"]["lists"]) == [{"id": str(trade.id), "name": "Trade", "priority": 3}]
    assert catalog.explain(kept) == catalog.price([line], under)
    sale = (SaleInput(amount=5_00, starts_at=NOON),)
    reduced = msgspec.structs.replace(line, inputs=msgspec.structs.replace(inputs, sales=sale))
    kept = catalog.snapshot([reduced], under)
    assert [each["groups"] for each in kept["context"]["lists"][0]["past"]] == [["trade"]]
    assert catalog.explain(kept) == catalog.price([reduced], under)


def test_a_snapshot_of_an_unknown_version_is_not_guessed_at() -> None:
    kept = catalog.snapshot([cart_line("MUG", 10_00)], context())
    with pytest.raises(ValueError, match="version 2"):
        catalog.explain(kept | {"version": 2})
