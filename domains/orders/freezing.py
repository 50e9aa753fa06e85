"""From an agreed draft to the rows of an order; its sums are checked before anything is written."""

from collections.abc import Iterator
from uuid import UUID

from domains.shared.ids import new_id
from domains.shared.money import Money
from domains.shared.money import total as summed

from .draft import Draft
from .models import Order, OrderLine, OrderTaxLine
from .tokens import new_token


def check(draft: Draft) -> None:
    """A draft whose parts do not sum up is a mistake of ours, never a shopper's: ValueError."""
    totals, priced, currency = draft.totals, draft.priced, draft.currency
    lines = summed((line.total for line in priced.lines), currency)
    on_top = Money.zero(currency) if totals.tax_included else totals.tax
    sums = {
        "total": totals.total == totals.goods - totals.discount + totals.shipping + on_top,
        "goods": lines == priced.goods == totals.goods - totals.discount,
        "tax": totals.tax == summed((line.amount for line in totals.line_taxes), currency),
        "tax lines": totals.tax == summed((line.amount for line in totals.tax_lines), currency),
        "lines": all(line.unit * line.quantity - line.discount == line.total for line in priced.lines),
        "items": {item.sku for item in draft.items} == {line.sku for line in priced.lines},
        "shipping": totals.shipping == priced.postage(draft.shipping.price),
    }
    wrong = [name for name, holds in sums.items() if not holds]
    if wrong:
        raise ValueError(f"the draft does not add up: {', '.join(wrong)}")


def freeze(customer_id: UUID, order_id: UUID, number: str, draft: Draft) -> Order:
    totals, shipping = draft.totals, draft.shipping
    return Order(
        customer_id=customer_id,
        id=order_id,
        number=number,
        token=new_token(customer_id),
        cart_id=draft.cart_id,
        cart_version=draft.cart_version,
        email=draft.email,
        shipping_address=draft.address,
        billing_address=draft.billing_address,
        shipping_code=shipping.code,
        shipping_label=shipping.label,
        days_min=shipping.days_min,
        days_max=shipping.days_max,
        currency=draft.currency,
        tax_included=totals.tax_included,
        goods_amount=totals.goods.amount,
        discount_amount=totals.discount.amount,
        shipping_amount=totals.shipping.amount,
        tax_amount=totals.tax.amount,
        total_amount=totals.total.amount,
        paid_amount=0,
        pay_until=draft.pay_until,
        pricing=draft.pricing,
        lines=list(_lines(draft)),
        tax_lines=list(_tax_lines(draft)),
        events=[],
        fulfilments=[],
        payments=[],
        refunds=[],
        credits=[],
        returns=[],
    )


def _lines(draft: Draft) -> Iterator[OrderLine]:
    items = {item.sku: item for item in draft.items}
    taxes = {tax.sku: tax for tax in draft.totals.line_taxes}
    for position, line in enumerate(draft.priced.lines):
        item, tax, awaited = items[line.sku], taxes[line.sku], draft.awaited.get(line.sku)
        yield OrderLine(
            id=new_id(),
            position=position,
            sku=line.sku,
            slug=item.slug,
            title=item.title,
            options=item.options,
            image=item.image,
            alt=item.alt,
            quantity=line.quantity,
            fulfilled_quantity=0,
            weight_grams=line.weight_grams,
            unit_amount=line.unit.amount,
            discount_amount=line.discount.amount,
            total_amount=line.total.amount,
            tax_class=line.tax_class,
            tax_rate=tax.rate,
            tax_amount=tax.amount.amount,
            currency=draft.currency,
            was_awaited=awaited is not None,
            due_on=awaited.due_on if awaited else None,
            preorder=awaited is not None and awaited.preorder,
        )


def _tax_lines(draft: Draft) -> Iterator[OrderTaxLine]:
    for line in draft.totals.tax_lines:
        yield OrderTaxLine(
            id=new_id(),
            label=line.label,
            rate=line.rate,
            base_amount=line.base.amount,
            tax_amount=line.amount.amount,
            currency=draft.currency,
        )
