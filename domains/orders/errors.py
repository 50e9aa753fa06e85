"""What orders refuse, in the visitor's words."""

from collections.abc import Iterable
from typing import ClassVar
from uuid import UUID

from domains.shared.errors import Invalid, NotFound, Refusal
from domains.shared.money import Money

from .states import RETURN_SPOKEN, SPOKEN, OrderStatus, ReturnStatus


class CartChanged(Refusal):
    """What was to be ordered is not what the cart holds any more."""

    status: ClassVar[int] = 409

    def __init__(self) -> None:
        super().__init__("Your cart has changed in the meantime. Please look it over once more before you order.")


class OrderWaiting(Refusal):
    """An earlier order from this cart still waits for its payment; it has to be paid or given up first."""

    status: ClassVar[int] = 409

    def __init__(self, order_id: UUID, number: str) -> None:
        super().__init__(f"Your order {number} from this cart is still waiting for its payment.")
        self.order_id = order_id
        self.number = number


class IllegalMove(Refusal):
    """An order cannot go from where it is to there; `possible` says where it can."""

    status: ClassVar[int] = 409

    def __init__(self, current: OrderStatus, possible: Iterable[OrderStatus]) -> None:
        self.current, self.possible = current, tuple(sorted(possible))
        ways = " or ".join(SPOKEN[status] for status in self.possible)
        left = f"it can only become {ways}" if ways else "nothing about that can change any more"
        super().__init__(f"This order is {SPOKEN[current]}; {left}.")


class NothingPaid(Refusal):
    status: ClassVar[int] = 409

    def __init__(self) -> None:
        super().__init__("Nothing was paid for this order, so nothing can be refunded.")


class CreditedBefore(Refusal):
    """This form has given something back before, and not what it asks for now."""

    status: ClassVar[int] = 409

    def __init__(self, before: Money) -> None:
        told = f"{before.decimal} {before.currency}"
        super().__init__(f"This form has already given back {told}, and nothing more now. To give back more, ask anew.")


class TariffChanged(Refusal):
    """Somebody else has changed it since it was looked at."""

    status: ClassVar[int] = 409

    def __init__(self) -> None:
        super().__init__("Somebody has changed this meanwhile. Look at it as it is now, then go on.")


class UnknownReturn(NotFound):
    def __init__(self) -> None:
        super().__init__("There is no such return.")


class TooLateToReturn(Refusal):
    status: ClassVar[int] = 409

    def __init__(self) -> None:
        super().__init__("The time for sending this order back is over. Please write to us.")


class ReturnChanged(Refusal):
    """Somebody else was faster."""

    status: ClassVar[int] = 409

    def __init__(self) -> None:
        super().__init__("Somebody has changed this return meanwhile. Look at it as it is now, then go on.")


class IllegalReturn(Refusal):
    status: ClassVar[int] = 409

    def __init__(self, current: ReturnStatus) -> None:
        super().__init__(f"This return is {RETURN_SPOKEN[current]}; that cannot be done with it.")


class PaymentBegun(Refusal):
    """Somebody, in another window, has begun to pay an order that was to be given up."""

    status: ClassVar[int] = 409

    def __init__(self) -> None:
        super().__init__("You are paying this order in another window. Finish there, or try again in a moment.")


class TooLarge(Refusal):
    """More than one payment at Stripe can be."""

    status: ClassVar[int] = 409

    def __init__(self) -> None:
        super().__init__("This order is too large to be paid at once. Please order in two parts.")


class NothingToSend(Refusal):
    """Nothing of an order is left to be sent, or not as many as asked for."""

    status: ClassVar[int] = 409


class SentMeanwhile(Refusal):
    """A parcel was made up from what the order looked like before another one left."""

    status: ClassVar[int] = 409

    def __init__(self) -> None:
        super().__init__("Another parcel of this order has just been sent. Look again, then send what is left.")


class UnknownOrder(NotFound):
    """No such order, not yours, or a wrong link: the three look alike."""

    def __init__(self) -> None:
        super().__init__("We cannot find this order. Please use the link from your e-mail.")


__all__ = [
    "CartChanged",
    "IllegalMove",
    "Invalid",
    "NotFound",
    "NothingToSend",
    "OrderWaiting",
    "PaymentBegun",
    "Refusal",
    "SentMeanwhile",
    "TooLarge",
    "UnknownOrder",
]
