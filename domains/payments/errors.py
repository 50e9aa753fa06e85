"""What payments refuses, in the visitor's words."""

from typing import ClassVar

from domains.shared.errors import Refusal, Unavailable
from domains.shared.money import Money


class PaymentUnavailable(Unavailable):
    """Stripe does not answer. What was intended is written down and is tried again with the same key."""

    told: ClassVar[str] = "Payment is unavailable at the moment. Nothing was charged. Please try again soon."

    def __init__(self, cause: str = "") -> None:
        super().__init__(self.told, retry_after=15, cause=cause)


class CardsUnavailable(PaymentUnavailable):
    told = "Stripe, which keeps your cards, does not answer at the moment. Nothing was changed. Please try again soon."


class PaymentRefused(Refusal):
    """Stripe will not take this payment as it was asked for, or its time is over; nothing was charged."""

    def __init__(self) -> None:
        super().__init__("This payment can no longer be made. Nothing was charged. Please go back to your cart.")


class NothingToRefund(Refusal):
    """The order has no captured payment."""

    def __init__(self) -> None:
        super().__init__("Nothing was paid for this order, so nothing can be refunded.")


class RefundTooMuch(Refusal):
    """More than what was captured and neither refunded nor on its way; `left` is what is possible."""

    def __init__(self, left: Money) -> None:
        super().__init__(f"At most {left.decimal} {left.currency} can still be refunded.")
        self.left = left


class BadSignature(Refusal):
    """Not signed by Stripe with our secret, or too long ago."""

    status: ClassVar[int] = 400

    def __init__(self) -> None:
        super().__init__("This message was not signed by Stripe.")
