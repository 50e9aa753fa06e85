"""What an order costs: the priced cart, and shipping and tax added to it. Pure; tax is rounded once per line."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from domains.shared.money import Money
from domains.shared.money import total as summed
from domains.shared.pricing import Priced, Why

from .models import Order
from .shipping import ShippingOption
from .tax import STANDARD, Rate, TaxRates


@dataclass(frozen=True)
class TaxLine:
    """`amount` is the tax of one rate; `base` what it is on, without it. `rate` 0.19 is 19 %."""

    label: str
    rate: Decimal
    base: Money
    amount: Money


@dataclass(frozen=True)
class LineTax:
    """Tax on one SKU's line, or, without a SKU, on shipping."""

    sku: str | None
    label: str
    rate: Decimal
    base: Money
    amount: Money


@dataclass(frozen=True)
class Totals:
    """`goods` before discounts. `total` = goods − discount + shipping, and + tax where it is not included."""

    goods: Money
    discount: Money
    shipping: Money
    tax: Money
    total: Money
    tax_included: bool
    tax_lines: tuple[TaxLine, ...]
    line_taxes: tuple[LineTax, ...]
    why: Why

    @property
    def currency(self) -> str:
        return self.total.currency


def total(priced: Priced, shipping: ShippingOption | None, tax: TaxRates) -> Totals:
    currency = priced.currency
    postage = priced.postage(shipping.price) if shipping else Money.zero(currency)
    taxed = [_tax(line.sku, line.total, tax.rate(line.tax_class), tax.included) for line in priced.lines]
    if postage:
        taxed.append(_tax(None, postage, tax.rate(STANDARD), tax.included))
    tax_sum = summed((line.amount for line in taxed), currency)
    paid = priced.goods + postage + (Money.zero(currency) if tax.included else tax_sum)
    summary = _by_rate(taxed)
    delivery = _delivery(shipping.label, shipping.price, postage) if shipping else None
    return Totals(
        goods=priced.goods + priced.discount,
        discount=priced.discount,
        shipping=postage,
        tax=tax_sum,
        total=paid,
        tax_included=tax.included,
        tax_lines=summary,
        line_taxes=tuple(taxed),
        why=_why(priced, delivery, summary, paid, tax.included),
    )


def _tax(sku: str | None, amount: Money, rate: Rate, included: bool) -> LineTax:
    """Of 119 with 19 % included 19 is tax; on a net 100 it is added."""
    tax = amount.share(rate.fraction, 1 + rate.fraction if included else 1)
    return LineTax(sku, rate.label, rate.fraction, amount - tax if included else amount, tax)


def _by_rate(taxed: Iterable[LineTax]) -> tuple[TaxLine, ...]:
    groups: dict[tuple[str, Decimal], list[LineTax]] = defaultdict(list)
    for line in taxed:
        if line.rate:
            groups[line.label, line.rate].append(line)
    return tuple(
        TaxLine(
            label,
            rate,
            base=summed((line.base for line in lines), lines[0].base.currency),
            amount=summed((line.amount for line in lines), lines[0].amount.currency),
        )
        for (label, rate), lines in sorted(groups.items(), key=lambda group: (-group[0][1], group[0][0]))
    )


def explained(order: Order, priced: Priced) -> Why:
    """The same tree for an order that was placed, under the goods as `priced` explains them."""
    before = order.shipping + (priced.shipping_discount or Money.zero(order.currency))
    delivery = _delivery(order.shipping_label, before, order.shipping)
    taxes = tuple(TaxLine(line.label, line.rate, line.base, line.amount) for line in order.tax_lines)
    return _why(priced, delivery, taxes, order.total, order.tax_included)


def _delivery(label: str, price: Money, postage: Money) -> Why:
    """`price` before promotions, `postage` after them."""
    because = "" if postage else "free with this order"
    if postage == price:
        return Why(label, postage, because)
    return Why(label, postage, parts=(Why("Price", price), Why("Promotions", postage - price, because)))


def _why(priced: Priced, delivery: Why | None, tax_lines: tuple[TaxLine, ...], paid: Money, included: bool) -> Why:
    parts = [Why("Goods", priced.goods, parts=tuple(line.why for line in priced.lines))]
    if delivery:
        parts.append(delivery)
    because = "included in the prices" if included else "added to the prices"
    parts += [Why(f"{line.label} {percent(line.rate)}", line.amount, because) for line in tax_lines]
    if priced.why.parts:
        parts.append(priced.why)
    return Why("Total", paid, parts=tuple(parts))


def percent(rate: Decimal) -> str:
    """0.19 → 19 %, 0.055 → 5.5 %."""
    return f"{(rate * 100).normalize():f} %"
