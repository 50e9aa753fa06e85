"""The amounts of an order as money."""

from sqlalchemy.orm import Mapped

from domains.shared.money import Money

from .columns import Amount, Currency


class OrderFigures:
    """Of the columns that `Order` keeps in minor units of its currency."""

    currency: Mapped[Currency]
    goods_amount: Mapped[Amount]
    discount_amount: Mapped[Amount]
    shipping_amount: Mapped[Amount]
    tax_amount: Mapped[Amount]
    total_amount: Mapped[Amount]
    paid_amount: Mapped[Amount]
    refunded_amount: Mapped[Amount]

    @property
    def goods(self) -> Money:
        """All lines before discounts."""
        return Money(self.goods_amount, self.currency)

    @property
    def discount(self) -> Money:
        return Money(self.discount_amount, self.currency)

    @property
    def shipping(self) -> Money:
        return Money(self.shipping_amount, self.currency)

    @property
    def tax(self) -> Money:
        return Money(self.tax_amount, self.currency)

    @property
    def total(self) -> Money:
        return Money(self.total_amount, self.currency)

    @property
    def paid(self) -> Money:
        return Money(self.paid_amount, self.currency)

    @property
    def refunded(self) -> Money:
        return Money(self.refunded_amount, self.currency)

    @property
    def remaining(self) -> Money:
        """What the order still costs after what was given back."""
        return self.total - self.refunded
