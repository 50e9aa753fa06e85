import json
from random import Random
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domains import catalog
from domains.catalog.promotions.terms import PercentOff, Scope
from tests.support.promotions import cart_line, context, promotion, random_context, random_lines


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


def test_a_snapshot_of_an_unknown_version_is_not_guessed_at() -> None:
    kept = catalog.snapshot([cart_line("MUG", 10_00)], context())
    with pytest.raises(ValueError, match="version 2"):
        catalog.explain(kept | {"version": 2})
