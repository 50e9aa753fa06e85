"""A kept promotion in the words in which it could be typed again."""

from collections.abc import Iterator
from decimal import Decimal

from domains import catalog
from domains.shared.money import Money


def benefit_lines(promotion: catalog.Promotion) -> list[str]:
    return [line for benefit in promotion.benefits for line in _benefit(benefit, promotion.currency)]


def condition_lines(conditions: tuple[catalog.Condition, ...], currency: str) -> list[str]:
    return [_condition(each, currency) for each in conditions]


def scope_entries(scope: catalog.Scope | None) -> list[str]:
    if scope is None:
        return []
    entries = [
        *(f"sku {sku}" for sku in sorted(scope.skus)),
        *(f"product {each}" for each in sorted(scope.products)),
        *(f"category {path}" for path in sorted(scope.categories)),
        *(f"collection {each}" for each in sorted(scope.collections)),
    ]
    return [*entries, *(f"not {entry}" for entry in scope_entries(scope.but_not))]


def amount(value: int, currency: str) -> str:
    return str(Money(value, currency).decimal)


def _benefit(benefit: catalog.Benefit, currency: str) -> Iterator[str]:
    match benefit:
        case catalog.Tiered(by, steps):
            for step in steps:
                at = f"{step.at} units" if by is catalog.Measure.QUANTITY else amount(step.at, currency)
                yield f"from {at}: {_reduction(step.benefit, currency)}"
        case catalog.BuyGet(buy, get, basis_points, bought, most_times):
            of = f" of ({', '.join(scope_entries(bought))})" if bought else ""
            price = "free" if basis_points == 10_000 else f"at {_share(basis_points)}% off"
            yield f"buy {buy}{of} get {get} {price}" + (f" at most {most_times} times" if most_times else "")
        case catalog.SetPrice(price, quantity):
            yield f"{quantity} for {amount(price, currency)}"
        case catalog.FreeShipping():
            yield "free shipping"
        case catalog.Gift(sku, quantity):
            yield f"gift {quantity} x {sku}"
        case _:
            yield _reduction(benefit, currency)


def _reduction(benefit: catalog.PercentOff | catalog.AmountOff, currency: str) -> str:
    if isinstance(benefit, catalog.AmountOff):
        return f"{amount(benefit.amount, currency)} off{' each' if benefit.each else ''}"
    most = "" if benefit.most is None else f" up to {amount(benefit.most, currency)}"
    return f"{_share(benefit.basis_points)}%{most}"


def _condition(condition: catalog.Condition, currency: str) -> str:
    match condition:
        case catalog.MinimumQuantity(quantity, scope):
            return f"at least {quantity} units{_of(scope)}"
        case catalog.MinimumAmount(worth, scope):
            return f"at least {amount(worth, currency)}{_of(scope)}"
        case catalog.InGroup(groups):
            return f"group {', '.join(sorted(groups))}"
        case catalog.NthOrder(nth, every):
            return f"{'every ' if every else ''}order {nth}"
        case catalog.ShippingBy(methods):
            return f"sent by {', '.join(sorted(methods))}"


def _of(scope: catalog.Scope | None) -> str:
    return f" of ({', '.join(scope_entries(scope))})" if scope else ""


def _share(basis_points: int) -> str:
    return f"{(Decimal(basis_points) / 100).normalize():f}"
