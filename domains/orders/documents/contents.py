"""What an invoice and a credit note say, as plain values. Pure; amounts are minor units."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from domains.shared.addresses import Address
from domains.shared.money import spread
from domains.shared.settings import settings

from ..models import Order, OrderCredit
from ..totals import percent

Content = dict[str, Any]
BUYER = ("buyer", "email")


def invoice(order: Order) -> Content:
    lines = [
        {
            "title": line.title,
            "options": line.options_text,
            "sku": line.sku,
            "quantity": line.quantity,
            "unit": line.unit_amount,
            "discount": line.discount_amount,
            "total": line.total_amount,
            "rate": percent(line.tax_rate),
        }
        for line in order.lines
    ]
    taxes = [_tax(line.label, percent(line.rate), line.base_amount, line.tax_amount) for line in order.tax_lines]
    return _around(order) | {
        "lines": lines,
        "shipping": {"title": order.shipping_label, "total": order.shipping_amount},
        "taxes": taxes,
        "tax": order.tax_amount,
        "total": order.total_amount,
    }


def credit_note(order: Order, credit: OrderCredit, of: str) -> Content:
    """`of` is the number of the invoice that it corrects."""
    sold = {line.id: line for line in order.lines}
    lines = [
        {
            "title": sold[part.order_line_id].title,
            "options": sold[part.order_line_id].options_text,
            "sku": sold[part.order_line_id].sku,
            "quantity": part.quantity,
            "total": part.amount,
            "rate": percent(sold[part.order_line_id].tax_rate),
        }
        for part in credit.lines
    ]
    return _around(order) | {
        "corrects": of,
        "reason": credit.reason,
        "lines": lines,
        "shipping": {"title": order.shipping_label, "total": credit.shipping_amount},
        "taxes": list(_credited_taxes(order, credit)),
        "tax": credit.tax_amount,
        "total": credit.total_amount,
    }


def digest(content: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _around(order: Order) -> Content:
    shop = settings()
    return {
        "seller": {
            "name": shop.shop_name,
            "lines": [line.strip() for line in shop.shop_address.split(";") if line.strip()],
            "email": shop.shop_email,
            "tax_id": shop.shop_tax_id,
        },
        "buyer": _lines(order.billing_address or order.shipping_address),
        "email": order.email,
        "order": order.number,
        "ordered_on": order.placed_at.date().isoformat(),
        "paid_on": order.paid_at.date().isoformat() if order.paid_at else None,
        "currency": order.currency,
        "tax_included": order.tax_included,
    }


def _lines(address: Address) -> list[str]:
    return list(address.lines)


def _tax(label: str, rate: str, base: int, amount: int) -> Content:
    return {"label": label, "rate": rate, "base": base, "amount": amount}


def _credited_taxes(order: Order, credit: OrderCredit) -> Iterator[Content]:
    """By rate, as the order's; the tax of the delivery goes to the rates that it was of."""
    sold = {line.id: line for line in order.lines}
    at_rate = {line.rate: [0, 0] for line in order.tax_lines}
    for part in credit.lines:
        if (rate := sold[part.order_line_id].tax_rate) in at_rate:
            at_rate[rate][0] += part.amount
            at_rate[rate][1] += part.tax_amount
    if credit.shipping_amount:
        for sums, amount, tax in _of_delivery(order, credit, at_rate.values()):
            sums[0] += amount
            sums[1] += tax
    for line in order.tax_lines:
        gross, tax = at_rate[line.rate]
        if gross:
            yield _tax(line.label, percent(line.rate), gross - tax, tax)


def _of_delivery(order: Order, credit: OrderCredit, sums: Iterable[list[int]]) -> Iterator[tuple[list[int], int, int]]:
    rest = [
        line.tax_amount - sum(each.tax_amount for each in order.lines if each.tax_rate == line.rate)
        for line in order.tax_lines
    ]
    if sum(rest) <= 0:
        return
    amounts, taxes = spread(credit.shipping_amount, rest), spread(credit.shipping_tax_amount, rest)
    yield from zip(sums, amounts, taxes, strict=True)
