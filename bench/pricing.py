"""How long a cart of 50 lines takes to price under 200 live promotions, beside the same cart without any.

`python -m bench.pricing [--lines 50] [--promotions 200] [--rounds 200] [--seed 1]`.
The carts are priced in turns; the time is that of the processor. On a machine with other work the least is the truest.
`explained`: all of it is read as well, as when staff look at an order.
"""

import argparse
import time
from datetime import UTC, datetime
from random import Random
from uuid import UUID

from bench.harness import percentile, show
from domains.catalog import (
    AmountOff,
    Benefit,
    BuyGet,
    Condition,
    Delivery,
    FreeShipping,
    LineSnapshot,
    Measure,
    MinimumAmount,
    MinimumQuantity,
    PercentOff,
    Priced,
    PriceInputs,
    PricingContext,
    Promotion,
    PromotionClass,
    Scope,
    SetPrice,
    Tiered,
    price,
)
from domains.catalog import PromotionStep as Step

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
GOAL = 10.0  # milliseconds, for 50 lines under 200 promotions
CATEGORIES = [f"department-{number % 4}/shelf-{number}" for number in range(12)]
LINE, ORDER, SHIPPING = PromotionClass


def cart(lines: int, random: Random) -> list[LineSnapshot]:
    return [
        LineSnapshot(
            sku=f"SKU-{number}",
            quantity=random.randint(1, 6),
            inputs=PriceInputs(currency="EUR", regular=random.randint(100, 20_000)),
            product_id=UUID(int=number + 1),
            category=random.choice(CATEGORIES),
        )
        for number in range(lines)
    ]


def promotions(count: int, lines: int, random: Random) -> list[Promotion]:
    return [_promotion(number, lines, random) for number in range(count)]


def _promotion(number: int, lines: int, random: Random) -> Promotion:
    kind = random.choices((LINE, ORDER, SHIPPING), (6, 3, 1))[0]
    beside = frozenset(each for each in PromotionClass if random.random() < 0.5)
    conditions: tuple[Condition, ...] = ()
    if random.random() < 0.5:
        conditions = (
            random.choice((MinimumAmount(random.randint(1, 500_000)), MinimumQuantity(random.randint(1, 9)))),
        )
    return Promotion(
        id=UUID(int=number + 1),
        name=f"Promotion {number}",
        label=f"Promotion {number}",
        kind=kind,
        currency="EUR",
        benefits=(_benefit(kind, random),),
        scope=_scope(lines, random),
        priority=random.randint(0, 9),
        exclusive=random.random() < 0.05,
        combines_with=beside,
        all_of=conditions,
    )


def _scope(lines: int, random: Random) -> Scope | None:
    drawn = random.random()
    if drawn < 0.2:
        return None
    if drawn < 0.7:
        return Scope(categories=frozenset(random.sample(CATEGORIES, 3)))
    return Scope(products=frozenset(UUID(int=random.randint(1, 2 * lines)) for _ in range(20)))


def _benefit(kind: PromotionClass, random: Random) -> Benefit:
    percent, amount = PercentOff(random.randint(100, 5_000)), AmountOff(random.randint(50, 2_000))
    if kind is SHIPPING:
        return random.choice((percent, amount, FreeShipping()))
    steps = Tiered(Measure.AMOUNT, (Step(1_000, PercentOff(500)), Step(50_000, PercentOff(1_500))))
    if kind is ORDER:
        return random.choice((percent, amount, steps))
    counted = (BuyGet(2, 1), SetPrice(5_000, quantity=3), PercentOff(2_000, most=1_500))
    return random.choice((percent, percent, amount, AmountOff(100, each=True), steps, *counted))


def branches(priced: Priced) -> int:
    """How many there are in all that it tells."""
    waiting, seen = [priced.why, *(line.why for line in priced.lines)], 0
    while waiting:
        waiting.extend(waiting.pop().parts)
        seen += 1
    return seen


def timed(
    lines: list[LineSnapshot], bare: PricingContext, under: PricingContext, rounds: int
) -> dict[str, list[float]]:
    """Milliseconds of each round."""
    times: dict[str, list[float]] = {"none": [], "all": [], "read": []}
    for _ in range(rounds):
        for name, context in (("none", bare), ("all", under), ("read", under)):
            started = time.process_time()
            priced = price(lines, context)
            if name == "read":
                branches(priced)
            times[name].append((time.process_time() - started) * 1000)
    return times


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=50)
    parser.add_argument("--promotions", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    random = Random(asked.seed)
    lines = cart(asked.lines, random)
    live = tuple(promotions(asked.promotions, asked.lines, random))
    bare = PricingContext(at=NOW, currency="EUR", delivery=Delivery("standard", 490))
    under = PricingContext(at=NOW, currency="EUR", delivery=Delivery("standard", 490), promotions=live)
    times = timed(lines, bare, under, asked.rounds)
    applied = len(price(lines, under).savings)
    rows = [
        [name, *(f"{percentile(times[key], part):.2f} ms" for part in (0, 0.5, 0.99))]
        for name, key in (("no promotions", "none"), (f"{asked.promotions} promotions", "all"), ("explained", "read"))
    ]
    typical = percentile(times["all"], 0.5)
    ratio = typical / percentile(times["none"], 0.5)
    verdict = "held" if typical <= GOAL else f"missed by {typical - GOAL:.2f} ms"
    heading = f"Pricing {asked.lines} lines, {applied} promotions applied, seed {asked.seed}"
    show(heading, ["", "least", "median", "p99"], [*rows, ["ratio", "", f"{ratio:.1f} ×", ""]])
    print(f"  goal of {GOAL:.0f} ms by the median: {verdict}")


if __name__ == "__main__":
    main()
