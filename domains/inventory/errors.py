"""What inventory refuses, in the visitor's words."""

from collections.abc import Mapping

from domains.shared.errors import Invalid, Refusal


class OutOfStock(Refusal):
    """`short` maps every line that cannot be supplied to what is left of it; nothing was reserved. `elsewhere`: there
    is enough, but not where anything is sent from to this address; `beside`: but for the rest of the cart, which takes
    the same."""

    def __init__(self, short: Mapping[str, int], *, elsewhere: bool = False, beside: bool = False) -> None:
        self.short = dict(short)
        told = _sentence_elsewhere if elsewhere else _sentence_beside if beside else _sentence
        super().__init__(told(self.short))


class BelowPromised(Refusal):
    """A count below what orders already hold; `promised` is the least that is possible."""

    def __init__(self, promised: int) -> None:
        super().__init__(f"{promised} of these are promised to orders: the stock cannot be less than that.")
        self.promised = promised


class TooFew(Refusal):
    """There are not so many that this can be done to; `most` is how many there are."""

    def __init__(self, most: int) -> None:
        only = f"only to {most} of these" if most else "to none of these"
        super().__init__(f"It can be done {only} now. What orders hold stays for them.")
        self.most = most


class PromisedBeyond(Refusal):
    """More than the limit is sold beyond the shelf already; `least` is the smallest limit that covers it."""

    def __init__(self, least: int) -> None:
        super().__init__(f"{least} are promised beyond the shelf already: the limit cannot be less than that.")
        self.least = least


class StockChanged(Refusal):
    """Somebody else was faster; `now` is how many are on hand by now."""

    def __init__(self, now: int, by: str) -> None:
        who = "an order or a parcel" if by in ("", "system") else by
        super().__init__(f"Meanwhile {who} has changed this to {now}. Look again, then save what you counted.")
        self.now = now


class LimitsChanged(Refusal):
    def __init__(self) -> None:
        super().__init__("Somebody else has changed these limits meanwhile. Look at them again, then change them.")


class NotTogether(Refusal):
    """It cannot be done to all of them, so it was done to none; `why` by SKU and location code."""

    def __init__(self, why: Mapping[tuple[str, str], str]) -> None:
        self.why = dict(why)
        super().__init__(f"Nothing was changed: it cannot be done to {len(self.why)} of these.")


class NotSent(Invalid):
    """More is to come back than is with the buyer; `left` is how many are, by SKU."""

    def __init__(self, left: Mapping[str, int]) -> None:
        self.left = dict(left)
        told = {f"back-{sku}": _outside(sku, units) for sku, units in self.left.items()}
        super().__init__(next(iter(told.values())), told)


class CountEnded(Refusal):
    """A count that is not in the state for this."""

    def __init__(self, status: str) -> None:
        told = {"counted": "closed", "open": "still open"}.get(status, f"{status} already")
        super().__init__(f"This count is {told}. Look at it again.")


class CountChanged(Refusal):
    def __init__(self) -> None:
        super().__init__("Somebody else has changed this count meanwhile. Look at it again, then go on.")


class LineChanged(Refusal):
    """Somebody else has counted the same SKU; `now` is what they found, None where it is to be counted again."""

    def __init__(self, sku: str, now: int | None, by: str | None) -> None:
        said = "is to be counted again" if now is None else f"was counted meanwhile by {by}: {now}"
        super().__init__(f"{sku} {said}. Look again, then save yours.")
        self.sku, self.now = sku, now


class CountShort(Refusal):
    """Lines that would leave less than is promised; `why` by SKU."""

    def __init__(self, why: Mapping[str, str]) -> None:
        self.why = dict(why)
        lines = "1 line" if len(why) == 1 else f"{len(why)} lines"
        super().__init__(f"{lines} cannot be booked.")


class CodeTaken(Invalid):
    def __init__(self) -> None:
        told = "There is a location with this code already."
        super().__init__(told, {"code": told})


class LocationChanged(Refusal):
    def __init__(self) -> None:
        super().__init__("Somebody else has changed this location meanwhile. Look at it again, then change it.")


class RulesChanged(Refusal):
    def __init__(self) -> None:
        super().__init__("Somebody else has changed these rules meanwhile. Look at them again, then change them.")


class SkuKept(Refusal):
    """Stock lies under its SKU and does not follow another; `why` by the SKU that has to stay for now."""

    def __init__(self, why: Mapping[str, str]) -> None:
        self.why = dict(why)
        super().__init__(next(iter(self.why.values())))


def _outside(sku: str, units: int) -> str:
    return f"Only {units} of {sku} are with the buyer." if units else f"Nothing of {sku} is with the buyer."


def _sentence_elsewhere(short: Mapping[str, int]) -> str:
    if len(short) > 1:
        return "Some of these cannot be sent to your address now."
    left = next(iter(short.values()), 0)
    return f"Only {left} of these can be sent to your address now." if left else "This cannot be sent to your address."


def _sentence_beside(short: Mapping[str, int]) -> str:
    left = next(iter(short.values()), 0)
    if not left:
        return "The rest of your cart takes the last of these."
    return f"Only {left} of these {'is' if left == 1 else 'are'} left beside the rest of your cart."


def _sentence(short: Mapping[str, int]) -> str:
    if len(short) > 1:
        return "Some of these are no longer in stock."
    left = next(iter(short.values()), 0)
    return f"Only {left} of these {'is' if left == 1 else 'are'} left." if left else "This is sold out."
