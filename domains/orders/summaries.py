"""An order in full, for the messages that tell of it: they can ask nobody else."""

from __future__ import annotations

from dataclasses import dataclass

from .models import Awaited, Order


@dataclass(frozen=True)
class SummaryLine:
    """`total` in minor units, after discounts; `image` is a picture's key."""

    title: str
    options_text: str
    quantity: int
    total: int
    image: str | None
    awaited: Awaited | None = None


@dataclass(frozen=True)
class OrderSummary:
    """Amounts in minor units. `goods` before discounts; `discount` is what comes off."""

    number: str
    token: str
    email: str
    name: str
    currency: str
    lines: tuple[SummaryLine, ...]
    goods: int
    discount: int
    shipping: int
    tax: int
    total: int
    tax_included: bool
    address_lines: list[str]
    shipping_label: str

    @classmethod
    def of(cls, order: Order) -> OrderSummary:
        return cls(
            number=order.number,
            token=order.token,
            email=order.email,
            name=order.shipping_address.name,
            currency=order.currency,
            lines=tuple(
                SummaryLine(line.title, line.options_text, line.quantity, line.total_amount, line.image, line.awaited)
                for line in order.lines
            ),
            goods=order.goods_amount,
            discount=order.discount_amount,
            shipping=order.shipping_amount,
            tax=order.tax_amount,
            total=order.total_amount,
            tax_included=order.tax_included,
            address_lines=list(order.shipping_address.lines),
            shipping_label=order.shipping_label,
        )
