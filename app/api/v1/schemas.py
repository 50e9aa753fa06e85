"""What leaves as JSON and what comes in: names and kinds that stay as they are as long as this is version 1."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from domains import catalog, orders
from domains.shared.money import Money
from domains.users import Permission

Typed = Annotated[str, Meta(max_length=1_000)]


class Amount(Struct):
    """`amount` in minor units: 1250 is 12.50 EUR."""

    amount: int
    currency: str

    @classmethod
    def of(cls, money: Money) -> "Amount":
        return cls(money.amount, money.currency)


class Me(Struct):
    """`permissions` is what this key or person may do right now; `ends_at` is when the key does."""

    email: str
    name: str
    permissions: list[Permission]
    key: str | None = None
    ends_at: datetime | None = None


class Variant(Struct):
    id: UUID
    sku: str
    barcode: str | None
    options: dict[str, str]
    price: Amount
    compare_at: Amount | None
    weight_grams: int

    @classmethod
    def of(cls, variant: catalog.Variant) -> "Variant":
        return cls(
            variant.id,
            variant.sku,
            variant.barcode,
            variant.options,
            Amount.of(variant.price),
            Amount.of(variant.compare_at) if variant.compare_at else None,
            variant.weight_grams,
        )


class Product(Struct):
    """Prices are the regular ones; what a shopper pays, sales, price lists and promotions decide."""

    id: UUID
    slug: str
    title: str
    description: str
    vendor: str
    category: str
    status: catalog.ProductStatus
    variants: list[Variant]
    created_at: datetime
    updated_at: datetime

    @classmethod
    def of(cls, product: catalog.Product) -> "Product":
        return cls(
            product.id,
            product.slug,
            product.title,
            product.description,
            product.vendor,
            product.category,
            product.status,
            [Variant.of(each) for each in product.variants],
            product.created_at,
            product.updated_at,
        )


class Products(Struct):
    items: list[Product]
    page: int
    pages: int
    total: int


class Line(Struct):
    sku: str
    title: str
    options: dict[str, str]
    quantity: int
    sent: int
    unit: Amount
    total: Amount

    @classmethod
    def of(cls, line: orders.OrderLine) -> "Line":
        options = dict(line.options)
        total = Amount(line.total_amount, line.currency)
        return cls(line.sku, line.title, options, line.quantity, line.fulfilled_quantity, Amount.of(line.unit), total)


class Order(Struct):
    number: str
    status: orders.OrderStatus
    payment_status: orders.PaymentStatus
    fulfilment_status: orders.FulfilmentStatus
    email: str
    placed_at: datetime
    paid_at: datetime | None
    goods: Amount
    discount: Amount
    shipping: Amount
    tax: Amount
    tax_included: bool
    total: Amount
    refunded: Amount
    lines: list[Line]

    @classmethod
    def of(cls, order: orders.Order) -> "Order":
        money = (order.goods, order.discount, order.shipping, order.tax)
        goods, discount, shipping, tax = (Amount.of(each) for each in money)
        return cls(
            number=order.number,
            status=order.status,
            payment_status=order.payment_status,
            fulfilment_status=order.fulfilment_status,
            email=order.email,
            placed_at=order.placed_at,
            paid_at=order.paid_at,
            goods=goods,
            discount=discount,
            shipping=shipping,
            tax=tax,
            tax_included=order.tax_included,
            total=Amount.of(order.total),
            refunded=Amount.of(order.refunded),
            lines=[Line.of(each) for each in order.lines],
        )


class Orders(Struct):
    """`next` goes into `after` and continues where these end; null on the last page."""

    items: list[Order]
    next: str | None


class Credentials(Struct, forbid_unknown_fields=True):
    """`code` is that of the second factor, for who has one."""

    email: Typed
    password: Typed
    code: Typed = ""


class Renewal(Struct, forbid_unknown_fields=True):
    refresh_token: Typed


class Tokens(Struct):
    """`access_token` lasts for `expires_in` seconds. A refresh token is used once: its successor comes with it."""

    access_token: str
    refresh_token: str
    expires_in: int
    token_type: str = "Bearer"  # noqa: S105 - its kind, as RFC 6750 names it
