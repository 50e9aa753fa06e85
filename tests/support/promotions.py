"""Promotions and carts, as tests of pricing need them: made with defaults, or drawn at random."""

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import count
from random import Random
from typing import Any
from uuid import UUID

from domains.catalog import Delivery, LineSnapshot, PriceInputs, PricingContext
from domains.catalog.pricing import SaleInput, TierInput
from domains.catalog.promotions.terms import (
    WHOLE,
    AmountOff,
    Benefit,
    BuyGet,
    Condition,
    FreeShipping,
    Gift,
    InGroup,
    Measure,
    MinimumAmount,
    MinimumQuantity,
    NthOrder,
    PercentOff,
    Promotion,
    PromotionClass,
    Scope,
    SetPrice,
    Step,
    Tiered,
)

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)
LINE, ORDER, SHIPPING = PromotionClass
CATEGORIES = ("table", "table/mugs", "table/bowls", "light", "light/lamps")
_numbers = count(1)


def promotion(*benefits: Benefit, name: str = "", kind: PromotionClass = LINE, **more: Any) -> Promotion:
    number = next(_numbers)
    name = name or f"Promotion {number}"
    terms = {"id": UUID(int=number), "name": name, "label": name, "currency": "EUR"} | more
    return Promotion(kind=kind, benefits=benefits, **terms)


def cart_line(sku: str, amount: int, quantity: int = 1, currency: str = "EUR", **more: Any) -> LineSnapshot:
    inputs = PriceInputs(currency=currency, regular=amount)
    return LineSnapshot(sku=sku, quantity=quantity, inputs=inputs, title=sku.title(), **more)


def context(*promotions: Promotion, currency: str = "EUR", **more: Any) -> PricingContext:
    return PricingContext(at=NOON, currency=currency, promotions=promotions, **more)


def random_lines(random: Random, currency: str) -> list[LineSnapshot]:
    return [
        LineSnapshot(
            sku=f"SKU-{place}",
            quantity=random.choice((1, 1, 2, 3, 7, 50)),
            inputs=_random_inputs(random, currency),
            product_id=UUID(int=place + 1),
            category=random.choice(CATEGORIES),
            weight_grams=random.randint(0, 900),
        )
        for place in range(random.randint(1, 6))
    ]


def random_context(random: Random, currency: str) -> PricingContext:
    promotions = tuple(_random_promotion(random, currency, number) for number in range(random.randint(0, 9)))
    by_code = [each for each in promotions if each.by_code]
    gift = cart_line("GIFT", random.randint(0, 900), currency=currency)
    return PricingContext(
        at=NOON,
        currency=currency,
        groups=frozenset(random.sample(("trade", "staff"), random.randint(0, 2))),
        earlier_orders=random.choice((None, 0, 1, 4)),
        delivery=random.choice((None, Delivery("standard", random.randint(0, 2_000)))),
        promotions=promotions,
        codes={each.id: f"CODE-{each.id.int}" for each in by_code if random.random() < 0.7},
        gifts=random.choice(((), (gift,))),
        most_off=random.choice((WHOLE, WHOLE, 5_000, 1_234, 0)),
    )


def _random_inputs(random: Random, currency: str) -> PriceInputs:
    regular = random.choice((0, 1, 3, 99, 100, 333, 1_250, 99_999))
    tiers = (TierInput(3, regular - regular // 7),) if random.random() < 0.3 else ()
    sales = (SaleInput(amount=regular // 2, starts_at=NOON),) if random.random() < 0.3 else ()
    return PriceInputs(currency=currency, regular=regular, tiers=tiers, sales=sales)


def _random_promotion(random: Random, currency: str, number: int) -> Promotion:
    kind = random.choice((LINE, LINE, ORDER, SHIPPING))
    return Promotion(
        id=UUID(int=number + 1),
        name=f"Promotion {number}",
        label=f"Promotion {number}",
        kind=kind,
        currency=currency,
        benefits=tuple(_random_benefit(random, kind) for _ in range(random.choice((1, 1, 1, 2)))),
        scope=_random_scope(random),
        by_code=random.random() < 0.2,
        priority=random.randint(0, 3),
        exclusive=random.random() < 0.1,
        combines_with=frozenset(each for each in PromotionClass if random.random() < 0.6),
        all_of=_random_conditions(random),
        any_of=_random_conditions(random),
        most=random.choice((None, None, 500)),
    )


def _random_scope(random: Random) -> Scope | None:
    out = Scope(skus=frozenset({"SKU-0"})) if random.random() < 0.3 else None
    scopes = (
        None,
        None,
        Scope(categories=frozenset({random.choice(CATEGORIES)}), but_not=out),
        Scope(skus=frozenset({"SKU-0", "SKU-2"})),
        Scope(products=frozenset({UUID(int=2), UUID(int=3)}), but_not=out),
    )
    return random.choice(scopes)


def _random_conditions(random: Random) -> Sequence[Any]:
    conditions: tuple[Condition, ...] = (
        MinimumQuantity(random.randint(1, 5), _random_scope(random)),
        MinimumAmount(random.randint(1, 5_000), _random_scope(random)),
        InGroup(frozenset({"trade"})),
        NthOrder(random.choice((1, 5)), every=random.random() < 0.5),
    )
    return tuple(random.sample(conditions, random.choice((0, 0, 0, 1, 2))))


def _random_benefit(random: Random, kind: PromotionClass) -> Benefit:
    percent = PercentOff(random.choice((1, 333, 1_000, 5_000, WHOLE)), random.choice((None, None, 77)))
    amount = AmountOff(random.choice((1, 99, 500, 10_000)), each=random.random() < 0.5)
    if kind is SHIPPING:
        return random.choice((percent, amount, FreeShipping()))
    steps = Tiered(random.choice(list(Measure)), (Step(2, PercentOff(500)), Step(10, amount)))
    usual: tuple[Benefit, ...] = (percent, amount, steps, Gift("GIFT", random.randint(1, 2)))
    if kind is ORDER:
        return random.choice(usual)
    bought = random.choice((None, Scope(categories=frozenset({"table"}))))
    counted: tuple[Benefit, ...] = (
        BuyGet(random.randint(1, 3), random.randint(1, 2), random.choice((WHOLE, 5_000)), bought),
        SetPrice(random.choice((0, 90, 1_000)), random.randint(1, 4)),
    )
    return random.choice((*usual, *counted))
