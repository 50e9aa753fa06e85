"""What the catalogue refuses."""

from typing import ClassVar

from ..shared.errors import Invalid, NotFound, Refusal


class Unknown(NotFound):
    """No such product, variant, category or import."""


class Moved(Refusal):
    """It lives at another address now: `slug` of a product, path of a category."""

    status: ClassVar[int] = 301

    def __init__(self, slug: str) -> None:
        super().__init__("This page has moved.")
        self.slug = slug


class Gone(Refusal):
    """A product that was sold once and is archived; `category` is where others like it are."""

    status: ClassVar[int] = 410

    def __init__(self, title: str, category: str) -> None:
        super().__init__(f"“{title}” is no longer sold.")
        self.title = title
        self.category = category


class NotForSale(Refusal):
    """Unknown, not published, archived, or priced in another currency: a shopper cannot buy it."""

    def __init__(self, sku: str) -> None:
        super().__init__("This item is not for sale.")
        self.sku = sku


class Conflict(Refusal):
    """Somebody else changed it in the meantime."""

    def __init__(self, what: str = "product") -> None:
        super().__init__(f"Somebody else has just changed this {what}. Look at it again, then save.")


class PromotionOver(Refusal):
    """What has ended stays as it was."""

    def __init__(self) -> None:
        super().__init__("This promotion has ended. Make a new one from what it said.")


class PromotionUsedUp(Refusal):
    """Somebody else took the last use of it a moment ago; `label` is its name for shoppers."""

    def __init__(self, label: str) -> None:
        super().__init__(
            f"“{label}” has just been used for the last time, so your total is another. Nothing was charged."
        )
        self.label = label


class ReviewWithdrawn(Refusal):
    """Nobody speaks for its writer."""

    def __init__(self) -> None:
        super().__init__("Its writer has withdrawn this review.")


class WrittenTooOften(Refusal):
    """Each writing is kept and read by somebody."""

    def __init__(self) -> None:
        super().__init__("This review was changed many times already, so it stays as it is. You can still withdraw it.")


class CodeRefused(Invalid):
    """A code that cannot be used, and why, in words for who typed it."""

    def __init__(self, told: str) -> None:
        super().__init__(told, {"code": told})
